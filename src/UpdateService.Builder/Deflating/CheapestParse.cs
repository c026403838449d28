using System.Buffers;
using System.Numerics;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// The cheapest way through the bytes of a block at given costs: from its end backwards, each place knows the cheapest
/// first step, since it knows what is left after each.
/// </summary>
internal sealed class CheapestParse : IDisposable
{
    private readonly int[] toEnd = ArrayPool<int>.Shared.Rent(MatchTable.LongestStretch + 1);
    private readonly Step[] choices = ArrayPool<Step>.Shared.Rent(MatchTable.LongestStretch);

    /// <summary>Finds the way.</summary>
    /// <param name="body">All bytes.</param>
    /// <param name="start">Where the block begins, inside the table's stretch.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="matches">The matches.</param>
    /// <param name="costs">What symbols cost.</param>
    /// <param name="steps">Receives the steps; as long as the block at most.</param>
    /// <returns>How many steps there are.</returns>
    public int Find(ReadOnlySpan<byte> body, int start, int end, MatchTable matches, SymbolCosts costs, Span<Step> steps)
    {
        toEnd[end - start] = 0;
        for (var place = end - 1; place >= start; place--)
        {
            var literal = Step.Literal(body[place]);
            Choose(place - start, end - start, literal, costs.Literals[literal.Value], matches.At(place), costs);
        }

        var count = 0;
        for (var place = 0; place < end - start; place += choices[place].Length)
        {
            steps[count++] = choices[place];
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(toEnd);
        ArrayPool<Step>.Shared.Return(choices);
    }

    private void Choose(int place, int end, Step literal, int literalCost, ReadOnlySpan<Step> matches, SymbolCosts costs)
    {
        var (best, choice) = (literalCost + toEnd[place + 1], literal);
        var shortest = Alphabet.ShortestMatch;
        foreach (var match in matches)
        {
            var longest = Math.Min(match.Length, end - place);
            if (longest < shortest)
            {
                break;
            }

            var lengths = costs.Lengths.AsSpan(shortest..(longest + 1));
            var rest = toEnd.AsSpan((place + shortest)..(place + longest + 1));
            var distance = costs.Distances[Alphabet.DistanceSymbol(match.Value)];
            var cheapest = distance + CheapestSum(lengths, rest);
            if (cheapest < best)
            {
                best = cheapest;
                choice = Step.Match(shortest + LastWithSum(lengths, rest, cheapest - distance), match.Value);
            }

            shortest = longest + 1;
        }

        toEnd[place] = best;
        choices[place] = choice;
    }

    private static int CheapestSum(ReadOnlySpan<int> lengths, ReadOnlySpan<int> rest)
    {
        var cheapest = int.MaxValue;
        var place = 0;
        if (lengths.Length >= Vector<int>.Count)
        {
            var several = new Vector<int>(int.MaxValue);
            for (; place <= lengths.Length - Vector<int>.Count; place += Vector<int>.Count)
            {
                several = Vector.Min(several, new Vector<int>(lengths[place..]) + new Vector<int>(rest[place..]));
            }

            for (var lane = 0; lane < Vector<int>.Count; lane++)
            {
                cheapest = Math.Min(cheapest, several[lane]);
            }
        }

        for (; place < lengths.Length; place++)
        {
            cheapest = Math.Min(cheapest, lengths[place] + rest[place]);
        }

        return cheapest;
    }

    /// <summary>The longest match is mostly the cheapest, so the last place is mostly the first that is looked at.</summary>
    private static int LastWithSum(ReadOnlySpan<int> lengths, ReadOnlySpan<int> rest, int sum)
    {
        var place = lengths.Length - 1;
        while (lengths[place] + rest[place] != sum)
        {
            place--;
        }

        return place;
    }
}
