using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Releases;

/// <summary>All about one release.</summary>
public sealed record ReleaseAnswer : Answer
{
    /// <summary>The version that was asked for.</summary>
    public required ReleaseVersion Version { get; init; }

    /// <summary>The architecture that was asked for.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The release; null if the graph does not have it, with <see cref="Reasons"/>.</summary>
    public GraphNode? Release { get; init; }

    /// <summary>Why it does not exist; empty if it does.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>Its channels, the preferred ones first.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>What it may be updated to in any channel, newest first.</summary>
    public ImmutableArray<Update> Targets { get; init; } = [];

    /// <summary>What may be updated to it in any channel, newest first.</summary>
    public ImmutableArray<Update> Sources { get; init; } = [];

    /// <summary>The entries that block updates into it outright.</summary>
    public ImmutableArray<Block> HardBlocks { get; init; } = [];

    /// <summary>The other architectures that have the version.</summary>
    public ImmutableArray<Architecture> OtherArchitectures { get; init; } = [];

    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Release.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => AdviceJson.Write(json, this, revision);

    internal override void Tell(Page page) => AdviceText.Write(this, page);

    internal static ReleaseAnswer Of(Planner planner, ReleaseVersion version, Architecture architecture, SearchBudget budget)
    {
        var explainer = new Explainer(planner, architecture, budget);
        var answer = new ReleaseAnswer
        {
            Version = version,
            Architecture = architecture,
            OtherArchitectures =
            [
                .. planner.Graph.Architectures.Select(graph => graph.Architecture)
                    .Where(other => other != architecture && planner.Find(other)!.TryFind(version, out _)),
            ],
        };
        if (planner.Find(architecture) is not { } index)
        {
            return answer with { Reasons = [explainer.ArchitectureMissing()] };
        }

        return index.TryFind(version, out var node)
            ? answer.With(planner, index, node)
            : answer with { Reasons = explainer.Unknown(version, null, [], null) };
    }

    private ReleaseAnswer With(Planner planner, ArchitectureIndex index, int node)
    {
        var updates = new UpdateList(index, []);
        var everywhere = index.Channels.Set(index.Channels.Names);
        return this with
        {
            Release = index.Graph.Nodes[node],
            Channels = [.. index.Graph.Nodes[node].Channels.Order(planner.Rules.Preference)],
            Targets = updates.Out(node, everywhere),
            Sources = updates.In(node, everywhere),
            HardBlocks = planner.Facts.Blocks.Into(Version, Architecture),
        };
    }
}
