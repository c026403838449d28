using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>A blob of the artifact: <see href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md"/>.</summary>
/// <param name="MediaType">A type of <see cref="SharedFormat"/>.</param>
/// <param name="Digest">The digest of its bytes.</param>
/// <param name="Size">The number of its bytes.</param>
internal sealed record SharedBlob(string MediaType, Digest Digest, long Size)
{
    /// <summary>Describes bytes.</summary>
    public static SharedBlob Of(string mediaType, ReadOnlySpan<byte> content) => new(mediaType, Digest.Of(content), content.Length);
}

/// <summary>The two blobs of one revision.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Record">Its record.</param>
/// <param name="Inputs">The bytes of its archive.</param>
internal sealed record SharedRevision(int Number, SharedBlob Record, SharedBlob Inputs);
