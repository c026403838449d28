using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class CheapestParseTests
{
    [Fact]
    public void No_other_way_through_the_bytes_is_cheaper() => Law.Holds(
        Bodies.Short,
        body =>
        {
            using var matches = new MatchTable();
            using var parse = new CheapestParse();
            matches.MoveOn(body, CancellationToken.None);
            var costs = Costs(body);
            var steps = new Step[body.Length];
            var way = steps[..parse.Find(body, 0, body.Length, matches, costs, steps)];

            Assert.Equal(body, Walk(body, way));
            Assert.Equal(Cheapest(body, costs), way.Sum(step => CostOf(step, costs)));
        },
        tests: 300);

    /// <summary>Some that depend on the bytes.</summary>
    private static SymbolCosts Costs(byte[] body)
    {
        var counts = new SymbolCounts();
        counts.Count([.. body.Select(Step.Literal), .. body.Select(value => Step.Match(3 + value, 1 + (body.Length * value)))]);
        var costs = new SymbolCosts();
        costs.SetTo(counts);
        return costs;
    }

    private static int CostOf(Step step, SymbolCosts costs) => step.IsLiteral
        ? costs.Literals[step.Value]
        : costs.Lengths[step.Length] + costs.Distances[Alphabet.DistanceSymbol(step.Value)];

    /// <summary>Each length is tried at its nearest distance; that a farther one might cost less is left out, as it is where matches are found.</summary>
    private static int Cheapest(byte[] body, SymbolCosts costs)
    {
        var toEnd = new int[body.Length + 1];
        for (var place = body.Length - 1; place >= 0; place--)
        {
            toEnd[place] = costs.Literals[body[place]] + toEnd[place + 1];
            for (var distance = 1; distance <= place; distance++)
            {
                var longest = body.AsSpan(place).CommonPrefixLength(body.AsSpan(place - distance, body.Length - place));
                for (var length = Alphabet.ShortestMatch; length <= longest; length++)
                {
                    if (IsNearest(body, place, length, distance))
                    {
                        toEnd[place] = Math.Min(toEnd[place], CostOf(Step.Match(length, distance), costs) + toEnd[place + length]);
                    }
                }
            }
        }

        return toEnd[0];
    }

    private static bool IsNearest(byte[] body, int place, int length, int distance)
    {
        for (var nearer = 1; nearer < distance; nearer++)
        {
            if (body.AsSpan(place, length).SequenceEqual(body.AsSpan(place - nearer, length)))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Walk(byte[] body, Step[] way)
    {
        var walked = new List<byte>();
        foreach (var step in way)
        {
            for (var count = 0; count < step.Length; count++)
            {
                walked.Add(step.IsLiteral ? (byte)step.Value : walked[^step.Value]);
            }
        }

        return walked.Count == body.Length ? [.. walked] : [];
    }
}
