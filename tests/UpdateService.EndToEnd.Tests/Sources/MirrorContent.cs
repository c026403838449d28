using System.Text.Json.Nodes;
using UpdateService.Graph;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>What a mirror's repository of releases holds after some years: images by tag, of all the shapes that are met.</summary>
internal static class MirrorContent
{
    private const string Errata = "https://access.redhat.com/errata/";

    private static readonly string[] Architectures = ["amd64", "arm64", "ppc64le", "s390x"];

    /// <summary>A single image of Docker's schema 2.</summary>
    public static readonly ImageSketch First = new ReleaseSketch("4.18.1").ToImage();

    /// <summary>The same version for arm64: an OCI index of one image.</summary>
    public static readonly ImageSketch FirstArm = ImageSketch.List(ImageFlavour.Oci, ("linux/arm64", new ReleaseSketch("4.18.1", "arm64") { Flavour = ImageFlavour.Oci }.ToImage()));

    /// <summary>The same version for all architectures: a manifest list.</summary>
    public static readonly ImageSketch FirstMulti = ImageSketch.List(ImageFlavour.Docker, Shards("4.18.1", ImageFlavour.Docker));

    /// <summary>A single image in the words of OCI.</summary>
    public static readonly ImageSketch Second = new ReleaseSketch("4.18.2") { Flavour = ImageFlavour.Oci, Previous = ["4.18.1"] }.ToImage();

    /// <summary>An OCI index with an attestation, which is no architecture.</summary>
    public static readonly ImageSketch SecondMulti = ImageSketch.List(
        ImageFlavour.Oci,
        [.. Shards("4.18.2", ImageFlavour.Oci, "4.18.1"), ("unknown/unknown", ImageSketch.Of(ImageSketch.Config("unknown"), ImageFlavour.Oci, LayerSketch.Of(("attestation.json", "{}"))))]);

    /// <summary>A release whose label was lost on its way.</summary>
    public static readonly ImageSketch Unlabelled = new ReleaseSketch("4.18.2", "s390x") { IsLabelled = false }.ToImage();

    /// <summary>A version that was built twice.</summary>
    public static readonly ImageSketch Third = new ReleaseSketch("4.18.3") { Previous = ["4.18.1", "4.18.2"] }.ToImage();

    /// <summary>The second build of it.</summary>
    public static readonly ImageSketch ThirdAgain = new ReleaseSketch("4.18.3") { Previous = ["4.18.1", "4.18.2"], Metadata = [("url", $"{Errata}RHSA-2026:0002")] }.ToImage();

    /// <summary>What clusters are not to see.</summary>
    private static readonly ImageSketch Signature = ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, LayerSketch.Of(("signature", First.Digest.ToString())));

    private static readonly ReleaseSketch Broken = new("4.18.9");

    /// <summary>Tags that are no releases by their name.</summary>
    public static IReadOnlyDictionary<string, ImageSketch> Skipped { get; } = new Dictionary<string, ImageSketch>(StringComparer.Ordinal)
    {
        [$"sha256-{First.Digest.Hex}.sig"] = Signature,
        [$"sha256-{First.Digest.Hex}.att"] = Signature,
        [$"sha256-{Second.Digest.Hex}.sbom"] = Signature,
    };

    /// <summary>Images that are releases, or parts of one.</summary>
    public static IReadOnlyDictionary<string, ImageSketch> Releases { get; } = new Dictionary<string, ImageSketch>(StringComparer.Ordinal)
    {
        ["4.18.1-x86_64"] = First,
        ["4.18.1-aarch64"] = FirstArm,
        ["4.18.1-multi"] = FirstMulti,
        ["4.18.1-multi-x86_64"] = Shard("4.18.1", "amd64", ImageFlavour.Docker),
        ["4.18.1-multi-aarch64"] = Shard("4.18.1", "arm64", ImageFlavour.Docker),
        ["4.18.1-multi-ppc64le"] = Shard("4.18.1", "ppc64le", ImageFlavour.Docker),
        ["4.18.1-multi-s390x"] = Shard("4.18.1", "s390x", ImageFlavour.Docker),
        ["4.18.2-x86_64"] = Second,
        ["latest"] = Second,
        ["4.18.2-multi"] = SecondMulti,
        ["4.18.2-s390x"] = Unlabelled,
        ["4.18.3-x86_64"] = Third,
        ["4.18.3-x86_64-rebuilt"] = ThirdAgain,
    };

    /// <summary>Images that belong to releases and are none.</summary>
    public static IReadOnlyDictionary<string, ImageSketch> Foreign { get; } = new Dictionary<string, ImageSketch>(StringComparer.Ordinal)
    {
        ["4.18.1-x86_64-cli"] = ImageSketch.Of(ImageSketch.Config("amd64", ("com.redhat.component", "cli"), ("io.openshift.build.commit.id", "1")), ImageFlavour.Docker, LayerSketch.Of(("usr/bin/oc", "cli"))),
        ["4.18.1-x86_64-etcd"] = ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, LayerSketch.Of(("usr/bin/etcd", "etcd"))),
        ["chart"] = ImageSketch.Of(new JsonObject { ["name"] = "chart" }, ImageFlavour.Oci, AsChart, LayerSketch.Of(("chart/Chart.yaml", "name: chart"))),
    };

    /// <summary>Images that say that they are releases, and cannot be read.</summary>
    public static IReadOnlyDictionary<string, ImageSketch> Defects { get; } = new Dictionary<string, ImageSketch>(StringComparer.Ordinal)
    {
        ["4.18.6-x86_64"] = Broken.ToImage(LayerSketch.Of(("release-manifests/image-references", Broken.References))),
        ["4.18.7-x86_64"] = Broken.ToImage(new LayerSketch(Broken.TopLayer.Content[..(Broken.TopLayer.Content.Length / 2)])),
        ["4.18.8-x86_64"] = Broken.ToImage(LayerSketch.Of((ReleaseSketch.MetadataFile, """{"kind":"cincinnati-metadata-v0","version":"4.18.8",}"""))),
        ["4.18.9-x86_64"] = Broken.ToImage(new LayerSketch(NoGzip())),
    };

    /// <summary>All tags that are asked for.</summary>
    public static IEnumerable<KeyValuePair<string, ImageSketch>> Asked => Releases.Concat(Foreign).Concat(Defects);

    /// <summary>All tags.</summary>
    public static IEnumerable<KeyValuePair<string, ImageSketch>> All => Asked.Concat(Skipped);

    private static (string Platform, ImageSketch Image)[] Shards(string version, ImageFlavour flavour, params string[] previous) =>
        [.. Architectures.Select(architecture => ($"linux/{architecture}", Shard(version, architecture, flavour, previous)))];

    private static ImageSketch Shard(string version, string architecture, ImageFlavour flavour, params string[] previous) => new ReleaseSketch(version, architecture)
    {
        Flavour = flavour,
        Previous = previous,
        Metadata = [(MetadataKeys.PayloadArchitecture, "multi"), ("url", $"{Errata}RHSA-2026:0003")],
    }.ToImage();

    private static JsonObject AsChart(JsonObject manifest)
    {
        manifest["config"]!["mediaType"] = "application/vnd.cncf.helm.config.v1+json";
        return manifest;
    }

    /// <summary>Begins as gzip does, and goes on with a block of no known kind.</summary>
    private static byte[] NoGzip() => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Repeat((byte)0xff, 300)];
}
