using System.IO.Compression;
using System.Text;
using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Whatever goes wrong, no secret is told anywhere: not in the log, not over HTTP, not in the state folder.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Archive = "/graph-data.tar.gz";

    private static readonly RegistryAccount Mirror = new("mirror", "mirror-p4ssword");
    private static readonly RegistryAccount Upstream = new("upstream", "upstream-p4ssword");
    private static readonly RegistryAccount Files = new("files", "files:p4ss/word");
    private static readonly RegistryAccount Wrong = new("mirror", "wrong-p4ssword");

    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1", "4.18.2");
    private readonly PrivateAuthority authority = new("private");

    private string AuthFile => data.Beside("auth.json");

    public void Dispose()
    {
        data.Dispose();
        authority.Dispose();
    }

    [Fact]
    public async Task No_secret_is_told_when_all_goes_well_nor_when_everything_fails()
    {
        await using var server = await FileServer.StartAsync(authority, Files);
        await using var tokens = await TokenServer.StartAsync(Upstream, authority);
        await using var mirror = await FilledAsync(new RegistrySetup { Authority = authority, Account = Mirror }, "4.18.1");
        await using var upstream = await FilledAsync(new RegistrySetup { Authority = authority, Tokens = tokens }, "4.18.2");
        server.Put(Archive, GraphDataImages.Archive(data, "./"));
        await WriteCredentialsAsync(mirror, Mirror, upstream, Upstream);
        using (var service = await SourcedService.StartAsync(Switches(server, mirror, upstream)))
        {
            Assert.Equal(["4.18.1", "4.18.2"], await service.VersionsAsync());
            Assert.Contains(server.Requests, request => request is { Status: 200, Authorization.Length: > 0 });
            await AssertSilentAsync(service, tokens);
            await service.StopAsync();
        }

        // A new process, so that nothing that was granted before is at hand.
        await WriteCredentialsAsync(mirror, Wrong, upstream, Wrong);
        server.Remove(Archive);
        using var failing = await SourcedService.StartAsync(Switches(server, mirror, upstream));
        Assert.Equal(401, (await failing.RefreshAsync("a-token-that-was-guessed")).Status);
        Assert.Contains("404 NotFound", (await failing.ReadyAsync()).Text, StringComparison.Ordinal);

        server.Put(Archive, GraphDataImages.Archive(data, "./"));
        _ = await failing.RefreshAsync();
        var troubles = (await failing.ReadyAsync()).Text;
        Assert.Contains("missing, wrong or revoked", troubles, StringComparison.Ordinal);
        Assert.Contains("the token service refuses the credentials", troubles, StringComparison.Ordinal);
        await AssertSilentAsync(failing, tokens);

        await File.WriteAllTextAsync(AuthFile, $"{{\"auths\":{{\"{mirror.Host}\":{{\"username\":\"{Mirror.Name}\",\"password\":\"{Mirror.Password}\"}} \"{Upstream.Password}\"");
        _ = await failing.RefreshAsync();
        Assert.Contains("it is not JSON", (await failing.ReadyAsync()).Text, StringComparison.Ordinal);
        await AssertSilentAsync(failing, tokens);
        await failing.StopAsync();
        AssertSilent(string.Join('\n', failing.Log), tokens);
    }

    [Theory]
    [InlineData("--graph-data", "ftp://files:files:p4ss/word@localhost/graph-data.tar.gz")]
    [InlineData("--graph-data", "oci://files:files:p4ss/word@localhost/graph-data:latest")]
    [InlineData("--releases", "oci://mirror:mirror-p4ssword@localhost/releases")]
    [InlineData("--releases", "https://mirror:mirror-p4ssword@localhost/releases.jsonl")]
    [InlineData("--insecure-registry", "mirror:mirror-p4ssword@localhost")]
    [InlineData("--offline-host", "mirror:mirror-p4ssword@localhost")]
    [InlineData("--graph-data-signatures", "https://mirror:mirror-p4ssword@localhost/signatures")]
    [InlineData("--listen", "http://mirror:mirror-p4ssword@localhost:8080")]
    public async Task A_secret_in_an_option_that_is_refused_is_not_told(string option, string value)
    {
        using var server = ServerProcess.Start("--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", option, value);

        Assert.Equal(2, await server.EndAsync());
        Assert.Contains(option, string.Concat(server.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss", string.Concat(server.Errors.Concat(server.Output)), StringComparison.Ordinal);
    }

    private static async Task<RealRegistry> FilledAsync(RegistrySetup setup, string version)
    {
        var registry = await RealRegistry.StartAsync(setup);
        _ = await new RegistryPush(registry, SmallMirror.Repository).ImageAsync(version, new ReleaseSketch(version).ToImage());
        return registry;
    }

    private string[] Switches(FileServer server, RealRegistry mirror, RealRegistry upstream) =>
    [
        "--graph-data", $"https://{Files.Name}:{Uri.EscapeDataString(Files.Password)}@{server.Address.Authority}{Archive}?signature=query-p4ssword",
        "--releases", $"oci://{mirror.Host}/{SmallMirror.Repository}", "--releases", $"oci://{upstream.Host}/{SmallMirror.Repository}",
        "--registry-ca", mirror.AuthorityFile, "--registry-auth", AuthFile, "--state", data.Beside("state"),
    ];

    private Task WriteCredentialsAsync(RealRegistry mirror, RegistryAccount forMirror, RealRegistry upstream, RegistryAccount forUpstream) =>
        File.WriteAllTextAsync(AuthFile, CredentialText.Of((mirror.Host, forMirror), (upstream.Host, forUpstream)));

    private async Task AssertSilentAsync(SourcedService service, TokenServer tokens)
    {
        var words = $"{await service.AllWordsAsync()}\n{await StateTextAsync()}";
        Assert.Contains("\"version\":\"4.18.2\"", words, StringComparison.Ordinal); // The state folder is in it, in plain.
        AssertSilent(words, tokens);
    }

    private static void AssertSilent(string words, TokenServer tokens)
    {
        string[] secrets =
        [
            "p4ss", SourcedService.Token, "a-token-that-was-guessed", Uri.EscapeDataString(Files.Password),
            .. ((RegistryAccount[])[Mirror, Upstream, Files, Wrong]).Select(account => account.Authorization["Basic ".Length..]),
            .. tokens.Given.Select(token => token.Split('.')[1]),
        ];
        Assert.NotEmpty(tokens.Given);
        Assert.All(secrets, secret => Assert.False(words.Contains(secret, StringComparison.Ordinal), $"The secret {secret} is told: {words}"));
    }

    /// <summary>The names and contents of all files, packed ones unpacked too.</summary>
    private async Task<string> StateTextAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(data.Beside("state"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var content = await File.ReadAllBytesAsync(file);
            _ = text.AppendLine(file).AppendLine(Encoding.Latin1.GetString(content));
            if (content is [0x1f, 0x8b, ..])
            {
                await using var unpacked = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
                using var reader = new StreamReader(unpacked, Encoding.Latin1);
                _ = text.AppendLine(await reader.ReadToEndAsync());
            }
        }

        return text.ToString();
    }
}
