using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>A blob of the artifact: <see href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md"/>.</summary>
/// <param name="MediaType">One of <see cref="SharedFormat"/>.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Size">In bytes.</param>
internal sealed record SharedBlob(string MediaType, Digest Digest, long Size)
{
    /// <summary>Describes bytes.</summary>
    public static SharedBlob Of(string mediaType, ReadOnlySpan<byte> content) => new(mediaType, Digest.Of(content), content.Length);
}

/// <summary>The two blobs of one revision.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Record">What is written down about it.</param>
/// <param name="Inputs">The bytes of its archive.</param>
internal sealed record SharedRevision(int Number, SharedBlob Record, SharedBlob Inputs);
