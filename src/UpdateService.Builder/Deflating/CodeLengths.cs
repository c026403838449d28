namespace UpdateService.Builder.Deflating;

/// <summary>
/// The lengths of the cheapest prefix code that no code is longer in than a limit: package-merge
/// (<see href="https://en.wikipedia.org/wiki/Package-merge_algorithm">coins of each length, the cheapest pairs of which are
/// packages among the coins of the next</see>).
/// </summary>
internal static class CodeLengths
{
    private const int SymbolBits = 9;
    private const int MostSymbols = 1 << SymbolBits;
    private const int LongestLimit = 15;

    /// <summary>Computes the lengths; 0 for a symbol that does not occur.</summary>
    /// <remarks>There are always two codes at least: with fewer, not every decoder takes the code for a whole one.</remarks>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <param name="limit">The longest code's bits, at most 15.</param>
    /// <param name="lengths">Receives the lengths.</param>
    public static void Compute(ReadOnlySpan<int> counts, int limit, Span<byte> lengths)
    {
        lengths.Clear();
        Span<long> coins = stackalloc long[counts.Length];
        coins = coins[..Sort(counts, coins)];
        if (coins.Length < 2)
        {
            var only = coins.IsEmpty ? 0 : SymbolOf(coins[0]);
            lengths[only] = 1;
            lengths[only == 0 ? 1 : 0] = 1;
            return;
        }

        Span<bool> areCoins = stackalloc bool[LongestLimit * 2 * MostSymbols];
        var rowLength = Merge(coins, limit, areCoins);
        Take(coins, limit, areCoins, rowLength, lengths);
    }

    /// <summary>The symbols that occur, the rarest first; equal ones in their own order.</summary>
    private static int Sort(ReadOnlySpan<int> counts, Span<long> coins)
    {
        var used = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                coins[used++] = ((long)counts[symbol] << SymbolBits) | (uint)symbol;
            }
        }

        coins[..used].Sort();
        return used;
    }

    private static int SymbolOf(long coin) => (int)(coin & (MostSymbols - 1));

    private static long WeightOf(long coin) => coin >> SymbolBits;

    /// <summary>Merges, row by row, the coins with the packages of the row before; remembers which places hold coins.</summary>
    private static int Merge(ReadOnlySpan<long> coins, int limit, Span<bool> areCoins)
    {
        Span<long> row = stackalloc long[2 * coins.Length];
        Span<long> before = stackalloc long[2 * coins.Length];
        var length = 0;
        for (var level = 0; level < limit; level++)
        {
            var (packages, coin, package, place) = (length / 2, 0, 0, 0);
            row[..length].CopyTo(before);
            while (coin < coins.Length || package < packages)
            {
                var packageWeight = package < packages ? before[2 * package] + before[(2 * package) + 1] : long.MaxValue;
                var isCoin = coin < coins.Length && WeightOf(coins[coin]) <= packageWeight;
                row[place] = isCoin ? WeightOf(coins[coin++]) : packageWeight;
                package += isCoin ? 0 : 1;
                areCoins[(level * 2 * MostSymbols) + place++] = isCoin;
            }

            length = place;
        }

        return length;
    }

    /// <summary>Takes the cheapest coins and packages of the last row, opens the packages, and so on; a coin taken is a bit.</summary>
    private static void Take(ReadOnlySpan<long> coins, int limit, ReadOnlySpan<bool> areCoins, int rowLength, Span<byte> lengths)
    {
        var taken = Math.Min(rowLength, 2 * (coins.Length - 1));
        for (var level = limit - 1; level >= 0 && taken > 0; level--)
        {
            var takenCoins = areCoins.Slice(level * 2 * MostSymbols, taken).Count(true);
            for (var coin = 0; coin < takenCoins; coin++)
            {
                lengths[SymbolOf(coins[coin])]++;
            }

            taken = 2 * (taken - takenCoins);
        }
    }
}
