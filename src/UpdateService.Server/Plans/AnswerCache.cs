using Microsoft.Extensions.Caching.Memory;

namespace UpdateService.Server.Plans;

/// <summary>
/// Answers of the planner that may be asked for again, in the bytes that are sent. Their tags name the revision, so what an
/// older one answered is never given for a newer; it goes when it is not used any more. Never larger than its bound.
/// </summary>
internal sealed class AnswerCache(long mostBytes) : IDisposable
{
    private const long MostBytes = 16 << 20;

    /// <summary>What the cache itself needs for an entry, with its key, generously.</summary>
    private const int Overhead = 512;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(10);

    /// <summary>Long enough that a question which meets the planner's bounds does not cost as much every time.</summary>
    private static readonly TimeSpan KeepIncomplete = TimeSpan.FromMinutes(1);

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = mostBytes, TrackStatistics = true });
    private long hits;
    private long misses;

    /// <summary>A cache of 16 MiB.</summary>
    public AnswerCache()
        : this(MostBytes)
    {
    }

    /// <summary>Questions whose answer was there.</summary>
    public long Hits => Interlocked.Read(ref hits);

    /// <summary>Questions whose answer had to be made.</summary>
    public long Misses => Interlocked.Read(ref misses);

    /// <summary>What it holds, its own needs included.</summary>
    public long Bytes => answers.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    /// <summary>The answer with that tag; null where it is not there.</summary>
    public PreparedAnswer? Find(string tag)
    {
        if (!answers.TryGetValue(tag, out PreparedAnswer? answer))
        {
            return null;
        }

        _ = Interlocked.Increment(ref hits);
        return answer;
    }

    /// <summary>Keeps an answer that was not there.</summary>
    public void Keep(PreparedAnswer answer)
    {
        _ = Interlocked.Increment(ref misses);
        var entry = new MemoryCacheEntryOptions { Size = answer.Body.Length + Overhead };
        entry = answer.IsComplete ? entry.SetSlidingExpiration(UnusedFor) : entry.SetAbsoluteExpiration(KeepIncomplete);
        _ = answers.Set(answer.Tag, answer, entry);
    }

    /// <summary>The answer's body in gzip, where it was made before and is still the same.</summary>
    public byte[]? FindPacked(PreparedAnswer answer) => answer.IsComplete && answers.TryGetValue(PackedKey(answer), out byte[]? packed) ? packed : null;

    /// <summary>Makes the answer's body in gzip, and keeps it where its tag names this body alone.</summary>
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
