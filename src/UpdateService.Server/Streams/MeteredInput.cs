using System.Buffers;
using System.IO.Pipelines;

namespace UpdateService.Server.Streams;

/// <summary>
/// Reads an HTTP/2 client's data frame by frame. After one frame too many, the server gets an invalid frame and the end. It then reports a
/// protocol error to the client, and waits for no stream.
/// </summary>
/// <param name="input">The client's data, without TLS.</param>
/// <param name="ledger">The limits of the client.</param>
/// <param name="cut">Called if there is one frame too many.</param>
internal sealed class MeteredInput(PipeReader input, StreamLedger ledger, Action cut) : PipeReader
{
    private const int Preface = 24; // "PRI * HTTP/2.0…"

    /// <summary>A settings frame for a stream, which is invalid.</summary>
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

    /// <summary>The data before, the header of the frame that is one too many, and the end.</summary>
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
