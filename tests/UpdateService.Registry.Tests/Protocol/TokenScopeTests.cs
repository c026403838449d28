using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>What tokens are asked for, whatever a registry's challenge says.</summary>
public sealed class TokenScopeTests
{
    [Theory]
    [InlineData("repository:other/secret:pull,push,delete", "pull")]
    [InlineData("repository:mirror/release-images:pull,push,delete", "pull")]
    [InlineData("repository:mirror/release-images:*", "pull")]
    [InlineData("registry:catalog:*", "pull")]
    [InlineData("repository:other/secret:pull repository:mirror/release-images:delete,metadata_read", "metadata_read")]
    public async Task Nothing_is_asked_of_the_token_service_that_reading_does_not_need(string challenged, string right)
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Bearer") { Anonymous = true, Challenge = $"Bearer realm=\"{registry.Address}/token\",service=\"fake\",scope=\"{challenged}\"" };
        _ = registry.Add(Door.Path, "4.16.1-x86_64", Door.Bytes("{}"), MediaTypes.OciManifest);
        using var door = Door.To(registry);

        Assert.NotNull(await door.ResolveAsync(registry));

        Assert.Equal($"?service=fake&scope=repository%3A{Uri.EscapeDataString(Door.Path)}%3A{right}", registry.Requests.Single(request => request.Kind == FakeRequestKind.Token).Query);
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("repository:docker-local/mirror/release-images:pull")]
    [InlineData("repository:release-images:pull")]
    public async Task A_scope_of_the_registrys_own_naming_is_asked_for_as_it_is(string scope)
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Bearer") { Anonymous = true, Challenge = $"Bearer realm=\"{registry.Address}/token\",service=\"fake\",scope=\"{scope}\"" };
        _ = registry.Add(Door.Path, "4.16.1-x86_64", Door.Bytes("{}"), MediaTypes.OciManifest);
        using var door = Door.To(registry);

        Assert.NotNull(await door.ResolveAsync(registry));

        Assert.Equal($"?service=fake&scope={Uri.EscapeDataString(scope)}", registry.Requests.Single(request => request.Kind == FakeRequestKind.Token).Query);
    }
}
