using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Channels;

/// <summary>The channels of an architecture.</summary>
/// <param name="Architecture">Which one.</param>
/// <param name="Channels">The preferred streams first, within a stream by version.</param>
public sealed record ChannelsAnswer(Architecture Architecture, ImmutableArray<ChannelOverview> Channels) : Answer
{
    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Channels.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => AdviceJson.Write(json, this, revision);

    internal override void Tell(Page page) => AdviceText.Write(this, page);
}

/// <summary>What is in a channel, in numbers.</summary>
/// <param name="Name">The channel.</param>
/// <param name="Oldest">Its lowest release; null if none has an image.</param>
/// <param name="Newest">Its highest release; null if none has an image.</param>
/// <param name="Releases">How many releases it has.</param>
/// <param name="Edges">Updates without risks.</param>
/// <param name="ConditionalEdges">Updates with risks.</param>
/// <param name="NotMirrored">Versions that it names and of which no source has an image, ascending.</param>
public sealed record ChannelOverview(
    string Name,
    ReleaseVersion? Oldest,
    ReleaseVersion? Newest,
    int Releases,
    int Edges,
    int ConditionalEdges,
    ImmutableArray<ReleaseVersion> NotMirrored)
{
    internal static ChannelOverview Of(string name, ArchitectureGraph graph, PlanningFacts facts)
    {
        var notMirrored = facts.NotMirrored(name, graph.Architecture);
        if (!graph.ChannelNodes.TryGetValue(name, out var nodes))
        {
            return new ChannelOverview(name, null, null, 0, 0, 0, notMirrored);
        }

        var (edges, conditional) = (0, 0);
        new ChannelGraph(graph, nodes).Visit((_, _, riskSet) =>
        {
            if (riskSet == ArchitectureGraph.Unconditional)
            {
                edges++;
            }
            else
            {
                conditional++;
            }
        });
        return new ChannelOverview(name, graph.Nodes[nodes[0]].Version, graph.Nodes[nodes[^1]].Version, nodes.Length, edges, conditional, notMirrored);
    }
}
