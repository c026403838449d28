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
    [InlineData("[0:0:0:0:0:0:0:1]:5000", "[::1]:5000", true)]
    [InlineData("[::1]:5001", "[::1]:5000", false)]
    [InlineData("quay.io:443", "quay.io", true)]
    [InlineData("quay.io", "quay.io:443", true)]
    [InlineData("https://QUAY.io:443/v2/", "quay.io", true)]
    [InlineData("https://quay.io/v2/mirror", "quay.io", true)]
    [InlineData("https://quay.io/v1/other", "quay.io", false)]
    [InlineData(" quay.io/ ", "quay.io", true)]
    [InlineData("*.io", "quay.io", true)]
    [InlineData("*.io", "a.quay.io", false)]
    [InlineData("*.quay.io", "quay.io", false)]
    [InlineData("*.mirror.example.com:5000", "a.mirror.example.com:5000", true)]
    [InlineData("*.mirror.example.com:5000", "a.mirror.example.com", false)]
    [InlineData("*.mirror.example.com", "a.mirror.example.com:5000", false)]
    [InlineData("*.mirror.example.com:5000", "a.b.mirror.example.com:5000", false)]
    [InlineData("*.MIRROR.example.com/mirror", "a.mirror.example.com", true)]
    [InlineData("*.mirror.example.com/other", "a.mirror.example.com", false)]
    [InlineData("*.mirror.example.com/mirro", "a.mirror.example.com", false)]
    [InlineData("https://*.mirror.example.com/v2/", "a.mirror.example.com", true)]
    [InlineData("reg*.ex?mple.[a-d]om", "registry.example.com", true)]
    [InlineData("reg*.ex?mple.[^c]om", "registry.example.com", false)]
    [InlineData("registry.*.com", "registry.example.com", true)]
    [InlineData("*a*b.io", "xaybxb.io", true)]
    [InlineData("127.0.0.*:5000", "127.0.0.1:5000", true)]
    [InlineData("127.0.0.*:5000", "127.0.0.1:5001", false)]
    [InlineData("*:5000", "127.0.0.1:5000", true)]
    [InlineData("*:5000", "127.0.0.1:5001", false)]
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
    [InlineData("a.example.com", "mirror/x", "exact:1")]
    [InlineData("b.example.com", "mirror/x", "path:3")]
    [InlineData("b.example.com", "other", "label:4")]
    [InlineData("c.example.com", "other", "any:2")]
    public void The_key_that_fits_best_wins_over_those_with_wildcards(string host, string path, string login)
    {
        var file = Read($"{{\"auths\":{{{Pair("*.example.com", "any:2")},{Pair("*.example.com/mirror", "path:3")},{Pair("a.example.com", "exact:1")},{Pair("b*.example.com", "label:4")}}}}}");
        Assert.Equal(Basic(login), file.Find(new RepositoryName(host, path))?.ToBasic());
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
