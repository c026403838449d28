using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;

namespace UpdateService.Testing.Registries;

/// <summary>Whose words a manifest is written in.</summary>
public enum ImageFlavour
{
    /// <summary>Docker's schema 2.</summary>
    Docker,

    /// <summary>The OCI image specification.</summary>
    Oci,
}

/// <summary>An image, made in memory, down to the bytes that a registry keeps: nothing is pushed anywhere.</summary>
/// <param name="Manifest">What a tag names.</param>
/// <param name="Shards">The manifests that a list names; none where it is no list.</param>
/// <param name="Blobs">Configurations and layers.</param>
public sealed record ImageSketch(
    ManifestContent Manifest,
    ImmutableArray<ManifestContent> Shards,
    ImmutableDictionary<Digest, ReadOnlyMemory<byte>> Blobs)
{
    /// <summary>The digest of the manifest.</summary>
    public Digest Digest => Manifest.Digest;

    /// <summary>An image of a configuration and layers, the lowest first.</summary>
    public static ImageSketch Of(JsonObject config, ImageFlavour flavour, params LayerSketch[] layers) =>
        Of(config, flavour, manifest => manifest, layers);

    /// <summary>An image whose manifest is changed before it is written.</summary>
    public static ImageSketch Of(JsonObject config, ImageFlavour flavour, Func<JsonObject, JsonNode> change, params LayerSketch[] layers)
    {
        var configBytes = Encoding.UTF8.GetBytes(config.ToJsonString());
        var isOci = flavour == ImageFlavour.Oci;
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType(flavour),
            ["config"] = Descriptor(isOci ? "application/vnd.oci.image.config.v1+json" : "application/vnd.docker.container.image.v1+json", configBytes),
            ["layers"] = new JsonArray([.. layers.Select(layer => Descriptor(LayerType(isOci, layer.Packing), layer.Content))]),
        };
        var blobs = layers.Select(layer => layer.Content).Append(configBytes).DistinctBy(content => Digest.Of(content.Span));
        return new ImageSketch(
            Content(ManifestType(flavour), change(manifest)),
            [],
            blobs.ToImmutableDictionary(content => Digest.Of(content.Span)));
    }

    /// <summary>A list or index of images by platform: <c>linux/amd64</c>.</summary>
    public static ImageSketch List(ImageFlavour flavour, params (string Platform, ImageSketch Image)[] images)
    {
        var type = flavour == ImageFlavour.Oci ? "application/vnd.oci.image.index.v1+json" : "application/vnd.docker.distribution.manifest.list.v2+json";
        var entries = images.Select(entry =>
        {
            var descriptor = Descriptor(entry.Image.Manifest.MediaType, entry.Image.Manifest.Content);
            var platform = entry.Platform.Split('/');
            descriptor["platform"] = new JsonObject { ["os"] = platform[0], ["architecture"] = platform[1] };
            return descriptor;
        });
        var list = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = type, ["manifests"] = new JsonArray([.. entries]) };
        return new ImageSketch(
            Content(type, list),
            [.. images.Select(entry => entry.Image.Manifest).DistinctBy(manifest => manifest.Digest)],
            images.SelectMany(entry => entry.Image.Blobs).DistinctBy(blob => blob.Key).ToImmutableDictionary());
    }

    /// <summary>A configuration with labels.</summary>
    public static JsonObject Config(string architecture, params (string Key, string Value)[] labels) => new()
    {
        ["architecture"] = architecture,
        ["os"] = "linux",
        ["created"] = "2026-03-04T05:06:07Z",
        ["config"] = new JsonObject { ["Labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))) },
    };

    private static string ManifestType(ImageFlavour flavour) => flavour == ImageFlavour.Oci
        ? "application/vnd.oci.image.manifest.v1+json"
        : "application/vnd.docker.distribution.manifest.v2+json";

    private static string LayerType(bool isOci, string packing) => isOci
        ? $"application/vnd.oci.image.layer.v1.tar{(packing.Length == 0 ? "" : "+" + packing)}"
        : $"application/vnd.docker.image.rootfs.diff.tar{(packing.Length == 0 ? "" : "." + packing)}";

    private static JsonObject Descriptor(string mediaType, ReadOnlyMemory<byte> content) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = Digest.Of(content.Span).ToString(),
        ["size"] = content.Length,
    };

    private static ManifestContent Content(string mediaType, JsonNode manifest)
    {
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        return new ManifestContent(mediaType, Digest.Of(bytes), bytes);
    }
}
