namespace UpdateService.Registry.Tests;

public sealed class RegistryOptionsTests
{
    [Fact]
    public void The_defaults_are_good() => Assert.Empty(new RegistryOptions().Problems());

    [Fact]
    public void Every_problem_is_told()
    {
        var problems = new RegistryOptions
        {
            Concurrency = 0,
            InsecureHosts = ["quay.io:5000", "https://quay.io"],
            AuthFile = "/does/not/exist",
            AuthorityPaths = ["/does/not/exist/either"],
        }.Problems().ToList();

        Assert.Equal(4, problems.Count);
        Assert.StartsWith("--registry-concurrency is 0", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("--insecure-registry 'https://quay.io'", problems[1], StringComparison.Ordinal);
        Assert.StartsWith("--registry-auth /does/not/exist:", problems[2], StringComparison.Ordinal);
        Assert.StartsWith("--registry-ca /does/not/exist/either:", problems[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Quay.io", "https://quay.io:5000/", true)]
    [InlineData("quay.io:5000", "https://quay.io:5000/", true)]
    [InlineData("quay.io:443", "https://quay.io/", true)]
    [InlineData("quay.io:5000", "https://quay.io/", false)]
    [InlineData("quay.io", "https://cdn.quay.io/", false)]
    [InlineData("[::1]", "http://[::1]:5000/", true)]
    [InlineData("[::1]:5000", "http://[::1]:5000/", true)]
    public void A_host_in_a_list_is_any_port_of_it_or_that_one(string entry, string address, bool isIn) =>
        Assert.Equal(isIn, new HostList([entry]).Contains(new Uri(address)));
}
