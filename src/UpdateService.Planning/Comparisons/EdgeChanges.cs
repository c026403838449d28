using System.Collections.Immutable;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Comparisons;

/// <summary>Walks two ordered lists of edges side by side and sorts out what differs.</summary>
internal sealed class EdgeChanges
{
    private readonly SharedNumbers numbers;
    private readonly List<Edge> added = [];
    private readonly List<Edge> removed = [];
    private readonly List<ConditionalEdge> addedConditional = [];
    private readonly List<ConditionalEdge> removedConditional = [];
    private readonly List<RiskSetChange> changed = [];

    public EdgeChanges(SharedNumbers numbers, List<NumberedEdge> before, List<NumberedEdge> after)
    {
        this.numbers = numbers;
        var (left, right) = (0, 0);
        while (left < before.Count || right < after.Count)
        {
            if (right == after.Count || (left < before.Count && before[left].Key < after[right].Key))
            {
                Put(before[left++], removed, removedConditional);
            }
            else if (left == before.Count || after[right].Key < before[left].Key)
            {
                Put(after[right++], added, addedConditional);
            }
            else
            {
                Compare(before[left++], after[right++]);
            }
        }
    }

    public Changes<Edge> Unconditional => new([.. added], [.. removed]);

    public Changes<ConditionalEdge> Conditional => new([.. addedConditional], [.. removedConditional]);

    public ImmutableArray<RiskSetChange> RiskSets => [.. changed];

    private static bool IsConditional(NumberedEdge edge) => edge.Risks != ArchitectureGraph.Unconditional;

    private void Compare(NumberedEdge before, NumberedEdge after)
    {
        if (before.Risks == after.Risks)
        {
            return;
        }

        if (IsConditional(before) && IsConditional(after))
        {
            var (from, to) = Ends(before);
            changed.Add(new RiskSetChange(from, to, numbers.RiskSet(before.Risks), numbers.RiskSet(after.Risks)));
            return;
        }

        Put(before, removed, removedConditional);
        Put(after, added, addedConditional);
    }

    private void Put(NumberedEdge edge, List<Edge> unconditional, List<ConditionalEdge> conditional)
    {
        var (from, to) = Ends(edge);
        if (IsConditional(edge))
        {
            conditional.Add(new ConditionalEdge(from, to, numbers.RiskSet(edge.Risks)));
        }
        else
        {
            unconditional.Add(new Edge(from, to));
        }
    }

    private (ReleaseVersion From, ReleaseVersion To) Ends(NumberedEdge edge) =>
        (numbers.Version((int)(edge.Key & uint.MaxValue)), numbers.Version((int)(edge.Key >> 32)));
}
