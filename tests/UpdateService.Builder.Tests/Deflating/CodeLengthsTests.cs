using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class CodeLengthsTests
{
    private static readonly Arbitrary<int[]> Counts = Arb.From(
        from symbols in Gen.Choose(2, 286)
        from exponents in Gen.ArrayOf(Gen.Choose(-1, 20), symbols)
        from rests in Gen.ArrayOf(Gen.Choose(0, 1000), symbols)
        select exponents.Zip(rests, (exponent, rest) => exponent < 0 ? 0 : (1 << exponent) + (rest % (1 << exponent))).ToArray());

    [Fact]
    public void They_are_a_whole_code_of_the_symbols_that_occur_within_the_limit() => Law.Holds(
        Counts,
        counts =>
        {
            var limit = counts.Length <= 19 ? 7 : 15;
            var lengths = Compute(counts, limit);
            Assert.All(lengths, length => Assert.InRange(length, 0, limit));
            Assert.Equal(1 << limit, lengths.Where(length => length > 0).Sum(length => 1 << (limit - length)));
            if (counts.Count(count => count > 0) >= 2)
            {
                Assert.Equal(counts.Select(count => count > 0), lengths.Select(length => length > 0));
            }
        });

    [Fact]
    public void No_code_is_cheaper_where_the_limit_is_far() => Law.Holds(
        Counts,
        counts =>
        {
            var lengths = Compute(counts, 15);
            var (bits, longest) = Huffman(counts);
            var actual = counts.Zip(lengths, (count, length) => (long)count * length).Sum();
            Assert.True(longest > 15 ? actual >= bits : actual == bits, $"{actual} bits, Huffman's {bits} with {longest} at most.");
        });

    [Fact]
    public void No_code_within_a_near_limit_is_cheaper() => Law.Holds(
        Arb.From(Gen.ArrayOf(Gen.Choose(1, 100), 6)),
        counts =>
        {
            const int limit = 3;
            var actual = counts.Zip(Compute(counts, limit), (count, length) => count * length).Sum();
            Assert.Equal(CheapestWithin(limit, counts, 0, 1 << limit), actual);
        });

    [Theory]
    [InlineData(new[] { 0, 0, 0 }, new byte[] { 1, 1, 0 })]
    [InlineData(new[] { 7, 0, 0 }, new byte[] { 1, 1, 0 })]
    [InlineData(new[] { 0, 0, 7 }, new byte[] { 1, 0, 1 })]
    public void There_are_two_codes_at_least(int[] counts, byte[] expected) => Assert.Equal(expected, Compute(counts, 15));

    private static byte[] Compute(int[] counts, int limit)
    {
        var lengths = new byte[counts.Length];
        CodeLengths.Compute(counts, limit, lengths);
        return lengths;
    }

    /// <summary>All lengths of all symbols are tried.</summary>
    private static int CheapestWithin(int limit, int[] counts, int symbol, int room)
    {
        if (symbol == counts.Length)
        {
            return 0;
        }

        var cheapest = int.MaxValue / 2;
        for (var length = 1; length <= limit; length++)
        {
            var left = room - (1 << (limit - length));
            if (left >= 0)
            {
                cheapest = Math.Min(cheapest, (counts[symbol] * length) + CheapestWithin(limit, counts, symbol + 1, left));
            }
        }

        return cheapest;
    }

    /// <summary>Joins the two rarest again and again; each join is a bit for all that it holds.</summary>
    private static (long Bits, int Longest) Huffman(int[] counts)
    {
        var queue = new PriorityQueue<(long Count, int Depth), (long, int)>();
        foreach (var count in counts.Where(count => count > 0))
        {
            queue.Enqueue((count, 0), (count, 0));
        }

        if (queue.Count == 1)
        {
            return (queue.Peek().Count, 1);
        }

        var (bits, longest) = (0L, 0);
        while (queue.Count > 1)
        {
            var (first, second) = (queue.Dequeue(), queue.Dequeue());
            var joined = (Count: first.Count + second.Count, Depth: Math.Max(first.Depth, second.Depth) + 1);
            bits += joined.Count;
            longest = joined.Depth;
            queue.Enqueue(joined, joined);
        }

        return (bits, longest);
    }
}
