using System.Numerics;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// What each symbol is expected to cost, in fractions of a bit: as much as it tells by how often it stood in the last parse.
/// Whole numbers, so that every processor comes to the same parse.
/// </summary>
internal sealed class SymbolCosts
{
    private const int FractionBits = 6;

    /// <summary>Of each literal.</summary>
    public int[] Literals { get; } = new int[Alphabet.Literals];

    /// <summary>Of each length, by the length itself, with the bits that follow the symbol.</summary>
    public int[] Lengths { get; } = new int[Alphabet.LongestMatch + 1];

    /// <summary>Of each distance's symbol, with the bits that follow it.</summary>
    public int[] Distances { get; } = new int[Alphabet.Distances];

    /// <summary>Costs before anything was counted: a match is worth it where it spares three literals.</summary>
    public void Guess()
    {
        Array.Fill(Literals, 8 << FractionBits);
        SetLengths(static _ => 6 << FractionBits);
        SetDistances(static _ => 5 << FractionBits);
    }

    /// <summary>Costs by counts.</summary>
    public void SetTo(SymbolCounts counts)
    {
        var (all, matches) = (Log2(Sum(counts.Literals)), Log2(Sum(counts.Distances)));
        for (var literal = 0; literal < Literals.Length; literal++)
        {
            Literals[literal] = CostOf(all, counts.Literals[literal]);
        }

        SetLengths(symbol => CostOf(all, counts.Literals[symbol]));
        SetDistances(symbol => CostOf(matches, counts.Distances[symbol]));
    }

    /// <summary>A symbol that did not stand there costs as much as one that stood there once; none is free.</summary>
    private static int CostOf(int logOfAll, int count) => Math.Max(1 << (FractionBits - 2), logOfAll - Log2((uint)Math.Max(1, count)));

    private static uint Sum(int[] counts)
    {
        var sum = 1u;
        foreach (var count in counts)
        {
            sum += (uint)count;
        }

        return sum;
    }

    /// <summary>The binary logarithm, by squaring: each time the square reaches 2, the next bit of the fraction is set.</summary>
    private static int Log2(uint value)
    {
        var log = BitOperations.Log2(value);
        var mantissa = (ulong)value << (31 - log);
        var result = log;
        for (var bit = 0; bit < FractionBits; bit++)
        {
            mantissa = (mantissa * mantissa) >> 31;
            var isTwo = (int)(mantissa >> 32);
            mantissa >>= isTwo;
            result = (result << 1) | isTwo;
        }

        return result;
    }

    private void SetLengths(Func<int, int> costOf)
    {
        for (var length = Alphabet.ShortestMatch; length <= Alphabet.LongestMatch; length++)
        {
            var symbol = Alphabet.LengthSymbol(length);
            Lengths[length] = costOf(symbol) + (Alphabet.ExtraBitsOfLength(symbol) << FractionBits);
        }
    }

    private void SetDistances(Func<int, int> costOf)
    {
        for (var symbol = 0; symbol < Distances.Length; symbol++)
        {
            Distances[symbol] = costOf(symbol) + (Alphabet.ExtraBitsOfDistance(symbol) << FractionBits);
        }
    }
}
