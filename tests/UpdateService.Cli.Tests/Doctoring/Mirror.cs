using System.Security.Cryptography.X509Certificates;
using System.Text;
using UpdateService.Testing.Registries;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>A registry in memory with releases, graph-data for them, and a folder for files.</summary>
internal sealed class Mirror : IAsyncDisposable
{
    public const string Repository = "mirror/release-images";

    private readonly TemporaryFolder folder = new();
    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1", "4.18.2");

    private Mirror(FakeRegistry registry) => Registry = registry;

    public FakeRegistry Registry { get; }

    /// <summary>The switches that name the sources, but for how they are reached.</summary>
    public string[] Sources => ["--graph-data", data.Path, "--releases", $"oci://{Registry.Host}/{Repository}"];

    /// <summary>The same over plain HTTP.</summary>
    public string[] PlainSources => [.. Sources, "--insecure-registry", Registry.Host];

    /// <summary>Starts one with 4.18.1 and 4.18.2, a signature and a component.</summary>
    public static async Task<Mirror> StartAsync(X509Certificate2? certificate = null)
    {
        var mirror = new Mirror(await FakeRegistry.StartAsync(certificate));
        mirror.Push("4.18.1-x86_64", new ReleaseSketch("4.18.1").ToImage());
        mirror.Push("4.18.2-x86_64", new ReleaseSketch("4.18.2") { Previous = ["4.18.1"] }.ToImage());
        mirror.Push($"sha256-{new string('a', 64)}.sig", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci));
        return mirror;
    }

    public void Push(string tag, ImageSketch image, string repository = Repository)
    {
        foreach (var content in image.Blobs.Values)
        {
            _ = Registry.AddBlob(content.ToArray());
        }

        _ = Registry.Add(repository, tag, image.Manifest.Content.ToArray(), image.Manifest.MediaType);
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        File.WriteAllText(folder.In(name), text);
        return folder.In(name);
    }

    /// <summary>Writes a file of credentials with one entry.</summary>
    /// <returns>Its path.</returns>
    public string WriteAuth(string key, string user, string password) =>
        Write("auth.json", $$"""{ "auths": { "{{key}}": { "auth": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}}" } } }""");

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        data.Dispose();
        folder.Dispose();
    }
}
