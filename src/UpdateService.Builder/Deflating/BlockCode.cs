namespace UpdateService.Builder.Deflating;

/// <summary>How a block is written, of three ways the cheapest: as it is, in the code that every decoder knows, or in one of its own.</summary>
internal sealed class BlockCode
{
    private const int LongestCode = 15;
    private const int BitsOfKind = 3;
    private const int BitsOfStoredHead = 7 + 32; // The rest of a byte at worst, and the length, twice.
    private const int Stored = 0;
    private const int Fixed = 1;
    private const int Own = 2;

    private static readonly byte[] FixedLiterals =
        [.. Enumerable.Repeat((byte)8, 144), .. Enumerable.Repeat((byte)9, 112), .. Enumerable.Repeat((byte)7, 24), .. Enumerable.Repeat((byte)8, 8)];

    private static readonly byte[] FixedDistances = [.. Enumerable.Repeat((byte)5, 32)];

    private readonly byte[] literals = new byte[Alphabet.LiteralsAndLengths];
    private readonly byte[] distances = new byte[Alphabet.Distances];
    private readonly CodeLengthRuns head;
    private readonly int kind;

    /// <summary>Finds the cheapest way.</summary>
    /// <param name="counts">The symbols of the block.</param>
    /// <param name="length">How many bytes it spans.</param>
    public BlockCode(SymbolCounts counts, int length)
    {
        CodeLengths.Compute(counts.Literals, LongestCode, literals);
        CodeLengths.Compute(counts.Distances, LongestCode, distances);
        head = CodeLengthRuns.Of(literals, distances);
        var own = head.Bits + counts.BitsWith(literals, distances);
        var known = counts.BitsWith(FixedLiterals, FixedDistances);
        var storedParts = Math.Max(1, (length + ushort.MaxValue - 1) / ushort.MaxValue);
        var stored = (8 * length) + (storedParts * (BitsOfKind + BitsOfStoredHead)) - BitsOfKind;
        Bits = BitsOfKind + Math.Min(own, Math.Min(known, stored));
        kind = own < known && own < stored ? Own : known < stored ? Fixed : Stored;
    }

    /// <summary>How many bits the block takes; a few fewer, where it is stored and begins late in a byte.</summary>
    public int Bits { get; }

    /// <summary>Writes the block.</summary>
    /// <param name="body">The bytes that it spans.</param>
    /// <param name="steps">The steps through them.</param>
    /// <param name="isLast">Whether no block follows.</param>
    /// <param name="output">Where to.</param>
    public void Write(ReadOnlySpan<byte> body, ReadOnlySpan<Step> steps, bool isLast, BitSink output)
    {
        if (kind == Stored)
        {
            Store(body, isLast, output);
            return;
        }

        WriteKind(kind, isLast, output);
        if (kind == Own)
        {
            head.Write(output);
            WriteSteps(steps, new PrefixCode(literals), new PrefixCode(distances), output);
        }
        else
        {
            WriteSteps(steps, new PrefixCode(FixedLiterals), new PrefixCode(FixedDistances), output);
        }
    }

    private static void Store(ReadOnlySpan<byte> body, bool isLast, BitSink output)
    {
        do
        {
            var part = body[..Math.Min(ushort.MaxValue, body.Length)];
            body = body[part.Length..];
            WriteKind(Stored, isLast && body.IsEmpty, output);
            output.Flush();
            output.Write((uint)part.Length | ((uint)~part.Length << 16), 32);
            output.WriteBytes(part);
        }
        while (!body.IsEmpty);
    }

    private static void WriteKind(int kind, bool isLast, BitSink output)
    {
        output.Write(isLast ? 1u : 0, 1);
        output.Write((uint)kind, 2);
    }

    private static void WriteSteps(ReadOnlySpan<Step> steps, PrefixCode literals, PrefixCode distances, BitSink output)
    {
        foreach (var step in steps)
        {
            if (step.IsLiteral)
            {
                literals.Write(step.Value, output);
                continue;
            }

            var symbol = Alphabet.LengthSymbol(step.Length);
            literals.Write(symbol, output);
            output.Write(Alphabet.ExtraOfLength(step.Length), Alphabet.ExtraBitsOfLength(symbol));
            symbol = Alphabet.DistanceSymbol(step.Value);
            distances.Write(symbol, output);
            output.Write(Alphabet.ExtraOfDistance(step.Value), Alphabet.ExtraBitsOfDistance(symbol));
        }

        literals.Write(Alphabet.EndOfBlock, output);
    }
}
