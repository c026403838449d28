using System.Net;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Bytes that are sent piece by piece, so that the time limit of a step is that of a piece, however slow the way is.</summary>
/// <param name="content">The bytes.</param>
/// <param name="limit">The time of the request.</param>
internal sealed class UploadContent(ReadOnlyMemory<byte> content, TimeLimit limit) : HttpContent
{
    private const int Piece = 64 * 1024;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var at = 0; at < content.Length; at += Piece)
        {
            await stream.WriteAsync(content.Slice(at, Math.Min(Piece, content.Length - at)), cancellationToken);
            limit.GoOn();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
