using System.IO.Pipelines;

namespace UpdateService.Server.Streams;

/// <summary>Reads what is sent to an HTTP/2 client, so that the ends of its streams are known.</summary>
/// <param name="output">The output, without TLS.</param>
/// <param name="ledger">Receives the frames.</param>
internal sealed class MeteredOutput(PipeWriter output, StreamLedger ledger) : PipeWriter
{
    private readonly FrameScanner scanner = new(0);
    private Memory<byte> room;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => output.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ReadOnlySpan<byte> written = room.Span[..bytes];
        while (scanner.TryFind(ref written, out var frame))
        {
            ledger.Sends(frame);
        }

        room = room[bytes..];
        output.Advance(bytes);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => room = output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => output.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => output.Complete(exception);
}
