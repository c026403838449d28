using System.Text.Json.Nodes;
using UpdateService.GraphData.Catalogues;
using UpdateService.Registry;
using UpdateService.Testing.Registries;

namespace UpdateService.Benchmarks.Registries;

/// <summary>
/// Fills the folder of a <c>docker-registry</c> with an image for each release of the real catalogue, as a mirror has them:
/// small layers that all share, and a top layer of each image's own of about 20 kB.
/// </summary>
public sealed class RegistryFill
{
    private static readonly string[] Shards = ["amd64", "arm64", "ppc64le", "s390x"];

    /// <summary>The layers below the top, the lowest first.</summary>
    private static readonly LayerSketch[] Shared =
    [
        LayerSketch.Of(("etc/", ""), ("etc/os-release", "NAME=\"Red Hat Enterprise Linux CoreOS\"\n")),
        LayerSketch.Of(("usr/bin/", ""), ("usr/bin/cluster-version-operator", "not a program\n")),
        ReleaseSketch.OperatorLayer,
    ];

    private readonly RegistryStorage storage;
    private readonly string repository;

    /// <summary>Fills a repository.</summary>
    /// <param name="storage">The registry's folder.</param>
    /// <param name="repository">The path of the repository.</param>
    public RegistryFill(RegistryStorage storage, string repository)
    {
        this.storage = storage;
        this.repository = repository;
        foreach (var layer in Shared)
        {
            _ = storage.AddBlob(repository, layer.Content.Span);
        }
    }

    /// <summary>Adds all releases of the catalogue.</summary>
    /// <returns>The requests that read them, a path a line.</returns>
    public IEnumerable<string> AddReleases()
    {
        var catalogue = CatalogueReader.Read(SharedData.Releases, File.ReadAllBytes(SharedData.Releases), lenient: false);
        return [.. catalogue.Releases.AsParallel().AsOrdered().SelectMany(Add)];
    }

    /// <summary>Adds images that are no releases, and signatures: half of each.</summary>
    /// <param name="count">How many tags.</param>
    /// <returns>The requests that tell that they are none; the names of signatures tell it without any.</returns>
    public IEnumerable<string> AddForeign(int count)
    {
        var signature = ImageSketch.Of(ImageSketch.Config(""), ImageFlavour.Oci, Shared[0]);
        Keep(signature);
        for (var number = 0; number < count / 2; number++)
        {
            storage.AddTag(repository, $"sha256-{ReleaseReferences.Hash($"signature {number}")}.sig", signature.Digest);
        }

        return [.. Enumerable.Range(0, count - (count / 2)).AsParallel().AsOrdered().SelectMany(AddComponent)];
    }

    private IEnumerable<string> Add(Release release) => release.Architecture == Architecture.Multi ? AddMulti(release) : AddSingle(release);

    private IEnumerable<string> AddSingle(Release release)
    {
        var (image, top) = Sketch(release, release.Architecture.Name);
        Keep(image);
        var tag = Tag(release);
        storage.AddTag(repository, tag, image.Digest);
        return [Manifest(tag), Blob(ConfigOf(image)), Blob(top)];
    }

    private IEnumerable<string> AddMulti(Release release)
    {
        var shards = Shards.Select(architecture => (Platform: $"linux/{architecture}", Sketch: Sketch(release, architecture))).ToList();
        var list = ImageSketch.List(ImageFlavour.Docker, [.. shards.Select(shard => (shard.Platform, shard.Sketch.Image))]);
        Keep(list);
        var tag = Tag(release);
        storage.AddTag(repository, tag, list.Digest);
        var (first, top) = shards[0].Sketch;
        return [Manifest(tag), Manifest(first.Digest.ToString()), Blob(ConfigOf(first)), Blob(top)];
    }

    private IEnumerable<string> AddComponent(int number)
    {
        var config = ImageSketch.Config("amd64", ("name", $"openshift/component-{number}"), ("io.openshift.build.commit.id", ReleaseReferences.Hash($"component {number}")[..40]));
        var image = ImageSketch.Of(config, ImageFlavour.Docker, Shared);
        Keep(image);
        var tag = $"4.16.{number % 50}-component-{number}";
        storage.AddTag(repository, tag, image.Digest);
        return [Manifest(tag), Blob(ConfigOf(image))];
    }

    private static (ImageSketch Image, Digest Top) Sketch(Release release, string architecture)
    {
        var metadata = release.Metadata.ToDictionary(StringComparer.Ordinal);
        if (release.Architecture == Architecture.Multi)
        {
            metadata["release.openshift.io/architecture"] = "multi"; // What tells a shard from a release of its own.
        }

        var sketch = new ReleaseSketch($"{release.Version}", architecture)
        {
            Previous = [.. release.Previous.Select(version => $"{version}")],
            Metadata = [.. metadata.Select(entry => (entry.Key, entry.Value))],
        };
        var text = sketch.MetadataText;
        text["next"] = new JsonArray([.. release.Next.Select(version => (JsonNode)$"{version}")]);
        var top = LayerSketch.Of(
            ("release-manifests/", ""),
            (ReleaseSketch.ReferencesFile, ReleaseReferences.Of(sketch.Version, architecture)),
            (ReleaseSketch.MetadataFile, text.ToJsonString()));
        return (ImageSketch.Of(sketch.Config, sketch.Flavour, [.. Shared, top]), Digest.Of(top.Content.Span));
    }

    private void Keep(ImageSketch image)
    {
        foreach (var content in image.Blobs.Values)
        {
            _ = storage.AddBlob(repository, content.Span);
        }

        foreach (var manifest in image.Shards.Add(image.Manifest))
        {
            _ = storage.AddManifest(repository, manifest.Content.Span);
        }
    }

    private static Digest ConfigOf(ImageSketch image) =>
        Digest.TryParse((string?)JsonNode.Parse(image.Manifest.Content.Span)!["config"]!["digest"], out var digest) ? digest : throw new InvalidOperationException("The image has no configuration.");

    /// <summary>As mirrors tag releases; up to 4.11 the version of a multi image ends as its tag does.</summary>
    private static string Tag(Release release)
    {
        var ending = release.Architecture.Name switch { "amd64" => "-x86_64", "arm64" => "-aarch64", var name => "-" + name };
        var version = $"{release.Version}";
        return version.EndsWith(ending, StringComparison.Ordinal) ? version : version + ending;
    }

    private string Manifest(string reference) => $"/v2/{repository}/manifests/{reference}";

    private string Blob(Digest digest) => $"/v2/{repository}/blobs/{digest}";
}
