namespace UpdateService.Server.Streams;

/// <summary>Finds the headers of HTTP/2 frames in bytes that arrive in pieces of any size.</summary>
/// <param name="preface">The number of bytes before the first frame.</param>
internal sealed class FrameScanner(int preface)
{
    private readonly byte[] header = new byte[FrameHeader.Bytes];
    private int held;

    /// <summary>The number of bytes before the next header.</summary>
    public int ToSkip { get; private set; } = preface;

    /// <summary>Reads bytes up to the end of the next header.</summary>
    /// <param name="bytes">The bytes; what is left is returned in it.</param>
    /// <param name="found">The header.</param>
    /// <returns>False if the bytes ended before.</returns>
    public bool TryFind(ref ReadOnlySpan<byte> bytes, out FrameHeader found)
    {
        found = default;
        while (!bytes.IsEmpty)
        {
            if (ToSkip > 0)
            {
                var skipped = Math.Min(ToSkip, bytes.Length);
                ToSkip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var taken = Math.Min(FrameHeader.Bytes - held, bytes.Length);
            bytes[..taken].CopyTo(header.AsSpan(held));
            held += taken;
            bytes = bytes[taken..];
            if (held == FrameHeader.Bytes)
            {
                held = 0;
                found = FrameHeader.Read(header);
                ToSkip = found.Length;
                return true;
            }
        }

        return false;
    }
}
