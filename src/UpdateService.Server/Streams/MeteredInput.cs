using System.Buffers;
using System.IO.Pipelines;

namespace UpdateService.Server.Streams;

/// <summary>
/// What an HTTP/2 client sends, frame by frame. After one frame too many the server is given an impossible frame and the end: of an error of
/// the protocol it tells the client, and waits for no stream.
/// </summary>
/// <param name="input">What the client sends, without TLS.</param>
/// <param name="ledger">What the client may send.</param>
/// <param name="cut">Is told of one frame too many.</param>
internal sealed class MeteredInput(PipeReader input, StreamLedger ledger, Action cut) : PipeReader
{
    private const int Preface = 24; // "PRI * HTTP/2.0…"

    /// <summary>Settings of a stream, which there are not.</summary>
    private static readonly byte[] Impossible = [0, 0, 0, (byte)FrameKind.Settings, 0, 0, 0, 0, 1];

    private readonly FrameScanner scanner = new(Preface);
    private ReadOnlySequence<byte> current;
    private long scanned; // Bytes of the current buffer that were looked at, from its start.
    private ReadOnlySequence<byte>? last;

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (last is { } rest)
        {
            return new(new ReadResult(rest, isCanceled: false, isCompleted: true));
        }

        var reading = input.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Scanned(reading.Result)) : ScanAsync(reading);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (last is { } rest)
        {
            result = new ReadResult(rest, isCanceled: false, isCompleted: true);
            return true;
        }

        var isRead = input.TryRead(out result);
        result = isRead ? Scanned(result) : result;
        return isRead;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (last is { } rest)
        {
            last = rest.Slice(consumed);
            return;
        }

        scanned -= current.Slice(0, consumed).Length;
        current = default;
        input.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => input.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private async ValueTask<ReadResult> ScanAsync(ValueTask<ReadResult> reading) => Scanned(await reading);

    private ReadResult Scanned(ReadResult result)
    {
        current = result.Buffer;
        var position = scanned;
        foreach (var memory in current.Slice(scanned))
        {
            var bytes = memory.Span;
            while (scanner.TryFind(ref bytes, out var frame))
            {
                if (!ledger.Receives(frame))
                {
                    return Cut(current.Slice(0, position + memory.Length - bytes.Length));
                }
            }

            position += memory.Length;
        }

        scanned = position;
        return result;
    }

    /// <summary>What came before, the one frame too many without what is in it, and the end.</summary>
    private ReadResult Cut(ReadOnlySequence<byte> before)
    {
        var bytes = new byte[before.Length + scanner.ToSkip + Impossible.Length];
        before.CopyTo(bytes);
        Impossible.CopyTo(bytes, bytes.Length - Impossible.Length);
        input.AdvanceTo(current.End);
        current = default;
        last = new ReadOnlySequence<byte>(bytes);
        cut();
        return new ReadResult(last.Value, isCanceled: false, isCompleted: true);
    }
}
