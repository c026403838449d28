using Microsoft.Extensions.Caching.Memory;
using UpdateService.Builder.Answers;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The bodies of answers that were asked for without compression. No cluster does that, only people with curl, so bodies are
/// unpacked when they are first asked for and kept while they are in use, instead of standing in memory all the time.
/// </summary>
internal sealed class UnpackedAnswers : IDisposable
{
    private const long MostBytes = 16 << 20;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache bodies = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The body of an answer.</summary>
    public byte[] BodyOf(Answer answer)
    {
        if (bodies.TryGetValue(answer, out byte[]? known))
        {
            return known!;
        }

        var body = answer.Body;
        return bodies.Set(answer, body, new MemoryCacheEntryOptions { Size = body.Length, SlidingExpiration = UnusedFor });
    }

    /// <inheritdoc/>
    public void Dispose() => bodies.Dispose();
}
