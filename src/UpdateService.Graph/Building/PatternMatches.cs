using System.Collections;
using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>The releases of one architecture that a pattern matches. Each is matched once, when it is first needed.</summary>
internal sealed class PatternMatches(SourcePattern pattern, string[] subjects)
{
    private const byte No = 1;
    private const byte Yes = 2;

    private const int Block = 256;

    private byte[] known = [];
    private int first;

    /// <summary>Returns for each release whether it matches.</summary>
    /// <param name="indices">The releases, by their indices among the subjects.</param>
    /// <param name="automata">The automata that are in use.</param>
    public BitArray Of(ReadOnlySpan<int> indices, AutomatonPool automata)
    {
        var found = new BitArray(indices.Length, pattern.MatchesAll);
        if (pattern.MatchesAll)
        {
            return found;
        }

        Func<string, bool>? matcher = null;
        for (var place = 0; place < indices.Length; place++)
        {
            var index = indices[place];
            if ((uint)(index - first) >= (uint)known.Length)
            {
                MakeRoomFor(index);
            }

            ref var state = ref known[index - first];
            if (state == 0)
            {
                matcher ??= automata.MatcherOf(pattern);
                state = matcher(subjects[index]) ? Yes : No;
            }

            found[place] = state == Yes;
        }

        return found;
    }

    /// <summary>
    /// A pattern is matched against releases that are close together, the sources of a few targets. An array over all releases, for each
    /// pattern, would grow with the square of the data.
    /// </summary>
    private void MakeRoomFor(int index)
    {
        var (start, end) = known.Length == 0 ? (index, index + 1) : (Math.Min(first, index), Math.Max(first + known.Length, index + 1));
        start -= start % Block;
        var room = new byte[Math.Min((end + Block - 1) / Block * Block, subjects.Length) - start];
        known.CopyTo(room, known.Length == 0 ? 0 : first - start);
        (first, known) = (start, room);
    }
}
