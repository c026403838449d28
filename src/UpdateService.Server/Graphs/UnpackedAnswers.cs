using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using UpdateService.Builder.Answers;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The bodies of answers that were requested without compression. No cluster does that, only users of curl, so a body is unpacked when
/// it is first requested and kept only while it is in use. A body is in memory once, no matter how many clients read it, and how
/// slowly.
/// </summary>
internal sealed class UnpackedAnswers : IDisposable
{
    private const long MostBytes = 16 << 20;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache bodies = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly ConditionalWeakTable<Answer, WeakReference<byte[]>> read = [];
    private readonly Lock unpacking = new();

    /// <summary>The body of an answer, if it is kept.</summary>
    public byte[]? Find(Answer answer) => bodies.TryGetValue(answer, out byte[]? known) ? known : null;

    /// <summary>Unpacks the body of an answer, which takes milliseconds.</summary>
    public byte[] Unpack(Answer answer)
    {
        // A body that has no room in the cache may still be in use by another request.
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
