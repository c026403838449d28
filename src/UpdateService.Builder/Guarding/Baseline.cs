using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;

namespace UpdateService.Builder.Guarding;

/// <summary>The parts of a revision that the loss guard compares builds with. Read from its inputs or, if they are damaged, from its answers.</summary>
internal sealed class Baseline
{
    private readonly Lazy<Dictionary<(Architecture Architecture, string Version), ImmutableArray<string>>> channels;

    private Baseline(Revision revision, UpdateGraph graph, ImmutableArray<DeclaredPairs> pairs, CollectedInputs? inputs, string? damage)
    {
        Revision = revision;
        Graph = graph;
        Pairs = pairs;
        Inputs = inputs;
        Damage = damage;
        channels = new(() => Graph.Architectures
            .SelectMany(part => part.Nodes, (part, node) => (Key: (part.Architecture, node.Version.Text), node.Channels))
            .ToDictionary(entry => entry.Key, entry => entry.Channels));
    }

    /// <summary>The revision.</summary>
    public Revision Revision { get; }

    /// <summary>Its graph.</summary>
    public UpdateGraph Graph { get; }

    /// <summary>Its pairs, by architecture.</summary>
    public ImmutableArray<DeclaredPairs> Pairs { get; }

    /// <summary>What it was built from; null if that is damaged.</summary>
    public CollectedInputs? Inputs { get; }

    /// <summary>Why its inputs cannot be used, as a sentence; null if they can be used.</summary>
    public string? Damage { get; }

    /// <summary>Reads a revision.</summary>
    /// <exception cref="InvalidDataException">Neither its inputs nor its answers can be read.</exception>
    public static Baseline Of(Revision revision)
    {
        if (revision.Damage is not { } damage)
        {
            return new Baseline(revision, revision.Graph, revision.Build.Pairs, revision.Inputs, damage: null);
        }

        var graph = AnswerGraph.Of(revision.Answers);
        return new Baseline(revision, graph, [.. graph.Architectures.Select(DeclaredPairs.Of)], inputs: null, damage);
    }

    /// <summary>What a build opens and weakens compared with it.</summary>
    public PairComparison Compare(ImmutableArray<DeclaredPairs> after) => PairComparison.Of(Pairs, after, Inputs is null ? IsShown : null);

    /// <summary>Whether an answer would have the edge if it existed: both releases are in one channel.</summary>
    private bool IsShown(Architecture architecture, ReleaseVersion source, ReleaseVersion target) =>
        channels.Value.TryGetValue((architecture, source.Text), out var left)
        && channels.Value.TryGetValue((architecture, target.Text), out var right)
        && left.AsSpan().ContainsAny(right.AsSpan());
}
