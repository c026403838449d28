using System.Collections.Immutable;
using UpdateService.Builder.Revisions;

namespace UpdateService.Server.Revisions;

/// <summary>
/// The most recently used kept revisions whose graphs were built again, within a memory limit: memory is freed before another is built.
/// Revisions that are no longer queried are dropped after a while.
/// </summary>
internal sealed class RestoredGraphs : IDisposable
{
    /// <summary>Two revisions of today's public data, with the planner's indexes: enough to compare any two.</summary>
    private const long MostBytes = 128 << 20;

    /// <summary>The size of a graph without its edges, and of an edge, with the inputs and the planner's indexes, measured on the public data.</summary>
    private const long BytesOfAny = 8 << 20;
    private const long BytesOfEdge = 200;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly List<Revision> held = []; // The last used one at the end.
    private readonly ITimer timer;

    public RestoredGraphs(TimeProvider time) =>
        timer = time.CreateTimer(static graphs => ((RestoredGraphs)graphs!).Clear(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The estimated size of all graphs, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return held.Sum(revision => BytesOf(revision.Record));
            }
        }
    }

    /// <summary>The revision, if it is held.</summary>
    public Revision? Find(RevisionRecord record)
    {
        lock (gate)
        {
            return held.Find(revision => revision.Record.IsSameAs(record));
        }
    }

    /// <summary>Drops other revisions until there is room for these.</summary>
    public void MakeRoom(ImmutableArray<RevisionRecord> records)
    {
        lock (gate)
        {
            var others = held.FindAll(revision => !records.Any(revision.Record.IsSameAs));
            var bytes = records.Sum(BytesOf) + others.Sum(revision => BytesOf(revision.Record));
            foreach (var other in others.TakeWhile(_ => bytes > MostBytes))
            {
                _ = held.Remove(other);
                bytes -= BytesOf(other.Record);
            }
        }
    }

    /// <summary>Keeps a revision in memory.</summary>
    public void Keep(Revision revision)
    {
        lock (gate)
        {
            held.Add(revision);
        }
    }

    /// <summary>Drops what exceeds the limit after a query, the least recently used first.</summary>
    public void Trim()
    {
        lock (gate)
        {
            for (var bytes = held.Sum(revision => BytesOf(revision.Record)); bytes > MostBytes; held.RemoveAt(0))
            {
                bytes -= BytesOf(held[0].Record);
            }
        }

        _ = timer.Change(UnusedFor, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private static long BytesOf(RevisionRecord record) => BytesOfAny + ((record.Counts.Edges + record.Counts.ConditionalEdges) * BytesOfEdge);

    private void Clear()
    {
        lock (gate)
        {
            held.Clear();
        }
    }
}
