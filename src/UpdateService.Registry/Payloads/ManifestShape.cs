using System.Collections.Immutable;
using System.Text.Json;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// What kind of manifest it is, told by its JSON alone: registries get the media type of the header wrong. Docker's schema 2
/// and OCI have the same shape:
/// <see href="https://github.com/opencontainers/image-spec/blob/main/manifest.md"/>,
/// <see href="https://github.com/opencontainers/image-spec/blob/main/image-index.md"/>.
/// </summary>
/// <param name="Image">The manifest of one image.</param>
/// <param name="List">Of a list: its images for real platforms, in the list's order, at least one.</param>
/// <param name="Verdict">Where nothing further need be read.</param>
internal sealed record ManifestShape(ImageManifest? Image, ImmutableArray<ListedImage> List, Verdict? Verdict)
{
    private const string UnknownPlatform = "unknown";

    /// <summary>Layers of an image, or images of a list: systems that run images take 127 layers. Each may cost a request.</summary>
    private const int MostParts = 500;

    /// <summary>Reads a manifest.</summary>
    public static ManifestShape Of(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return Defect("its manifest is not JSON");
        }
        catch (InvalidOperationException)
        {
            return Defect("its manifest holds text that is not UTF-8, or half a surrogate pair");
        }
    }

    /// <summary>The text behind a key; null if there is none, or something else.</summary>
    public static string? Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ManifestShape Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Defect("its manifest is no JSON object");
        }

        if (Has(json, "fsLayers", JsonValueKind.Array))
        {
            return Foreign("its manifest is of Docker's schema 1, older than any release");
        }

        if (Text(json, "artifactType") is { Length: > 0 } || Has(json, "subject", JsonValueKind.Object))
        {
            return Foreign("it is an artifact, no image");
        }

        var isList = Has(json, "manifests", JsonValueKind.Array);
        var isImage = Has(json, "config", JsonValueKind.Object) && Has(json, "layers", JsonValueKind.Array);
        return (isList, isImage) switch
        {
            // One that is read as a list by some and as an image by others is an old attack.
            (true, true) => Defect("its manifest is an image and a list at once"),
            (true, _) => OfList(json.GetProperty("manifests")),
            (_, true) => OfImage(json.GetProperty("config"), json.GetProperty("layers")),
            _ => Defect("its manifest is neither an image's nor a list"),
        };
    }

    private static ManifestShape OfImage(JsonElement config, JsonElement layers)
    {
        if (layers.GetArrayLength() > MostParts)
        {
            return Defect($"its manifest names {layers.GetArrayLength()} layers, more than the limit of {MostParts}");
        }

        var found = ImmutableArray.CreateBuilder<Descriptor>(layers.GetArrayLength());
        foreach (var layer in layers.EnumerateArray())
        {
            if (Descriptor.Read(layer) is not { } descriptor)
            {
                return Defect("its manifest names a layer without a SHA-256 digest and a size");
            }

            found.Add(descriptor);
        }

        return Descriptor.Read(config) is not { } configuration
            ? Defect("its manifest names a configuration without a SHA-256 digest and a size")
            : ImageConfig.IsMediaType(configuration.MediaType)
                ? new ManifestShape(new ImageManifest(configuration, found.MoveToImmutable()), [], null)
                : Foreign("its configuration is not an image's");
    }

    private static ManifestShape OfList(JsonElement manifests)
    {
        if (manifests.GetArrayLength() > MostParts)
        {
            return Defect($"its list names {manifests.GetArrayLength()} images, more than the limit of {MostParts}");
        }

        var images = ImmutableArray.CreateBuilder<ListedImage>();
        foreach (var entry in manifests.EnumerateArray())
        {
            if (Descriptor.Read(entry) is not { } descriptor)
            {
                return Defect("its list names an image without a SHA-256 digest and a size");
            }

            var platform = entry.TryGetProperty("platform", out var written) && written.ValueKind == JsonValueKind.Object ? written : default(JsonElement?);
            var architecture = platform is null ? null : Text(platform.Value, "architecture");
            if (architecture != UnknownPlatform && Text(entry, "artifactType") is null)
            {
                images.Add(new ListedImage(descriptor.Digest, platform is null ? null : Text(platform.Value, "os"), architecture));
            }
        }

        return images.Count == 0
            ? Foreign("its list names no image for a platform")
            : new ManifestShape(null, images.DrainToImmutable(), null);
    }

    private static bool Has(JsonElement json, string key, JsonValueKind kind) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == kind;

    private static ManifestShape Defect(string reason) => new(null, [], new Verdict(PayloadKind.Defect, reason));

    private static ManifestShape Foreign(string reason) => new(null, [], new Verdict(PayloadKind.Foreign, reason));
}

/// <summary>The manifest of one image.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Layers">The lowest first.</param>
internal sealed record ImageManifest(Descriptor Config, ImmutableArray<Descriptor> Layers);

/// <summary>An image that a list names.</summary>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="OperatingSystem">As given in the list; null if it is not.</param>
/// <param name="Architecture">As given in the list; null if it is not.</param>
internal sealed record ListedImage(Digest Digest, string? OperatingSystem, string? Architecture);

/// <summary>What an image is if it is not a release.</summary>
/// <param name="Kind">Anything but a release.</param>
/// <param name="Reason">Half a sentence.</param>
internal sealed record Verdict(PayloadKind Kind, string Reason);
