using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>A real registry with one release, graph-data for it, and a folder for a test's files.</summary>
public sealed class SmallMirror : IAsyncDisposable
{
    /// <summary>Where the release is.</summary>
    public const string Repository = "openshift/release-images";

    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1");

    private SmallMirror(RealRegistry registry) => Registry = registry;

    /// <summary>The registry.</summary>
    public RealRegistry Registry { get; }

    /// <summary>The switches of a service that reads it, but for how it gets in.</summary>
    public IReadOnlyList<string> Switches => ["--graph-data", data.Path, "--releases", $"oci://{Registry.Host}/{Repository}"];

    /// <summary>Starts and fills one.</summary>
    public static async Task<SmallMirror> StartAsync(RegistrySetup setup)
    {
        var mirror = new SmallMirror(await RealRegistry.StartAsync(setup));
        try
        {
            _ = await new RegistryPush(mirror.Registry, Repository).ImageAsync("4.18.1-x86_64", new ReleaseSketch("4.18.1").ToImage());
            return mirror;
        }
        catch
        {
            await mirror.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a file of the test.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Place(name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The path of a file or folder of the test.</summary>
    public string Place(string name) => data.Beside(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        data.Dispose();
    }
}
