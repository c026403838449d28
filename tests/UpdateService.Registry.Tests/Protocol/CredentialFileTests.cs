using System.Text;
using FsCheck.Fluent;
using UpdateService.Registry.Protocol.Authentication;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class CredentialFileTests
{
    [Theory]
    [InlineData("quay.io", "quay.io", true)]
    [InlineData("quay.io", "other.io", false)]
    [InlineData("quay.io:8443", "quay.io", false)]
    [InlineData("quay.io", "QUAY.io", true)]
    [InlineData("quay.io/mirror", "quay.io", true)]
    [InlineData("quay.io/mirror/release-images", "quay.io", true)]
    [InlineData("quay.io/mirror/release", "quay.io", false)]
    [InlineData("quay.io/other", "quay.io", false)]
    [InlineData("https://quay.io", "quay.io", true)]
    [InlineData("https://quay.io/v1/", "quay.io", true)]
    [InlineData("http://quay.io/v2", "quay.io", true)]
    [InlineData("quay.io/mirror/v2", "quay.io", false)]
    [InlineData("quay.io/mirror/release-images/v1", "quay.io", false)]
    [InlineData("https://index.docker.io/v1/", "docker.io", true)]
    [InlineData("docker.io", "index.docker.io", true)]
    [InlineData("registry-1.docker.io", "docker.io", true)]
    [InlineData("[::1]:5000", "[::1]:5000", true)]
    public void A_key_is_a_host_or_a_host_and_the_beginning_of_a_path(string key, string host, bool isFound) =>
        Assert.Equal(isFound, Read(Entry(key, "a:b")).Find(new RepositoryName(host, "mirror/release-images")) is not null);

    [Fact]
    public void The_longest_key_wins()
    {
        var file = Read($"{{\"auths\":{{{Pair("quay.io", "a:1")},{Pair("quay.io/mirror/release-images", "c:3")},{Pair("quay.io/mirror", "b:2")}}}}}");
        Assert.Equal(Basic("c:3"), file.Find(new RepositoryName("quay.io", "mirror/release-images"))?.ToBasic());
        Assert.Equal(Basic("b:2"), file.Find(new RepositoryName("quay.io", "mirror/other"))?.ToBasic());
        Assert.Equal(Basic("a:1"), file.Find(new RepositoryName("quay.io", "mirrors"))?.ToBasic());
    }

    [Theory]
    [InlineData("""{"username":"u","password":"p"}""", "u:p")]
    [InlineData("""{"auth":"dTpwOnE="}""", "u:p:q")]
    [InlineData("""{"auth":"dTpw","username":"x","password":"y","email":"z"}""", "u:p")]
    [InlineData("""{"auth":"","username":"u","password":"p"}""", "u:p")]
    [InlineData("""{"username":"ü","password":"ß"}""", "ü:ß")]
    [InlineData("{}", null)]
    [InlineData("""{"auth":null}""", null)]
    public void Credentials_stand_in_two_ways(string entry, string? expected) =>
        Assert.Equal(expected is null ? null : Basic(expected), Read($"{{\"auths\":{{\"quay.io\":{entry}}}}}").Find(new RepositoryName("quay.io", "a"))?.ToBasic());

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{\n  \"auths\": s3cret\n}", "line 2, byte 12")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "\"auths\" is missing")]
    [InlineData("""{"auths":[]}""", "\"auths\" is not an object")]
    [InlineData("""{"auths":{"quay.io":"s3cret"}}""", "auths, \"quay.io\": it is not an object")]
    [InlineData("""{"auths":{"quay.io":{"auth":1}}}""", "\"auth\" is not a text")]
    [InlineData("""{"auths":{"quay.io":{"auth":"s3cret!"}}}""", "\"auth\" is not base64")]
    [InlineData("""{"auths":{"quay.io":{"auth":"czNjcmV0"}}}""", "not user:password")]
    [InlineData("""{"auths":{"quay.io":{"password":"\ud800s3cret"}}}""", "not Unicode")]
    public void What_is_wrong_is_told_with_its_place_and_without_secrets(string content, string told)
    {
        Assert.False(CredentialFile.TryParse(Encoding.UTF8.GetBytes(content), out _, out var reason));
        Assert.Contains(told, reason);
        Assert.DoesNotContain("s3cret", reason);
        Assert.DoesNotContain("czNjcmV0", reason);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains($"--registry-auth {folder.In("none")}: it cannot be read", CredentialFile.ProblemOf(folder.In("none")));
        File.WriteAllText(folder.In("auth"), "{");
        Assert.Contains("is not JSON", Assert.Single(new RegistryOptions { AuthFile = folder.In("auth") }.Problems()));
        File.WriteAllText(folder.In("auth"), Entry("quay.io", "a:b"));
        Assert.Null(CredentialFile.ProblemOf(folder.In("auth")));
    }

    [Fact]
    public void Credentials_show_nothing_of_themselves() => Assert.Equal("Credentials", new Credentials("u", "p", "i").ToString());

    [Fact]
    public void Any_content_is_read_or_refused()
    {
        var pieces = Gen.Elements("{", "}", "\"auths\"", ":", ",", "\"quay.io\"", "\"auth\"", "\"dTpw\"", "null", "1", "[", "]", "\"\\ud800\"", "\xff", " ");
        Law.Holds(
            (from list in Gen.ListOf(pieces) select string.Concat(list)).ToArbitrary(),
            text => Assert.Equal(CredentialFile.TryParse(Encoding.Latin1.GetBytes(text), out var file, out var reason), reason is null),
            2000);
    }

    private static CredentialFile Read(string content)
    {
        Assert.True(CredentialFile.TryParse(Encoding.UTF8.GetBytes(content), out var file, out var reason), reason);
        return file;
    }

    private static string Entry(string key, string login) => $"{{\"auths\":{{{Pair(key, login)}}}}}";

    private static string Pair(string key, string login) => $"\"{key}\":{{\"auth\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}\"}}";

    private static string Basic(string login) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
}
