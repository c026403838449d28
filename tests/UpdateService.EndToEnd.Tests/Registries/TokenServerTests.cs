using System.Net;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>The token server that the tests stand on is understood by the real registry and by another client.</summary>
public sealed class TokenServerTests
{
    private const string Repository = "openshift/release-images";
    private const string Reference = Repository + ":4.16.1";

    private static readonly RegistryAccount Account = new("mirror", "a secret");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_with_credentials_gets_a_token_and_the_image(bool overTls)
    {
        using var authority = overTls ? new PrivateAuthority("private") : null;
        using var folder = new TemporaryFolder();
        await using var tokens = await TokenServer.StartAsync(Account, authority);
        await using var registry = await FilledAsync(tokens, authority);
        Assert.Equal(overTls, tokens.Realm.StartsWith("https://localhost:", StringComparison.Ordinal));

        _ = (await Skopeo.PullAsync(registry, Reference, folder.In("image"), Account)).Expect();

        Assert.All(tokens.Requests, request => Assert.Equal((TokenServer.Service, true), (request.Service, request.HasCredentials)));
        Assert.Contains(tokens.Requests, request => request.Scopes == $"repository:{Repository}:pull");
        Assert.Contains(await registry.RequestsAsync(), request => request is { Target: $"/v2/{Repository}/manifests/4.16.1", Status: HttpStatusCode.OK });
    }

    [Fact]
    public async Task A_client_with_wrong_credentials_or_none_gets_no_token()
    {
        await using var tokens = await TokenServer.StartAsync(Account);
        await using var registry = await FilledAsync(tokens);

        Assert.NotEqual(0, (await Skopeo.InspectAsync(registry, Reference, Account with { Password = "another" })).Status);
        Assert.NotEqual(0, (await Skopeo.InspectAsync(registry, Reference)).Status);
        Assert.Equal([true, false], tokens.Requests.Select(request => request.HasCredentials));
    }

    [Fact]
    public async Task A_client_without_credentials_pulls_where_everybody_may()
    {
        await using var tokens = await TokenServer.StartAsync(Account);
        tokens.LetsEverybodyPull = true;
        await using var registry = await FilledAsync(tokens);

        _ = (await Skopeo.InspectAsync(registry, Reference)).Expect();
        Assert.NotEqual(0, (await Skopeo.InspectAsync(registry, Reference, Account with { Password = "another" })).Status);
    }

    [Fact]
    public async Task A_token_for_another_repository_or_signed_by_another_server_opens_nothing()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var others = await TokenServer.StartAsync();
        await using var registry = await FilledAsync(tokens);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(registry, tokens.Issue([(Repository, ["pull"])])));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(registry, tokens.Issue([("openshift/release", ["pull"])])));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(registry, others.Issue([(Repository, ["pull"])])));
    }

    [Fact]
    public async Task A_token_that_is_over_opens_nothing()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var registry = await FilledAsync(tokens);

        tokens.Lifetime = TimeSpan.FromMinutes(-2); // Beyond the registry's patience of a minute.

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(registry, tokens.Issue([(Repository, ["pull"])])));
    }

    private static async Task<RealRegistry> FilledAsync(TokenServer tokens, PrivateAuthority? authority = null)
    {
        var registry = await RealRegistry.StartAsync(new RegistrySetup { Tokens = tokens, Authority = authority });
        try
        {
            _ = await new RegistryPush(registry, Repository).ImageAsync("4.16.1", new ReleaseSketch("4.16.1").ToImage());
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(RealRegistry registry, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(registry.Address, $"/v2/{Repository}/tags/list"));
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await registry.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
