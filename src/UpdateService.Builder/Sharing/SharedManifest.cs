using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>
/// The artifact's manifest: <see href="https://github.com/opencontainers/image-spec/blob/main/manifest.md"/>. Equal revisions give
/// equal bytes.
/// </summary>
internal static class SharedManifest
{
    /// <summary>A media type contains a plus, and registries expect it unescaped.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration that the manifest names.</summary>
    /// <param name="shared">What is published.</param>
    /// <param name="isImage">Whether it is published as an image.</param>
    public static ReadOnlyMemory<byte> ConfigOf(SharedRevisions shared, bool isImage)
    {
        if (!isImage)
        {
            return SharedFormat.EmptyContent;
        }

        // Registries compare the number of layers; nothing runs this image.
        var layers = shared.Revisions.SelectMany(revision => new[] { revision.Record, revision.Inputs }).Concat(shared.Answers);
        var digests = string.Join(',', layers.Select(layer => $"\"{layer.Digest}\""));
        return Encoding.ASCII.GetBytes($$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[{{digests}}]} }""");
    }

    /// <summary>Writes the manifest.</summary>
    /// <param name="shared">What is published.</param>
    /// <param name="isImage">Whether it is published as an image, with the types of images, because some registries accept nothing else.</param>
    public static byte[] Write(SharedRevisions shared, bool isImage = false)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion"u8, 2);
            json.WriteString("mediaType"u8, MediaTypes.OciManifest);
            if (!isImage)
            {
                json.WriteString("artifactType"u8, SharedFormat.Artifact);
            }

            json.WritePropertyName("config"u8);
            Write(json, SharedBlob.Of(isImage ? SharedFormat.ImageConfig : SharedFormat.Empty, ConfigOf(shared, isImage).Span), number: null, isImage: false);
            json.WriteStartArray("layers"u8);
            foreach (var revision in shared.Revisions)
            {
                Write(json, revision.Record, revision.Number, isImage);
                Write(json, revision.Inputs, revision.Number, isImage);
            }

            foreach (var part in shared.Answers)
            {
                Write(json, part, shared.Served, isImage);
            }

            json.WriteEndArray();
            json.WriteStartObject("annotations"u8);
            json.WriteString(SharedFormat.BuilderAnnotation, shared.Builder);
            json.WriteString(SharedFormat.RevisionAnnotation, Text(shared.Served));
            if (isImage)
            {
                json.WriteString(SharedFormat.TypeAnnotation, SharedFormat.Artifact);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is not such an artifact, or its version is not supported; the message says which.</exception>
    public static SharedRevisions Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException("The manifest is not written as this service writes it.", exception);
        }
    }

    private static SharedRevisions Read(JsonElement root)
    {
        var type = TypeOf(root, "artifactType");
        if (type is not (SharedFormat.Artifact or SharedFormat.ArtifactInOne))
        {
            throw new InvalidDataException(type.StartsWith(SharedFormat.ArtifactBeginning, StringComparison.Ordinal)
                ? $"It was published by another version of the service: it is of the type {Excerpt.Of(type)}, and {SharedFormat.Artifact} is known here. Update the followers before their builder."
                : "It holds no revisions that a builder published (--publish).");
        }

        var layers = root.GetProperty("layers").EnumerateArray().Select(layer => (Number: NumberOf(layer), Blob: ReadBlob(layer))).ToList();
        var revisions = layers.Select(layer => layer.Number).Distinct().Order()
            .Select(number => new SharedRevision(number, One(SharedFormat.Record, number), One(SharedFormat.Inputs, number)))
            .ToImmutableArray();
        var served = NumberOf(root);
        return new SharedRevisions(
            root.GetProperty("annotations").GetProperty(SharedFormat.BuilderAnnotation).GetString() ?? "",
            served,
            [.. layers.Where(layer => layer.Number == served && layer.Blob.MediaType == SharedFormat.Answers).Select(layer => layer.Blob)],
            revisions);

        SharedBlob One(string mediaType, int number)
        {
            var blobs = layers.FindAll(layer => layer.Number == number && layer.Blob.MediaType == mediaType);
            return blobs is [var (_, blob)] ? blob : throw new InvalidDataException($"It names {blobs.Count} layers {mediaType} of revision {number}, where there must be one.");
        }
    }

    private static SharedBlob ReadBlob(JsonElement layer) => Digest.TryParse(layer.GetProperty("digest").GetString(), out var digest)
        ? new SharedBlob(TypeOf(layer, "mediaType"), digest, layer.GetProperty("size").GetInt64())
        : throw new InvalidDataException("It names a layer without a SHA-256 digest.");

    /// <summary>The type as an artifact, which an image has in an annotation.</summary>
    private static string TypeOf(JsonElement element, string key) =>
        element.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty(SharedFormat.TypeAnnotation, out var annotated) ? annotated.GetString() ?? ""
        : element.TryGetProperty(key, out var written) ? written.GetString() ?? ""
        : "";

    private static int NumberOf(JsonElement element) => int.Parse(
        element.GetProperty("annotations").GetProperty(SharedFormat.RevisionAnnotation).GetString() ?? "",
        NumberStyles.None,
        CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, SharedBlob blob, int? number, bool isImage)
    {
        json.WriteStartObject();
        json.WriteString("mediaType"u8, isImage ? SharedFormat.ImageLayer : blob.MediaType);
        json.WriteString("digest"u8, blob.Digest.ToString());
        json.WriteNumber("size"u8, blob.Size);
        if (number is { } revision)
        {
            json.WriteStartObject("annotations"u8);
            json.WriteString(SharedFormat.RevisionAnnotation, Text(revision));
            if (isImage)
            {
                json.WriteString(SharedFormat.TypeAnnotation, blob.MediaType);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
