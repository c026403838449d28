using System.Text.Json;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// A manifest's description of a blob: <see href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md"/>.
/// </summary>
/// <param name="MediaType">As written, without parameters; empty if there is none.</param>
/// <param name="Digest">The digest of the blob's bytes.</param>
/// <param name="Size">In bytes.</param>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>Reads a descriptor; null if it has no usable digest or size.</summary>
    public static Descriptor? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && Digest.TryParse(ManifestShape.Text(json, "digest"), out var digest)
        && json.TryGetProperty("size", out var size)
        && size.ValueKind == JsonValueKind.Number
        && size.TryGetInt64(out var bytes)
        && bytes >= 0
            ? new Descriptor(ManifestShape.Text(json, "mediaType") ?? "", digest, bytes)
            : null;
}
