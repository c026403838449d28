using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>A registry behind a private authority with <see cref="MirrorContent"/>, and a service that has read it once.</summary>
public sealed class FilledMirror : IAsyncLifetime, IDisposable
{
    /// <summary>Where the releases are.</summary>
    public const string Repository = "openshift/release-images";

    private readonly PrivateAuthority authority = new("private");
    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1", "4.18.2", "4.18.3");
    private RealRegistry? registry;
    private SourcedService? service;

    /// <summary>The registry.</summary>
    public RealRegistry Registry => registry!;

    /// <summary>The service.</summary>
    public SourcedService Service => service!;

    /// <summary>Its state folder.</summary>
    public string State => data.Beside("state");

    /// <summary>The pull specs of the repository begin with it.</summary>
    public string Name => $"{Registry.Host}/{Repository}";

    /// <summary>The switches of a service that reads the repository.</summary>
    /// <param name="state">The name of its state folder.</param>
    public IEnumerable<string> Switches(string state) =>
        ["--graph-data", data.Path, "--releases", $"oci://{Name}", "--registry-ca", Registry.AuthorityFile, "--state", data.Beside(state)];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        registry = await RealRegistry.StartAsync(new RegistrySetup { Authority = authority });
        var push = new RegistryPush(registry, Repository);
        foreach (var (tag, image) in MirrorContent.All)
        {
            _ = await push.ImageAsync(tag, image);
        }

        service = await SourcedService.StartAsync(Switches("state"));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        service?.Dispose();
        if (registry is not null)
        {
            await registry.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        data.Dispose();
        authority.Dispose();
    }
}
