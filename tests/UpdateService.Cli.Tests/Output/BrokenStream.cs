namespace UpdateService.Cli.Tests.Output;

/// <summary>A stream on a full disk.</summary>
internal sealed class BrokenStream : MemoryStream
{
    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left on device");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
}
