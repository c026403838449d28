using System.Numerics;

namespace UpdateService.Planning.Indexes;

/// <summary>Sets of small numbers as words of bits, as wide as they need to be.</summary>
internal static class Bits
{
    private const int Width = 64;

    /// <summary>How many words hold the numbers below the count.</summary>
    public static int Words(int count) => (count + Width - 1) / Width;

    /// <summary>Puts the number into the set.</summary>
    public static void Set(Span<ulong> set, int number) => set[number / Width] |= 1UL << (number % Width);

    /// <summary>Whether the number is in the set.</summary>
    public static bool Has(ReadOnlySpan<ulong> set, int number) => (set[number / Width] & (1UL << (number % Width))) != 0;

    /// <summary>How many numbers are in the set.</summary>
    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many numbers are in at least one of the sets.</summary>
    public static int CountOfUnion(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var count = 0;
        for (var word = 0; word < left.Length; word++)
        {
            count += BitOperations.PopCount(left[word] | right[word]);
        }

        return count;
    }

    /// <summary>Writes the union of both into the result.</summary>
    public static void Unite(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        for (var word = 0; word < result.Length; word++)
        {
            result[word] = left[word] | right[word];
        }
    }

    /// <summary>Whether all of the first are in the second.</summary>
    public static bool IsSubset(ReadOnlySpan<ulong> part, ReadOnlySpan<ulong> whole)
    {
        for (var word = 0; word < part.Length; word++)
        {
            if ((part[word] & ~whole[word]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a number is in both.</summary>
    public static bool Overlap(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        for (var word = 0; word < left.Length; word++)
        {
            if ((left[word] & right[word]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The numbers in the set, ascending.</summary>
    public static IEnumerable<int> Numbers(ulong[] set)
    {
        for (var word = 0; word < set.Length; word++)
        {
            for (var rest = set[word]; rest != 0; rest &= rest - 1)
            {
                yield return (word * Width) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }
}
