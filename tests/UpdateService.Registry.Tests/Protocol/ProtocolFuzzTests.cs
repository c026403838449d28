using System.Text;
using System.Text.Json;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Protocol.Tags;
using UpdateService.Registry.Protocol.Transport;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>Whatever a registry answers, and whatever stands in the options that say how it is asked.</summary>
public sealed class ProtocolFuzzTests
{
    private const string Secret = "c2VjcmV0OnMzY3JldC1wYXNzd29yZA==";

    private static readonly Corpus Headers = Corpus.Of(
        Tokens.Header,
        "Bearer realm=\"https://auth.example.com/token\",service=\"registry\",scope=\"repository:a/b:pull\", Basic realm=x",
        "</v2/a/b/tags/list?last=x&n=1000>; rel=\"next\"; title=\"a, b\", <https://other/>; rel=prev",
        "Sat, 21 Nov 2026 12:00:09 GMT",
        "120");

    private static readonly Corpus TagLists = Corpus.Of(
        [.. Tokens.Json, .. Tokens.Of("\"tags\":", "\"tags\":null", "\"4.16.1-x86_64\",", "\"\\u0034\"")],
        """{"name":"a/b","tags":["4.16.1-x86_64","4.16.2-x86_64","latest","sha256-00.sig","\u0061bc"]}""",
        """{"tags":null,"name":{"tags":["x"]}}""",
        """{"name":"a/b","next":[{"tags":[]}],"tags":[]}""");

    private static readonly Corpus CredentialFiles = Corpus.Of(
        [.. Tokens.Json, .. Tokens.Of("\"auths\":{}", "\"auth\":", "\"identitytoken\":", Secret, "https://", "/v1/")],
        $$"""{"auths":{"registry.example:5000":{"auth":"{{Secret}}"},"https://index.docker.io/v1/":{"username":"u","password":"p"},"a.b/c/d":{"identitytoken":"t","auth":""} } }""");

    private static readonly Corpus References = Corpus.Of(
        [.. Tokens.Any, .. Tokens.Of("oci://", "@sha256:", ":tag", "[::1]", "localhost", "user:pass@")],
        "oci://registry.example.com:5000/mirror/release-images:4.16",
        $"oci://[::1]:5000/a/b@sha256:{new string('a', 64)}",
        "oci://quay.io/openshift-release-dev/ocp-release:4.16.3-x86_64@sha256:" + new string('0', 64));

    [Fact]
    public void Headers_are_read_whatever_they_hold() => Fuzz.Texts(Headers, text =>
    {
        Assert.All(Challenge.Parse(text), challenge => Assert.NotEmpty(challenge.Scheme));
        _ = LinkHeader.Parse(text, out _);
        Assert.True(RetryAfter.Read(text, TimeProvider.System) is null or { Ticks: >= 0 });
    });

    [Fact]
    public void A_link_leads_to_the_same_host_or_is_refused() => Fuzz.Texts(Headers, text =>
    {
        try
        {
            if (LinkHeader.Next([text, text]) is { } link)
            {
                var next = new TagPage(default, 0, link).NextQuery(new Uri("https://registry.example/v2/a/tags/list?n=1000"));
                Assert.Equal('?', next[0]);
                Assert.Equal("registry.example", new Uri(new Uri("https://registry.example/v2/a/tags/list"), TagQuery.OfLink(next)).Host);
            }
        }
        catch (FormatException)
        {
            // It is told, not taken for the end.
        }
        catch (RegistryException exception)
        {
            Fuzz.AssertTold(exception.Message);
        }
    });

    [Fact]
    public void An_error_has_a_code_of_capitals_or_none() => Fuzz.Bytes(
        Corpus.Of(Tokens.Json, """{"errors":[{"code":"NAME_UNKNOWN","message":"a"}]}"""),
        bytes => Assert.True(ErrorCode.Read(bytes)?.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_') ?? true));

    [Fact]
    public void A_list_of_tags_is_the_same_in_whatever_pieces_it_comes() => Fuzz.Bytes(TagLists, bytes =>
    {
        bytes = bytes[..Math.Min(bytes.Length, 4000)]; // Byte after byte takes a while.
        var whole = Tags(bytes, bytes.Length + 1);
        Assert.All((int[])[1, 7, 64], piece => Assert.Equal(whole, Tags(bytes, piece)));
    });

    [Fact]
    public void A_credential_file_is_read_or_refused_without_its_secrets() => Fuzz.Bytes(CredentialFiles, bytes =>
    {
        var isRead = CredentialFile.TryParse(bytes, out var file, out var reason);
        Assert.Equal(isRead, reason is null);
        _ = file.Find(new RepositoryName("registry.example:5000", "a/b"));
        if (reason is not null)
        {
            Fuzz.AssertTold(reason);
            Assert.DoesNotContain("s3cret", reason, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void A_reference_is_read_and_written_back_or_refused_with_a_reason() => Fuzz.Texts(References, text =>
    {
        if (!ImageReference.TryParse(text, out var reference, out var reason))
        {
            Assert.Null(reference);
            Fuzz.AssertTold(reason);
            return;
        }

        Assert.True(ImageReference.TryParse(reference.ToString(), out var again, out _));
        Assert.Equal(reference, again);
        var address = RegistryAddress.Of(reference.Repository, insecure: false);
        Assert.EndsWith($"/v2/{reference.Repository.Path}/", address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("", address.UserInfo);
    });

    [Fact]
    public void Proxies_and_their_exceptions_are_read_whatever_they_hold() => Fuzz.Texts(
        Corpus.Of([.. Tokens.Any, .. Tokens.Of("http://", "socks5://", ":3128", "user:p%40ss@", "*.", "10.0.0.0/8", "[::1]:80", "*")], "http://user:p%40ss@proxy.example:3128/", ".example.com,10.0.0.0/16,[fe80::1]:80,host:443,*.b,192.168.0.1", "socks5://[::1]:1080"),
        text =>
        {
            var proxies = new ProxySettings(text, text, text);
            foreach (var address in (Uri[])[new("https://registry.example:5000/v2/"), new("http://[fe80::1]/"), new("http://10.0.3.4/")])
            {
                Assert.True(proxies.GetProxy(address)?.UserInfo is null or "", text);
            }
        });

    private static string? Tags(byte[] bytes, int piece)
    {
        var reader = new TagListReader();
        var window = new List<byte>();
        try
        {
            for (var place = 0; ; place += piece)
            {
                var next = bytes.AsSpan(Math.Min(place, bytes.Length), Math.Min(piece, bytes.Length - Math.Min(place, bytes.Length)));
                window.AddRange(next);
                window.RemoveRange(0, reader.Read([.. window], isLast: next.IsEmpty));
                if (next.IsEmpty)
                {
                    return reader.HasTags ? $"{reader.Entries}: {Encoding.ASCII.GetString(reader.Names.Span)}" : null;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
