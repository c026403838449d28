using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// What is read of an image's configuration: <see href="https://github.com/opencontainers/image-spec/blob/main/config.md"/>.
/// </summary>
/// <param name="Architecture">The architecture with Go's name; empty if it is not given.</param>
/// <param name="Created">When the image was made; null if that is not given or is not a time.</param>
/// <param name="IsRelease">Whether it has the label of releases.</param>
/// <param name="IsComponent">Whether it has a label of component images, which a release has not.</param>
internal sealed record ImageConfig(string Architecture, DateTimeOffset? Created, bool IsRelease, bool IsComponent)
{
    /// <summary>The label of release images; its value is the version.</summary>
    public const string ReleaseLabel = "io.openshift.release";

    /// <summary>What OpenShift's component images and operator bundles are labelled with by their builds.</summary>
    private static readonly ImmutableArray<string> ComponentLabels =
    [
        "com.redhat.component",
        "io.k8s.display-name",
        "io.openshift.build.commit.id",
        "io.openshift.expose-services",
        "operators.operatorframework.io.bundle.package.v1",
        "operators.operatorframework.io.index.configs.v1",
    ];

    /// <summary>Whether a configuration of the media type is an image's; old tools left it out.</summary>
    public static bool IsMediaType(string mediaType) =>
        mediaType is "" or "application/vnd.oci.image.config.v1+json" or "application/vnd.docker.container.image.v1+json";

    /// <summary>Reads a configuration; null if it is not one.</summary>
    public static ImageConfig? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ImageConfig Read(JsonElement json)
    {
        var labels = json.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("Labels", out var written)
            && written.ValueKind == JsonValueKind.Object
                ? written
                : default(JsonElement?);
        var isTime = DateTimeOffset.TryParse(
            ManifestShape.Text(json, "created"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var created);
        return new ImageConfig(
            ManifestShape.Text(json, "architecture") ?? "",
            isTime ? created : null,
            labels?.TryGetProperty(ReleaseLabel, out _) == true,
            ComponentLabels.Any(label => labels?.TryGetProperty(label, out _) == true));
    }
}
