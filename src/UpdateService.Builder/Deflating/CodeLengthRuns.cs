namespace UpdateService.Builder.Deflating;

/// <summary>
/// The head of a block with codes of its own: the lengths of the codes, runs of equal ones shortened, in a prefix code of
/// their own (<see href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.7">RFC 1951, section 3.2.7</see>). Which runs are
/// the cheapest depends on that code and the code on the runs, so both are found in turns.
/// </summary>
internal sealed class CodeLengthRuns
{
    private const int Symbols = 19;
    private const int Repeat = 16;
    private const int FewZeros = 17;
    private const int ManyZeros = 18;
    private const int LongestCode = 7;
    private const int LeastLiterals = 257;
    private const int Rounds = 3;
    private const int BitsOfCounts = 5 + 5 + 4;

    private readonly byte[] codeLengths;
    private readonly List<Run> runs;
    private readonly int literals;
    private readonly int distances;
    private readonly int written;

    private CodeLengthRuns(byte[] codeLengths, List<Run> runs, int literals, int distances)
    {
        (this.codeLengths, this.runs, this.literals, this.distances) = (codeLengths, runs, literals, distances);
        written = Symbols;
        while (codeLengths[Order[written - 1]] == 0)
        {
            written--;
        }

        Bits = BitsOfCounts + (3 * written) + runs.Sum(run => codeLengths[run.Symbol] + BitsAfter(run.Symbol));
    }

    /// <summary>How many bits the head takes.</summary>
    public int Bits { get; }

    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Finds the cheapest head for these codes.</summary>
    public static CodeLengthRuns Of(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        var literalCount = Math.Max(LeastLiterals, literalLengths.LastIndexOfAnyExcept((byte)0) + 1);
        var distanceCount = Math.Max(1, distanceLengths.LastIndexOfAnyExcept((byte)0) + 1);
        byte[] lengths = [.. literalLengths[..literalCount], .. distanceLengths[..distanceCount]];
        var costs = new byte[Symbols];
        Array.Fill(costs, (byte)4);
        CodeLengthRuns? best = null;
        for (var round = 0; round < Rounds; round++)
        {
            var way = Cheapest(lengths, costs);
            CodeLengths.Compute(Count(way), LongestCode, costs);
            var head = new CodeLengthRuns([.. costs], way, literalCount, distanceCount);
            best = best is null || head.Bits < best.Bits ? head : best;
            costs.AsSpan().Replace((byte)0, (byte)LongestCode); // What was not used may be worth it all the same.
        }

        return best!;
    }

    /// <summary>Writes the head.</summary>
    public void Write(BitSink output)
    {
        output.Write((uint)(literals - LeastLiterals), 5);
        output.Write((uint)(distances - 1), 5);
        output.Write((uint)(written - 4), 4);
        foreach (var symbol in Order[..written])
        {
            output.Write(codeLengths[symbol], 3);
        }

        var code = new PrefixCode(codeLengths);
        foreach (var run in runs)
        {
            code.Write(run.Symbol, output);
            output.Write((uint)(run.Length - Shortest(run.Symbol)), BitsAfter(run.Symbol));
        }
    }

    /// <summary>The cheapest way through the lengths, found from its end.</summary>
    private static List<Run> Cheapest(byte[] lengths, byte[] costs)
    {
        Span<int> toEnd = stackalloc int[lengths.Length + 1];
        Span<Run> choices = stackalloc Run[lengths.Length];
        toEnd[lengths.Length] = 0;
        var equal = 0;
        for (var place = lengths.Length - 1; place >= 0; place--)
        {
            var length = lengths[place];
            equal = place + 1 < lengths.Length && lengths[place + 1] == length ? equal + 1 : 1;
            choices[place] = new Run(length, 1);
            toEnd[place] = costs[length] + toEnd[place + 1];
            if (length == 0)
            {
                Try(FewZeros, place, equal, costs, toEnd, choices);
                Try(ManyZeros, place, equal, costs, toEnd, choices);
            }

            if (place > 0 && lengths[place - 1] == length)
            {
                Try(Repeat, place, equal, costs, toEnd, choices);
            }
        }

        var way = new List<Run>();
        for (var place = 0; place < lengths.Length; place += choices[place].Length)
        {
            way.Add(choices[place]);
        }

        return way;
    }

    private static void Try(byte symbol, int place, int equal, byte[] costs, Span<int> toEnd, Span<Run> choices)
    {
        var shortest = Shortest(symbol);
        var longest = Math.Min(equal, shortest + (1 << BitsAfter(symbol)) - 1);
        for (var length = shortest; length <= longest; length++)
        {
            var cost = costs[symbol] + BitsAfter(symbol) + toEnd[place + length];
            if (cost < toEnd[place])
            {
                toEnd[place] = cost;
                choices[place] = new Run(symbol, (byte)length);
            }
        }
    }

    private static int[] Count(List<Run> runs)
    {
        var counts = new int[Symbols];
        foreach (var run in runs)
        {
            counts[run.Symbol]++;
        }

        return counts;
    }

    private static int Shortest(byte symbol) => symbol switch { Repeat or FewZeros => 3, ManyZeros => 11, _ => 1 };

    private static int BitsAfter(byte symbol) => symbol switch { Repeat => 2, FewZeros => 3, ManyZeros => 7, _ => 0 };

    private readonly record struct Run(byte Symbol, byte Length);
}
