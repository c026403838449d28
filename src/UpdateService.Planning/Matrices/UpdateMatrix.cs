using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Matrices;

/// <summary>All updates of a channel as a compact table.</summary>
/// <param name="Channel">Which channel.</param>
/// <param name="Architecture">Which architecture.</param>
/// <param name="Versions">Ascending; the numbers in <paramref name="Rows"/> are places in it.</param>
/// <param name="Risks">Every risk once, by name; where a name has several texts, each of them.</param>
/// <param name="RiskSets">As places in <paramref name="Risks"/>; the first one is empty: no risk.</param>
/// <param name="Rows">For each version its targets, ascending, with the place of their risks in <paramref name="RiskSets"/>.</param>
public sealed record UpdateMatrix(
    string Channel,
    Architecture Architecture,
    ImmutableArray<ReleaseVersion> Versions,
    ImmutableArray<Risk> Risks,
    ImmutableArray<ImmutableArray<int>> RiskSets,
    ImmutableArray<ImmutableArray<MatrixCell>> Rows) : Answer
{
    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Matrix.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => AdviceJson.Write(json, this, revision);

    internal override void Tell(Page page) => AdviceText.Write(this, page);

    /// <summary>The table; of a channel that does not exist an empty one.</summary>
    internal static UpdateMatrix Of(ArchitectureGraph? graph, Architecture architecture, string channel)
    {
        if (graph is null || ArchitectureIndex.Of(graph).Channels.NodesOf(channel) is not { Length: > 0 } nodes)
        {
            return new UpdateMatrix(channel, architecture, [], [], [[]], []);
        }

        var rows = nodes.Select(_ => ImmutableArray.CreateBuilder<MatrixCell>()).ToList();
        var sets = new List<int>();
        var placeOf = new int[graph.RiskSets.Length];
        var membership = ArchitectureIndex.Of(graph).Channels;
        var channels = membership.Set([channel]);
        new ChannelGraph(graph, nodes).Visit((source, target, riskSet) =>
        {
            if (!membership.Serves(nodes[source], nodes[target], channels))
            {
                return; // Of a group: no channel has both ends.
            }

            var place = 0;
            if (riskSet != ArchitectureGraph.Unconditional)
            {
                if (placeOf[riskSet] == 0)
                {
                    sets.Add(riskSet);
                    placeOf[riskSet] = sets.Count;
                }

                place = placeOf[riskSet];
            }

            rows[source].Add(new MatrixCell(target, place));
        });
        ImmutableArray<Risk> risks = [.. sets.SelectMany(set => graph.RiskSets[set]).Distinct().Order(Risk.SortOrder)];
        return new UpdateMatrix(
            channel,
            architecture,
            [.. nodes.Select(node => graph.Nodes[node].Version)],
            risks,
            [[], .. sets.Select(set => graph.RiskSets[set].Select(risk => risks.BinarySearch(risk, Risk.SortOrder)).ToImmutableArray())],
            [.. rows.Select(row => row.ToImmutable())]);
    }
}

/// <summary>One update.</summary>
/// <param name="To">The target's place among the versions.</param>
/// <param name="RiskSet">The place of its risks; 0 for none.</param>
public readonly record struct MatrixCell(int To, int RiskSet);
