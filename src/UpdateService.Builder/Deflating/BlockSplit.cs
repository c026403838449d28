namespace UpdateService.Builder.Deflating;

/// <summary>
/// Where a block should end and another one with other codes begin. Steps are cut to small pieces; the two neighbours that
/// gain the most by sharing one code become one, again and again, until no two gain.
/// </summary>
internal static class BlockSplit
{
    private const int StepsOfPiece = 128;

    /// <summary>Finds the blocks.</summary>
    /// <param name="steps">All steps of a stretch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many steps each block takes and how many bytes it spans, in their order.</returns>
    /// <exception cref="OperationCanceledException">It was ended before.</exception>
    public static List<(int Steps, int Bytes)> Of(ReadOnlySpan<Step> steps, CancellationToken cancellationToken)
    {
        var pieces = new List<Piece>();
        do
        {
            pieces.Add(Piece.Of(steps[..Math.Min(StepsOfPiece, steps.Length)]));
            steps = steps[Math.Min(StepsOfPiece, steps.Length)..];
        }
        while (!steps.IsEmpty); // No steps are one block all the same: there must be a last one.

        var joined = new List<Piece>(pieces.Zip(pieces.Skip(1), Piece.Join));
        while (joined.Count > 0 && MostGaining(pieces, joined) is >= 0 and var place)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pieces[place] = joined[place];
            pieces.RemoveAt(place + 1);
            joined.RemoveAt(place);
            Refresh(place - 1);
            Refresh(place);
        }

        return pieces.ConvertAll(piece => (piece.Steps, piece.Bytes));

        void Refresh(int place)
        {
            if (place >= 0 && place < joined.Count)
            {
                joined[place] = Piece.Join(pieces[place], pieces[place + 1]);
            }
        }
    }

    private static int MostGaining(List<Piece> pieces, List<Piece> joined)
    {
        var (best, most) = (-1, -1);
        for (var place = 0; place < joined.Count; place++)
        {
            var gain = pieces[place].Bits + pieces[place + 1].Bits - joined[place].Bits;
            (best, most) = gain > most ? (place, gain) : (best, most);
        }

        return best;
    }

    private sealed record Piece(SymbolCounts Counts, int Steps, int Bytes, int Bits)
    {
        public static Piece Of(ReadOnlySpan<Step> steps)
        {
            var counts = new SymbolCounts();
            counts.Count(steps);
            var bytes = 0;
            foreach (var step in steps)
            {
                bytes += step.Length;
            }

            return Of(counts, steps.Length, bytes);
        }

        public static Piece Join(Piece left, Piece right)
        {
            var counts = new SymbolCounts();
            counts.SetToSum(left.Counts, right.Counts);
            return Of(counts, left.Steps + right.Steps, left.Bytes + right.Bytes);
        }

        private static Piece Of(SymbolCounts counts, int steps, int bytes) => new(counts, steps, bytes, new BlockCode(counts, bytes).Bits);
    }
}
