using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace UpdateService.Testing.Registries;

/// <summary>How a fake registry tells where the next page of tags is.</summary>
public enum FakeLinks
{
    /// <summary><c>https://host/v2/…</c>.</summary>
    Absolute,

    /// <summary><c>/v2/…</c>.</summary>
    Relative,

    /// <summary><c>v2/…</c>.</summary>
    RelativeWithoutSlash,

    /// <summary>Not at all.</summary>
    Missing,

    /// <summary>Always the first page.</summary>
    Looping,
}

/// <summary>What goes wrong in a fake registry: once, some times, or always.</summary>
public sealed class FakeFaults
{
    private readonly ConcurrentDictionary<FakeRequestKind, ConcurrentQueue<Func<HttpContext, Func<Task>, Task>>> queues = new();
    private readonly ConcurrentDictionary<FakeRequestKind, (Func<string, bool> IsMeant, Func<HttpContext, Func<Task>, Task> Fault)> standing = new();

    private int stalled;

    /// <summary>Requests that stand still now because a fault says so.</summary>
    public int Stalled => Volatile.Read(ref stalled);

    /// <summary>How pages are linked.</summary>
    public FakeLinks Links { get; set; } = FakeLinks.Relative;

    /// <summary>A link in place of the right one.</summary>
    public string? Link { get; set; }

    /// <summary>The most tags in a page, whatever is asked for.</summary>
    public int LargestPage { get; set; } = int.MaxValue;

    /// <summary>Whether all tags come in one page, whatever is asked for.</summary>
    public bool IgnoresPageSize { get; set; }

    /// <summary>The body of every page of tags.</summary>
    public string? TagsBody { get; set; }

    /// <summary>The content type of every manifest; null: the right one.</summary>
    public string? ContentType { get; set; }

    /// <summary>Whether manifests come without Docker-Content-Digest.</summary>
    public bool HidesDigest { get; set; }

    /// <summary>The Docker-Content-Digest of every manifest; null: the right one.</summary>
    public string? ContentDigest { get; set; }

    /// <summary>Whether Range is ignored.</summary>
    public bool HasNoRanges { get; set; }

    /// <summary>Where blobs really are: <c>https://other</c>; the path is added, and a signature.</summary>
    public string? BlobsAt { get; set; }

    /// <summary>The media types of configurations and layers that are taken, as Quay takes only those its operator allowed; null: all.</summary>
    public string[]? AllowedTypes { get; set; }

    /// <summary>What stands before the path of an upload: <c>https://other</c>; nothing where the path alone is told.</summary>
    public string? UploadsAt { get; set; }

    /// <summary>The next requests of the kind are answered by the fault; it may call the right answer too.</summary>
    public void Next(FakeRequestKind kind, Func<HttpContext, Func<Task>, Task> fault, int times = 1)
    {
        var queue = queues.GetOrAdd(kind, _ => new());
        for (var time = 0; time < times; time++)
        {
            queue.Enqueue(fault);
        }
    }

    /// <summary>The next requests of the kind get this status, the headers (<c>Name: value</c>), and a body of the registry's error form.</summary>
    public void Status(FakeRequestKind kind, int status, int times = 1, string[]? headers = null, string code = "UNKNOWN") => Next(
        kind,
        async (context, _) =>
        {
            foreach (var header in headers ?? [])
            {
                var colon = header.IndexOf(':', StringComparison.Ordinal);
                context.Response.Headers[header[..colon]] = header[(colon + 1)..].Trim();
            }

            await FakeAnswer.ErrorAsync(context, status, code);
        },
        times);

    /// <summary>The next requests of the kind get no answer: their connection is cut.</summary>
    public void Cut(FakeRequestKind kind, int times = 1) => Next(
        kind,
        (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        times);

    /// <summary>The bodies of the next answers of the kind end in a cut connection after so many bytes.</summary>
    public void CutBody(FakeRequestKind kind, int afterBytes, int times = 1) => Next(
        kind,
        (context, answer) =>
        {
            context.Items[FakeAnswer.CutAfter] = afterBytes;
            return answer();
        },
        times);

    /// <summary>The next requests of the kind are never answered; they end when the client goes.</summary>
    public void Stall(FakeRequestKind kind, int times = 1) => Next(kind, (context, _) => StandAsync(() => FakeAnswer.UntilGoneAsync(context)), times);

    /// <summary>The bodies of the next answers of the kind stand still after so many bytes, until the client goes.</summary>
    public void StallBody(FakeRequestKind kind, int afterBytes, int times = 1) => Next(
        kind,
        (context, answer) =>
        {
            context.Items[FakeAnswer.StallAfter] = afterBytes;
            return StandAsync(answer);
        },
        times);

    /// <summary>From now on requests of the kind are never answered.</summary>
    public void StallAlways(FakeRequestKind kind) => Always(kind, _ => true, (context, _) => StandAsync(() => FakeAnswer.UntilGoneAsync(context)));

    /// <summary>From now on the bodies of answers of the kind stand still after so many bytes.</summary>
    public void StallBodyAlways(FakeRequestKind kind, int afterBytes) => Always(
        kind,
        _ => true,
        (context, answer) =>
        {
            context.Items[FakeAnswer.StallAfter] = afterBytes;
            return StandAsync(answer);
        });

    /// <summary>From now on requests of the kind get this status where the test says so of their tag or digest.</summary>
    public void StatusAlways(FakeRequestKind kind, int status, Func<string, bool> isMeant) =>
        Always(kind, isMeant, (context, _) => FakeAnswer.ErrorAsync(context, status, "UNKNOWN"));

    /// <summary>Forgets the faults that have not happened yet, and those that would always happen.</summary>
    public void Clear()
    {
        queues.Clear();
        standing.Clear();
    }

    internal Func<HttpContext, Func<Task>, Task>? Take(FakeRequestKind kind, string reference) =>
        queues.TryGetValue(kind, out var queue) && queue.TryDequeue(out var fault) ? fault
        : standing.TryGetValue(kind, out var always) && always.IsMeant(reference) ? always.Fault
        : null;

    private async Task StandAsync(Func<Task> standing)
    {
        _ = Interlocked.Increment(ref stalled);
        try
        {
            await standing();
        }
        finally
        {
            _ = Interlocked.Decrement(ref stalled);
        }
    }

    private void Always(FakeRequestKind kind, Func<string, bool> isMeant, Func<HttpContext, Func<Task>, Task> fault) => standing[kind] = (isMeant, fault);
}
