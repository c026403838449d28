namespace UpdateService.Registry.Payloads;

/// <summary>Counts the bytes that are read of a stream, and ends the reading at a limit.</summary>
/// <param name="inner">What is read.</param>
/// <param name="limit">In bytes.</param>
/// <param name="what">What is limited, as the beginning of half a sentence: <c>it unpacks to</c>.</param>
/// <param name="leaveOpen">Whether the inner stream outlives this one.</param>
internal sealed class MeteredStream(Stream inner, long limit, string what, bool leaveOpen = false) : Stream
{
    private readonly byte[] head = new byte[4];
    private int headLength;
    private int headPlace;

    /// <summary>The bytes read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the reading was ended by the limit.</summary>
    public bool IsOverLimit => Count > limit;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The first bytes, at most four, which the next reads return again.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        headLength = await inner.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        Count += headLength;
        return head.AsMemory(0, headLength);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (headPlace < headLength)
        {
            return TakeHead(buffer.Span);
        }

        return Metered(await inner.ReadAsync(buffer, cancellationToken));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => headPlace < headLength ? TakeHead(buffer) : Metered(inner.Read(buffer));

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!leaveOpen)
        {
            await inner.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeHead(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, headLength - headPlace);
        head.AsSpan(headPlace, taken).CopyTo(buffer);
        headPlace += taken;
        return taken;
    }

    private int Metered(int count)
    {
        Count += count;
        return IsOverLimit ? throw new InvalidDataException($"{what} more than the limit of {limit} bytes") : count;
    }
}
