using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Revisions;

/// <summary>One build that is served: numbered, hashed over its content, never changed.</summary>
public sealed class Revision
{
    private readonly Lazy<IReadOnlyDictionary<ReleaseKey, string>> payloads;
    private readonly Lazy<GraphDataArchive> archive;

    /// <summary>Puts a revision together.</summary>
    public Revision(int number, DateTimeOffset builtAt, TimeSpan buildDuration, CollectedInputs inputs, GraphBuild build, AnswerSet answers)
    {
        Number = number;
        BuiltAt = builtAt;
        BuildDuration = buildDuration;
        Inputs = inputs;
        Build = build;
        Answers = answers;
        Problems = [.. inputs.Problems.Concat(build.Problems).Distinct().Order()];
        Counts = RevisionCounts.Of(this);
        payloads = new Lazy<IReadOnlyDictionary<ReleaseKey, string>>(() => build.Graph.Architectures
            .SelectMany(graph => graph.Nodes)
            .ToDictionary(node => new ReleaseKey(node.Version.Text, node.Release.Architecture), node => node.Release.Payload));
        archive = new Lazy<GraphDataArchive>(() => GraphDataArchive.Of(inputs.GraphData.FilesInUse, build.Selected));
    }

    /// <summary>From 1, ascending within one process.</summary>
    public int Number { get; }

    /// <summary>When it was built.</summary>
    public DateTimeOffset BuiltAt { get; }

    /// <summary>From the first byte read to the last byte made.</summary>
    public TimeSpan BuildDuration { get; }

    /// <summary>What it was built from.</summary>
    public CollectedInputs Inputs { get; }

    /// <summary>The graph, its problems and the releases in quarantine.</summary>
    public GraphBuild Build { get; }

    /// <summary>The graph.</summary>
    public UpdateGraph Graph => Build.Graph;

    /// <summary>The ready bytes.</summary>
    public AnswerSet Answers { get; }

    /// <summary>Of the inputs and of the build, in the order of their places.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>How much is in it.</summary>
    public RevisionCounts Counts { get; }

    /// <summary>The graph-data and releases as a gzip tar that another instance can serve from; made when first asked for.</summary>
    public GraphDataArchive Archive => archive.Value;

    /// <summary>The payload that it serves for a release; null where it has none.</summary>
    public string? PayloadOf(ReleaseKey key) => payloads.Value.GetValueOrDefault(key);
}
