using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Makes the answers of a revision. If an answer has the nodes and edges of the last revision, it is reused without being written
/// again. If it has the same bytes, its compressed bytes are reused.
/// </summary>
/// <remarks>One factory serves one series of revisions. It is not thread-safe.</remarks>
public sealed class AnswerFactory
{
    private ImmutableArray<ArchitecturePart> lastParts = [];
    private Dictionary<(string Channel, Architecture Architecture), Answer> lastAnswers = [];

    /// <summary>Starts with kept answers. An answer that has the same bytes again keeps its compressed bytes.</summary>
    public void BeginWith(AnswerSet kept)
    {
        lastParts = [];
        lastAnswers = ByPlace(kept);
    }

    /// <summary>Makes all answers of a graph, in parallel.</summary>
    public AnswerSet Make(UpdateGraph graph)
    {
        var parts = graph.Architectures.AsParallel().AsOrdered().Select(part => ArchitecturePart.Of(part, Earlier(part))).ToImmutableArray();
        var answers = new ConcurrentDictionary<(string Channel, Architecture Architecture), Answer>();
        var work = new List<Work>();
        foreach (var part in parts)
        {
            var changed = part.ChangesSince(Earlier(part.Graph));
            foreach (var (channel, nodes) in part.Graph.ChannelNodes)
            {
                work.Add(new Work(channel, nodes, part, changed));
            }
        }

        // The largest first, so that no core has the longest work left at the end.
        work.Sort(static (left, right) => right.Nodes.Length.CompareTo(left.Nodes.Length));
        _ = Parallel.ForEach(
            Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering),
            static () => new ArrayBufferWriter<byte>(1 << 20),
            (item, _, buffer) =>
            {
                answers[item.Key] = Make(item, buffer);
                return buffer;
            },
            static _ => { });

        // Both are set together: if something fails before, the next graph must not be compared with one that has no answers.
        var made = new AnswerSet(answers);
        (lastAnswers, lastParts) = (ByPlace(made), parts);
        return made;
    }

    /// <summary>The <see cref="AnswerSet.ContentHash"/> of a graph's answers, computed on this thread without compressing them well.</summary>
    /// <exception cref="OperationCanceledException">It is no longer needed.</exception>
    internal static string HashOf(UpdateGraph graph, CancellationToken cancellationToken)
    {
        var hashes = new List<(string Channel, Architecture Architecture, string Hash)>();
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        foreach (var part in graph.Architectures.Select(each => ArchitecturePart.Of(each, earlier: null)))
        {
            foreach (var (channel, nodes) in part.Graph.ChannelNodes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                AnswerWriter.Write(new ChannelGraph(part.Graph, nodes), part.Fragments, buffer);
                hashes.Add((channel, part.Graph.Architecture, Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))));
            }
        }

        return AnswerSet.HashOf(hashes
            .OrderBy(body => body.Channel, StringComparer.Ordinal).ThenBy(body => body.Architecture)
            .Select(body => (body.Channel, body.Architecture.Name, body.Hash)));
    }

    private static Dictionary<(string Channel, Architecture Architecture), Answer> ByPlace(AnswerSet answers) => answers.All.ToDictionary(
        entry => (entry.Channel, Architecture.TryParse(entry.Architecture, out var architecture) ? architecture : Architecture.Default),
        entry => entry.Answer);

    private ArchitecturePart? Earlier(ArchitectureGraph graph) => lastParts.FirstOrDefault(last => last.Graph.Architecture == graph.Architecture);

    private Answer Make(Work work, ArrayBufferWriter<byte> buffer)
    {
        var known = lastAnswers.GetValueOrDefault(work.Key);
        if (known is not null && !work.IsChanged())
        {
            return known;
        }

        buffer.ResetWrittenCount();
        AnswerWriter.Write(new ChannelGraph(work.Part.Graph, work.Nodes), work.Part.Fragments, buffer);
        return known is not null && known.HasBody(buffer.WrittenSpan) ? known : Answer.Of(buffer.WrittenSpan);
    }

    private sealed record Work(string Channel, ImmutableArray<int> Nodes, ArchitecturePart Part, NodeChanges Changes)
    {
        public (string Channel, Architecture Architecture) Key => (Channel, Part.Graph.Architecture);

        public bool IsChanged() => Changes.Touch(Channel, Nodes);
    }
}
