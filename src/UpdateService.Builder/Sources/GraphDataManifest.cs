using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.GraphData.Archives;
using UpdateService.Registry;

namespace UpdateService.Builder.Sources;

/// <summary>The parts of a manifest that graph-data need: the layers of an image, or which image of a list to read.</summary>
/// <param name="Layers">The layers, the lowest first.</param>
/// <param name="Listed">The manifest of linux/amd64, or else of the first platform; null if this is the manifest of an image.</param>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/manifest.md"/>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/image-index.md"/>
internal sealed record GraphDataManifest(ImmutableArray<ImageLayer> Layers, Digest? Listed)
{
    /// <summary>Reads a manifest of OCI or of Docker's schema 2. Its content decides which it is.</summary>
    /// <exception cref="ArchiveException">It is not a manifest.</exception>
    public static GraphDataManifest Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var isList = json.RootElement.TryGetProperty("manifests", out var manifests);
            var isImage = json.RootElement.TryGetProperty("layers", out var layers);
            return (isList, isImage) switch
            {
                (true, false) => new GraphDataManifest([], Choose(manifests)),
                (false, true) => new GraphDataManifest([.. layers.EnumerateArray().Select(ImageLayer.Read)], null),
                (true, true) => throw new ArchiveException("its manifest is a list and an image at once."),
                _ => throw new ArchiveException("its manifest is neither of an image nor a list; the old schema 1 is not read, push the image again."),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ArchiveException("its manifest is not of the form that the specification asks for.", exception);
        }
    }

    private static Digest Choose(JsonElement manifests)
    {
        var images = manifests.EnumerateArray()
            .Select(entry => (Platform: PlatformOf(entry), Digest: ImageLayer.DigestOf(entry)))
            .Where(image => image.Platform is not null)
            .ToList();
        return images.Find(image => image.Platform == "linux/amd64").Digest
            ?? images.FirstOrDefault().Digest
            ?? throw new ArchiveException("its list names no image.");
    }

    /// <summary>Null if it is not an image: a list has attestations as <c>unknown/unknown</c>.</summary>
    private static string? PlatformOf(JsonElement entry)
    {
        if (!entry.TryGetProperty("platform", out var platform))
        {
            return "";
        }

        var name = $"{ImageLayer.Text(platform, "os")}/{ImageLayer.Text(platform, "architecture")}";
        return name == "unknown/unknown" ? null : name;
    }
}

/// <summary>A layer that a manifest names.</summary>
/// <param name="Digest">The digest of its bytes as transferred.</param>
internal sealed record ImageLayer(Digest Digest)
{
    /// <summary>Reads an entry of <c>layers</c>. The bytes of the layer decide how it is packed.</summary>
    /// <exception cref="ArchiveException">It has no digest.</exception>
    public static ImageLayer Read(JsonElement entry) => new(DigestOf(entry));

    /// <summary>The digest of an entry.</summary>
    public static Digest DigestOf(JsonElement entry) => Digest.TryParse(Text(entry, "digest"), out var digest)
        ? digest
        : throw new ArchiveException("its manifest names something without a SHA-256 digest.");

    /// <summary>The text of a key; null if there is none.</summary>
    public static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetString() : null;
}
