namespace UpdateService.Builder.Deflating;

/// <summary>How often each symbol stands in a block.</summary>
internal sealed class SymbolCounts
{
    /// <summary>Of literals, the end of the block, and lengths.</summary>
    public int[] Literals { get; } = new int[Alphabet.LiteralsAndLengths];

    /// <summary>Of distances.</summary>
    public int[] Distances { get; } = new int[Alphabet.Distances];

    /// <summary>Counts the steps of a block anew, and its end.</summary>
    public void Count(ReadOnlySpan<Step> steps)
    {
        Array.Clear(Literals);
        Array.Clear(Distances);
        Literals[Alphabet.EndOfBlock] = 1;
        foreach (var step in steps)
        {
            if (step.IsLiteral)
            {
                Literals[step.Value]++;
            }
            else
            {
                Literals[Alphabet.LengthSymbol(step.Length)]++;
                Distances[Alphabet.DistanceSymbol(step.Value)]++;
            }
        }
    }

    /// <summary>Counts two neighbouring blocks as one.</summary>
    public void SetToSum(SymbolCounts left, SymbolCounts right)
    {
        for (var symbol = 0; symbol < Literals.Length; symbol++)
        {
            Literals[symbol] = left.Literals[symbol] + right.Literals[symbol];
        }

        for (var symbol = 0; symbol < Distances.Length; symbol++)
        {
            Distances[symbol] = left.Distances[symbol] + right.Distances[symbol];
        }

        Literals[Alphabet.EndOfBlock] = 1;
    }

    /// <summary>How many bits the counted symbols take, with those that follow them.</summary>
    public int BitsWith(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        var bits = 0;
        for (var symbol = 0; symbol < Literals.Length; symbol++)
        {
            bits += Literals[symbol] * (literalLengths[symbol] + Alphabet.ExtraBitsOfLength(symbol));
        }

        for (var symbol = 0; symbol < Distances.Length; symbol++)
        {
            bits += Distances[symbol] * (distanceLengths[symbol] + Alphabet.ExtraBitsOfDistance(symbol));
        }

        return bits;
    }
}
