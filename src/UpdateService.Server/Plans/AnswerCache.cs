using Microsoft.Extensions.Caching.Memory;

namespace UpdateService.Server.Plans;

/// <summary>
/// Cached answers of the planner, in the bytes that are sent. Their tags name the revision, so an answer of an older revision is never
/// returned for a newer one. Unused answers are dropped. The cache never exceeds its limit.
/// </summary>
internal sealed class AnswerCache(long mostBytes) : IDisposable
{
    private const long MostBytes = 16 << 20;

    /// <summary>A generous estimate of what the cache needs for an entry and its key.</summary>
    private const int Overhead = 512;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(10);

    /// <summary>Long enough that a query that reaches the planner's limits is not computed every time.</summary>
    private static readonly TimeSpan KeepIncomplete = TimeSpan.FromMinutes(1);

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = mostBytes, TrackStatistics = true });
    private long hits;
    private long misses;

    /// <summary>A cache of 16 MiB.</summary>
    public AnswerCache()
        : this(MostBytes)
    {
    }

    /// <summary>The number of queries whose answer was cached.</summary>
    public long Hits => Interlocked.Read(ref hits);

    /// <summary>The number of queries whose answer had to be computed.</summary>
    public long Misses => Interlocked.Read(ref misses);

    /// <summary>Its size, including its overhead.</summary>
    public long Bytes => answers.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    /// <summary>The answer with that tag; null if there is none.</summary>
    public PreparedAnswer? Find(string tag)
    {
        if (!answers.TryGetValue(tag, out PreparedAnswer? answer))
        {
            return null;
        }

        _ = Interlocked.Increment(ref hits);
        return answer;
    }

    /// <summary>Caches an answer that was not cached.</summary>
    public void Keep(PreparedAnswer answer)
    {
        _ = Interlocked.Increment(ref misses);
        var entry = new MemoryCacheEntryOptions { Size = answer.Body.Length + Overhead };
        entry = answer.IsComplete ? entry.SetSlidingExpiration(UnusedFor) : entry.SetAbsoluteExpiration(KeepIncomplete);
        _ = answers.Set(answer.Tag, answer, entry);
    }

    /// <summary>The answer's body in gzip, if it was made before and is still the same.</summary>
    public byte[]? FindPacked(PreparedAnswer answer) => answer.IsComplete && answers.TryGetValue(PackedKey(answer), out byte[]? packed) ? packed : null;

    /// <summary>Compresses the answer's body, and caches it if its tag names only this body.</summary>
    public byte[] Pack(PreparedAnswer answer)
    {
        var packed = answer.Pack();
        return answer.IsComplete
            ? answers.Set(PackedKey(answer), packed, new MemoryCacheEntryOptions { Size = packed.Length + Overhead, SlidingExpiration = UnusedFor })
            : packed;
    }

    /// <inheritdoc/>
    public void Dispose() => answers.Dispose();

    private static string PackedKey(PreparedAnswer answer) => $"{answer.Tag}.gz";
}
