using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Releases;

/// <summary>The releases of an architecture, or of one of its channels, or of one minor.</summary>
/// <param name="Architecture">Which one.</param>
/// <param name="Channel">Which channel, or group of channels; null for all.</param>
/// <param name="Minor">Which minor version; null for all.</param>
/// <param name="Releases">Newest first.</param>
public sealed record ReleaseList(Architecture Architecture, string? Channel, MinorName? Minor, ImmutableArray<GraphNode> Releases) : Answer
{
    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Releases.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => AdviceJson.Write(json, this, revision);

    internal override void Tell(Page page) => AdviceText.Write(this, page);

    internal static ReleaseList Of(ArchitectureGraph? graph, Architecture architecture, string? channel, MinorName? minor)
    {
        var members = graph is null || channel is null ? null : ArchitectureIndex.Of(graph).Channels.NodesOf(channel).ToHashSet();
        return new ReleaseList(
            architecture,
            channel,
            minor,
            graph is null ? [] :
            [
                .. graph.Nodes
                    .Where((_, node) => members?.Contains(node) != false)
                    .Where(node => minor is null || MinorName.Of(node.Version) == minor)
                    .Reverse(),
            ]);
    }
}
