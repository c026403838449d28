namespace UpdateService.Builder.Deflating;

/// <summary>The codes that follow from their lengths (<see href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2">RFC 1951, section 3.2.2</see>).</summary>
internal sealed class PrefixCode
{
    private const int LongestCode = 15;

    private readonly byte[] lengths;
    private readonly ushort[] codes;

    public PrefixCode(ReadOnlySpan<byte> lengths)
    {
        this.lengths = lengths.ToArray();
        codes = new ushort[lengths.Length];
        Span<int> next = stackalloc int[LongestCode + 2];
        foreach (var length in lengths)
        {
            next[length + 1] += length > 0 ? 1 : 0;
        }

        for (var length = 1; length < next.Length; length++)
        {
            next[length] = (next[length] + next[length - 1]) << 1;
        }

        for (var symbol = 0; symbol < codes.Length; symbol++)
        {
            codes[symbol] = lengths[symbol] == 0 ? (ushort)0 : Reversed(next[lengths[symbol]]++, lengths[symbol]);
        }
    }

    /// <summary>Writes a symbol.</summary>
    public void Write(int symbol, BitSink output) => output.Write(codes[symbol], lengths[symbol]);

    /// <summary>Codes stand in the bytes with their first bit lowest, numbers with their last.</summary>
    private static ushort Reversed(int code, int length)
    {
        var reversed = 0;
        for (var bit = 0; bit < length; bit++)
        {
            reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        }

        return (ushort)reversed;
    }
}
