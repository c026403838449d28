using System.Buffers;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// Finds, at each place, the nearest match of every length. Places whose first three bytes have the same hash stand in a
/// binary tree: ordered by the bytes that follow, newer places above older ones, so that a walk down meets the longest
/// common beginnings, the nearest first.
/// </summary>
internal sealed class MatchFinder : IDisposable
{
    private const int HashBits = 16;
    private const int MostVisited = 128; // Bounds the time on bytes that are made to be slow; ordinary trees are shallower.
    private const int None = -1;

    private readonly int[] roots = ArrayPool<int>.Shared.Rent(1 << HashBits);
    private readonly int[] children = ArrayPool<int>.Shared.Rent(2 * Alphabet.Window);

    /// <summary>A finder that knows no place.</summary>
    public MatchFinder() => Array.Fill(roots, None);

    /// <summary>Adds a place, which must be the one after the last, and finds its matches.</summary>
    /// <param name="body">All bytes.</param>
    /// <param name="place">The place.</param>
    /// <param name="found">Receives the matches: each longer and farther than the one before.</param>
    /// <returns>How many matches were found.</returns>
    public int Add(ReadOnlySpan<byte> body, int place, Span<Step> found)
    {
        var here = body.Slice(place, Math.Min(Alphabet.LongestMatch, body.Length - place));
        if (here.Length < Alphabet.ShortestMatch)
        {
            return 0;
        }

        ref var root = ref roots[Hash(here)];
        var node = root;
        root = place;
        var (smaller, greater) = (Smaller(place), Greater(place)); // Where the next smaller and greater places are hung.
        var (commonWithSmaller, commonWithGreater) = (0, 0);
        var (count, longest) = (0, Alphabet.ShortestMatch - 1);
        var farthest = Math.Max(0, place - Alphabet.Window + 1); // A whole window back stands the place that gives its room to this one.
        for (var visits = MostVisited; node >= farthest && visits > 0; visits--)
        {
            var there = body.Slice(node, here.Length);
            var common = Math.Min(commonWithSmaller, commonWithGreater);
            common += here[common..].CommonPrefixLength(there[common..]);
            if (common > longest)
            {
                longest = common;
                found[count++] = Step.Match(common, place - node);
            }

            if (common == here.Length)
            {
                // The older place says nothing that this one does not say nearer by.
                children[smaller] = children[Smaller(node)];
                children[greater] = children[Greater(node)];
                return count;
            }

            if (there[common] < here[common])
            {
                children[smaller] = node;
                smaller = Greater(node);
                node = children[smaller];
                commonWithSmaller = common;
            }
            else
            {
                children[greater] = node;
                greater = Smaller(node);
                node = children[greater];
                commonWithGreater = common;
            }
        }

        children[smaller] = None;
        children[greater] = None;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(roots);
        ArrayPool<int>.Shared.Return(children);
    }

    private static int Smaller(int place) => 2 * (place & (Alphabet.Window - 1));

    private static int Greater(int place) => Smaller(place) + 1;

    private static int Hash(ReadOnlySpan<byte> bytes) =>
        (int)(((uint)(bytes[0] | (bytes[1] << 8) | (bytes[2] << 16)) * 0x9E3779B1u) >> (32 - HashBits));
}
