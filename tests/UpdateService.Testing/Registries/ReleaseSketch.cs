using System.Text.Json.Nodes;

namespace UpdateService.Testing.Registries;

/// <summary>A release image, as <c>oc adm release new</c> makes one: a small top layer over the operator's own.</summary>
/// <param name="Version">The version in the metadata and the label.</param>
/// <param name="Architecture">Of the configuration.</param>
public sealed record ReleaseSketch(string Version, string Architecture = "amd64")
{
    /// <summary>Where the metadata lies in the top layer.</summary>
    public const string MetadataFile = "release-manifests/release-metadata";

    /// <summary>Where the list of component images lies in the top layer.</summary>
    public const string ReferencesFile = "release-manifests/image-references";

    /// <summary>Whose words the manifest is written in.</summary>
    public ImageFlavour Flavour { get; init; }

    /// <summary>The versions that may be updated to this one.</summary>
    public string[] Previous { get; init; } = [];

    /// <summary>Metadata.</summary>
    public (string Key, string Value)[] Metadata { get; init; } = [("url", "https://access.redhat.com/errata/RHSA-2026:0001")];

    /// <summary>Whether the configuration has the label.</summary>
    public bool IsLabelled { get; init; } = true;

    /// <summary>The text of the list of component images.</summary>
    public string References => $$"""{ "kind": "ImageStream", "metadata": { "name": "{{Version}}" }, "spec": { "tags": [] } }""";

    /// <summary>The text of the metadata file.</summary>
    public JsonObject MetadataText => new()
    {
        ["kind"] = "cincinnati-metadata-v0",
        ["version"] = Version,
        ["previous"] = new JsonArray([.. Previous.Select(version => (JsonNode)version)]),
        ["metadata"] = new JsonObject(Metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
    };

    /// <summary>The layer with metadata and component images.</summary>
    public LayerSketch TopLayer => LayerSketch.Of(("release-manifests/", ""), (ReferencesFile, References), (MetadataFile, MetadataText.ToJsonString()));

    /// <summary>The layer below: the manifests of the Cluster Version Operator.</summary>
    public static LayerSketch OperatorLayer { get; } = LayerSketch.Of(("manifests/", ""), ("manifests/0000_00_gates.yaml", "kind: ConfigMap"));

    /// <summary>The configuration.</summary>
    public JsonObject Config => IsLabelled ? ImageSketch.Config(Architecture, ("io.openshift.release", Version)) : ImageSketch.Config(Architecture);

    /// <summary>The image.</summary>
    public ImageSketch ToImage() => ToImage(TopLayer);

    /// <summary>The image with another top layer.</summary>
    public ImageSketch ToImage(LayerSketch top) => ImageSketch.Of(Config, Flavour, OperatorLayer, top);
}
