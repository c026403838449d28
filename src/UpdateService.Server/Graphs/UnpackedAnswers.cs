using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using UpdateService.Builder.Answers;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The bodies of answers that were asked for without compression. No cluster does that, only people with curl, so bodies are
/// unpacked when they are first asked for and kept while they are in use, instead of standing in memory all the time. However
/// many clients read a body, and however slowly, it is there once.
/// </summary>
internal sealed class UnpackedAnswers : IDisposable
{
    private const long MostBytes = 16 << 20;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache bodies = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly ConditionalWeakTable<Answer, WeakReference<byte[]>> read = [];
    private readonly Lock unpacking = new();

    /// <summary>The body of an answer, where it is kept.</summary>
    public byte[]? Find(Answer answer) => bodies.TryGetValue(answer, out byte[]? known) ? known : null;

    /// <summary>Unpacks the body of an answer, which takes milliseconds.</summary>
    public byte[] Unpack(Answer answer)
    {
        // What has no room among the kept ones may still be on its way to somebody.
        lock (unpacking)
        {
            var reference = read.GetValue(answer, static _ => new WeakReference<byte[]>([]));
            if (!reference.TryGetTarget(out var body) || body.Length != answer.Length)
            {
                reference.SetTarget(body = answer.Body);
            }

            return bodies.Set(answer, body, new MemoryCacheEntryOptions { Size = body.Length, SlidingExpiration = UnusedFor });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => bodies.Dispose();
}
