using System.Buffers;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// All matches at each place of a stretch of the body, found once and walked through for each parse. The stretch ends where
/// its matches fill the table, so that memory is bounded whatever the bytes are.
/// </summary>
internal sealed class MatchTable : IDisposable
{
    /// <summary>The most bytes of a stretch.</summary>
    public const int LongestStretch = 1 << 18;

    private const int MostMatches = 1 << 20;
    private const int PlacesPerLook = 1 << 12;

    private readonly MatchFinder finder = new();
    private readonly Step[] matches = ArrayPool<Step>.Shared.Rent(MostMatches);
    private readonly int[] firsts = ArrayPool<int>.Shared.Rent(LongestStretch + 1);

    /// <summary>Where the stretch begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends: the first place after it.</summary>
    public int End { get; private set; }

    /// <summary>Goes on to the next stretch.</summary>
    /// <exception cref="OperationCanceledException">It was ended before.</exception>
    public void MoveOn(ReadOnlySpan<byte> body, CancellationToken cancellationToken)
    {
        Start = End;
        var (limit, used, covered) = (Math.Min(body.Length, Start + LongestStretch), 0, Start);
        for (; End < limit && used <= MostMatches - Alphabet.LongestMatch; End++)
        {
            if (End % PlacesPerLook == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            firsts[End - Start] = used;
            var found = finder.Add(body, End, matches.AsSpan(used));
            if (End < covered)
            {
                continue;
            }

            used += found;
            if (found > 0 && matches[used - 1].Length == Alphabet.LongestMatch)
            {
                covered = End + Alphabet.LongestMatch; // It is taken as it is; places inside it need no matches of their own.
            }
        }

        firsts[End - Start] = used;
    }

    /// <summary>The matches at a place of the stretch: each longer and farther than the one before.</summary>
    public ReadOnlySpan<Step> At(int place) => matches.AsSpan(firsts[place - Start]..firsts[place - Start + 1]);

    /// <inheritdoc/>
    public void Dispose()
    {
        finder.Dispose();
        ArrayPool<Step>.Shared.Return(matches);
        ArrayPool<int>.Shared.Return(firsts);
    }
}
