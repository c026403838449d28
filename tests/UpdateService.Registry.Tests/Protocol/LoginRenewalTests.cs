using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>Logins that were good, and are not any more: nothing but what stands in files and challenges now may be needed to go on.</summary>
public sealed class LoginRenewalTests : IDisposable
{
    private const string Tag = "4.16.1-x86_64";

    private readonly TemporaryFolder folder = new();

    private string AuthFile => folder.In("auth.json");

    public void Dispose() => folder.Dispose();

    /// <summary>As Amazon's registry answers once the 12 hours of a password are over; whoever renews it writes it into the file.</summary>
    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 4)] // What denies HEAD may answer GET.
    public async Task A_password_that_is_denied_is_looked_up_again_and_not_shown_twice(bool isRotated, int requests)
    {
        await using var registry = await StartAsync(new FakeLogin("Basic"));
        WriteAuth(registry);
        using var door = Open(registry, AuthFile);
        Assert.NotNull(await door.ResolveAsync(registry));
        registry.Login!.Password = isRotated ? "an0ther-password" : registry.Login.Password;
        WriteAuth(registry);
        registry.Faults.Status(FakeRequestKind.Head, 403, code: "DENIED");
        registry.Faults.Status(FakeRequestKind.Manifest, 403, code: "DENIED");

        if (isRotated)
        {
            Assert.NotNull(await door.ResolveAsync(registry));
        }
        else
        {
            var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unauthorized);
            Assert.Contains("403 Forbidden", failure.Message);
        }

        Assert.Equal(requests, registry.Requests.Count);
    }

    [Fact]
    public async Task A_token_service_that_moved_is_found_where_the_registry_says()
    {
        var before = await FakeRegistry.StartAsync();
        before.Login = new FakeLogin("Bearer") { Anonymous = true };
        await using var registry = await StartAsync(new FakeLogin("Bearer") { Anonymous = true, Realm = before.Address + "/token" });
        registry.Faults.Next(FakeRequestKind.Head, (_, answer) => answer());
        registry.Faults.Next(FakeRequestKind.Head, TakeAnyTokenAsync);
        using var door = Open(registry, authFile: null);
        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(1, before.Count(FakeRequestKind.Token));

        await before.DisposeAsync();
        registry.Login!.Realm = null;
        door.Time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await door.ResolveAsync(registry));

        static Task TakeAnyTokenAsync(HttpContext context, Func<Task> answer)
        {
            context.Response.Headers["Docker-Content-Digest"] = "sha256:" + new string('a', 64);
            return Task.CompletedTask;
        }
    }

    /// <summary>As Azure's registry: who may list tags may not read manifests, and the other way round.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_is_for_all_that_the_registry_asked_for_so_far(bool hasRefreshToken)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer") { Anonymous = true, IdentityToken = "r3fresh" });
        await File.WriteAllTextAsync(AuthFile, $$$"""{"auths":{"{{{registry.Host}}}":{"identitytoken":"r3fresh"} } }""");
        var scopes = new List<string>();
        registry.Faults.Next(FakeRequestKind.Token, (context, _) => TellAsync(context), times: 10);
        registry.Faults.Next(FakeRequestKind.Tags, (context, _) => WantAsync(context, "metadata_read"), times: 10);
        registry.Faults.Next(FakeRequestKind.Head, (context, _) => WantAsync(context, "pull"), times: 10);
        using var door = Open(registry, hasRefreshToken ? AuthFile : null);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal([Tag], await door.ListTagsAsync(registry));
            Assert.NotNull(await door.ResolveAsync(registry));
        }

        Assert.Equal([$"repository:{Door.Path}:metadata_read", $"repository:{Door.Path}:metadata_read,pull"], scopes);

        Task TellAsync(HttpContext context)
        {
            var asked = registry.Requests.Last(request => request.Kind == FakeRequestKind.Token);
            scopes.Add(QueryHelpers.ParseQuery(hasRefreshToken ? asked.Body : asked.Query)["scope"].ToString());
            return context.Response.WriteAsync($"{{\"access_token\":\"for-{scopes[^1].Split(':')[^1]}\",\"expires_in\":300}}");
        }

        static Task WantAsync(HttpContext context, string action)
        {
            if (context.Request.Headers.Authorization.ToString().Contains(action, StringComparison.Ordinal))
            {
                context.Response.Headers["Docker-Content-Digest"] = "sha256:" + new string('a', 64);
                return context.Response.WriteAsync($"{{\"tags\":[\"{Tag}\"]}}");
            }

            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{context.Request.Host}/token\",scope=\"repository:{Door.Path}:{action}\"";
            return Task.CompletedTask;
        }
    }

    private static async Task<FakeRegistry> StartAsync(FakeLogin login)
    {
        var registry = await FakeRegistry.StartAsync();
        registry.Login = login;
        _ = registry.Add(Door.Path, Tag, Door.Bytes("{}"), MediaTypes.OciManifest);
        return registry;
    }

    private static Door Open(FakeRegistry registry, string? authFile) => new(new RegistryOptions { AuthFile = authFile, InsecureHosts = [registry.Host], Proxies = ProxySettings.None });

    private void WriteAuth(FakeRegistry registry) =>
        File.WriteAllText(AuthFile, $$$"""{"auths":{"{{{registry.Host}}}":{"username":"{{{registry.Login!.User}}}","password":"{{{registry.Login.Password}}}"} } }""");
}
