using System.Text;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class LoginTests : IDisposable
{
    private const string Tag = "4.16.1-x86_64";

    private readonly TemporaryFolder folder = new();

    private string AuthFile => folder.In("auth.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Basic_credentials_are_sent_once_they_are_asked_for()
    {
        await using var registry = await StartAsync(new FakeLogin("Basic"));
        using var door = Open(registry);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(3, registry.Requests.Count);
        Assert.Null(registry.Requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData("token", true)]
    [InlineData("access_token", true)]
    [InlineData("token", false)]
    public async Task A_token_is_got_once_and_kept(string field, bool hasCredentials)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer") { TokenField = field, Anonymous = !hasCredentials });
        using var door = Open(registry, hasCredentials);

        for (var count = 0; count < 5; count++)
        {
            Assert.NotNull(await door.ResolveAsync(registry));
        }

        Assert.Equal((1, 6), (registry.Count(FakeRequestKind.Token), registry.Count(FakeRequestKind.Head)));
        var token = registry.Requests.Single(request => request.Kind == FakeRequestKind.Token);
        Assert.Equal($"?service=fake&scope=repository%3A{Uri.EscapeDataString(Door.Path)}%3Apull", token.Query);
        Assert.Equal(hasCredentials, token.Header("Authorization") is not null);
        Assert.Equal(1, door.Counts.Requests(RegistryRequestKind.Token));
    }

    [Theory]
    [InlineData(300, 239, 241)]
    [InlineData(null, 47, 49)]
    public async Task Shortly_before_a_token_expires_another_one_is_got_without_a_refusal(int? life, int before, int after)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer") { ExpiresIn = life });
        using var door = Open(registry);
        _ = await door.ResolveAsync(registry);

        door.Time.Advance(TimeSpan.FromSeconds(before));
        _ = await door.ResolveAsync(registry);
        Assert.Equal(1, registry.Count(FakeRequestKind.Token));
        door.Time.Advance(TimeSpan.FromSeconds(after - before));
        _ = await door.ResolveAsync(registry);
        Assert.Equal((2, 4), (registry.Count(FakeRequestKind.Token), registry.Count(FakeRequestKind.Head)));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        _ = await door.ResolveAsync(registry);
        registry.Login!.RevokeTokens();

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(2, registry.Count(FakeRequestKind.Token));
    }

    [Fact]
    public async Task A_new_token_that_is_refused_ends_it()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        registry.Faults.Next(FakeRequestKind.Head, (context, _) => Refuse(context, registry), times: 100);

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unauthorized);
        Assert.Contains("--registry-auth", failure.Message);
        Assert.Contains(AuthFile, failure.Message);
        Assert.Equal((1, 2), (registry.Count(FakeRequestKind.Token), registry.Count(FakeRequestKind.Head)));

        static Task Refuse(Microsoft.AspNetCore.Http.HttpContext context, FakeRegistry registry)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{registry.Address}/token\"";
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Many_requests_at_once_get_one_token()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        var all = new TaskCompletionSource();
        var refused = 0;
        registry.Faults.Next(
            FakeRequestKind.Head,
            async (_, answer) =>
            {
                if (Interlocked.Increment(ref refused) == 16)
                {
                    all.SetResult();
                }

                await all.Task;
                await answer();
            },
            times: 16);

        var digests = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => door.ResolveAsync(registry)));
        Assert.All(digests, Assert.NotNull);
        Assert.Equal((1, 32), (registry.Count(FakeRequestKind.Token), registry.Count(FakeRequestKind.Head)));
    }

    [Fact]
    public async Task Credentials_that_are_rotated_are_used_at_once_where_the_old_ones_are_refused()
    {
        await using var registry = await StartAsync(new FakeLogin("Basic"));
        using var door = Open(registry);
        _ = await door.ResolveAsync(registry);
        registry.Login!.Password = "an0ther-password";
        _ = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unauthorized);

        WriteAuth(registry);
        Assert.NotNull(await door.ResolveAsync(registry));
    }

    [Fact]
    public async Task Tokens_come_back_when_the_credentials_do()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        _ = await door.ResolveAsync(registry);
        registry.Login!.RevokeTokens();
        registry.Login.Password = "an0ther-password";
        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unauthorized);
        Assert.Contains("refuses the credentials", failure.Message);

        registry.Login.Password = "s3cret-password";
        Assert.NotNull(await door.ResolveAsync(registry));
    }

    [Fact]
    public async Task A_refresh_token_is_posted()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer") { IdentityToken = "r3fresh" });
        await File.WriteAllTextAsync(AuthFile, $$$"""{"auths":{"{{{registry.Host}}}":{"auth":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes("00000000-0000:"))}}}","identitytoken":"r3fresh"} } }""");
        using var door = new Door(Options(registry));

        Assert.NotNull(await door.ResolveAsync(registry));
        var request = registry.Requests.Single(request => request.Kind == FakeRequestKind.Token);
        Assert.Equal(("POST", "", "application/x-www-form-urlencoded"), (request.Method, request.Query, request.Header("Content-Type")));
        Assert.Equal($"service=fake&scope=repository%3A{Uri.EscapeDataString(Door.Path)}%3Apull&grant_type=refresh_token&client_id=update-service&refresh_token=r3fresh", request.Body);
    }

    [Theory]
    [InlineData("Negotiate", "neither Basic nor Bearer")]
    [InlineData("", "neither Basic nor Bearer")]
    [InlineData("Bearer", "realm")]
    [InlineData("Bearer realm=\"/token\"", "realm")]
    [InlineData("Bearer realm=\"ftp://x/\"", "realm")]
    [InlineData("Basic realm=\"x\"", "There are none for it in")]
    public async Task A_challenge_that_cannot_be_met_is_told(string challenge, string told)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer") { Challenge = challenge });
        await File.WriteAllTextAsync(AuthFile, """{"auths":{}}""");
        using var door = new Door(Options(registry));

        var failure = await Assert.ThrowsAsync<RegistryException>(() => door.ResolveAsync(registry));
        Assert.True(failure.Fault is RegistryFault.Unauthorized or RegistryFault.InvalidAnswer, failure.Message);
        Assert.Contains(told, failure.Message);
    }

    [Fact]
    public async Task Of_several_challenges_the_one_that_can_be_met_is()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        registry.Login!.Challenge = $"Negotiate, BASIC realm=\"a, b\", bearer Realm=\"{registry.Address}/token?kind=x\" , service = fake";
        using var door = Open(registry);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.StartsWith("?kind=x&service=fake&scope=", registry.Requests.Single(request => request.Kind == FakeRequestKind.Token).Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not JSON with t0ken")]
    [InlineData("{\"token\":\"\"}")]
    [InlineData("{\"token\":1}")]
    [InlineData("{\"token\":\"a\\r\\nb: t0ken\"}")]
    [InlineData("{\"token\":\"\\ud800\"}")]
    public async Task A_token_service_that_answers_nonsense_is_told_without_its_answer(string body)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        registry.Faults.Next(FakeRequestKind.Token, (context, _) => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask());

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.InvalidAnswer);
        Assert.DoesNotContain("t0ken", failure.ToString());
    }

    [Fact]
    public async Task A_token_service_that_fails_for_now_is_asked_again()
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        registry.Faults.Status(FakeRequestKind.Token, 503, times: 2, headers: ["Retry-After: 3"]);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)], door.Time.Waits);
    }

    [Fact]
    public async Task No_secret_is_in_any_message()
    {
        string[] secrets = ["s3cret-password", "t0ken-", "s1gnature", "r3fresh"];
        foreach (var kind in Enum.GetValues<FakeRequestKind>())
        {
            foreach (var status in new[] { 400, 401, 403, 404, 429, 500 })
            {
                await using var registry = await StartAsync(new FakeLogin("Bearer"));
                var digest = registry.AddBlob([1]);
                using var door = Open(registry);
                registry.Faults.Status(kind, status, times: 100);
                foreach (var action in new Func<Task>[] { () => door.ListTagsAsync(registry), () => door.ResolveAsync(registry), () => door.ReadManifestAsync(registry), () => door.OpenBlobAsync(registry, digest) })
                {
                    if (await Record.ExceptionAsync(action) is { } exception)
                    {
                        Assert.All([.. secrets, Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:s3cret-password"))], secret => Assert.DoesNotContain(secret, exception.ToString()));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Credentials_go_to_no_token_service_over_plain_HTTP_unless_the_registry_is_insecure()
    {
        using var authority = new FakeAuthority();
        using var certificate = authority.Issue();
        await using var registry = await FakeRegistry.StartAsync(certificate);
        await using var other = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Bearer") { Realm = other.Address + "/token" };
        WriteAuth(registry);
        await File.WriteAllTextAsync(folder.In("ca.pem"), authority.Pem);
        using var door = new Door(new RegistryOptions { AuthFile = AuthFile, AuthorityPaths = [folder.In("ca.pem")], Proxies = ProxySettings.None });

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Forbidden);
        Assert.Contains(other.Host, failure.Message);
        Assert.Empty(other.Requests);
    }

    private async Task<FakeRegistry> StartAsync(FakeLogin login)
    {
        var registry = await FakeRegistry.StartAsync();
        registry.Login = login;
        _ = registry.Add(Door.Path, Tag, Door.Bytes("{}"), MediaTypes.OciManifest);
        return registry;
    }

    private Door Open(FakeRegistry registry, bool hasCredentials = true)
    {
        if (hasCredentials)
        {
            WriteAuth(registry);
        }

        return new Door(Options(registry, hasCredentials));
    }

    private RegistryOptions Options(FakeRegistry registry, bool hasCredentials = true) => new()
    {
        AuthFile = hasCredentials ? AuthFile : null,
        InsecureHosts = [registry.Host],
        Proxies = ProxySettings.None,
    };

    private void WriteAuth(FakeRegistry registry) =>
        File.WriteAllText(AuthFile, $$$"""{"auths":{"{{{registry.Host}}}":{"username":"{{{registry.Login!.User}}}","password":"{{{registry.Login.Password}}}"} } }""");
}
