using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Comparisons;

/// <summary>One numbering of the releases and sets of risks of two graphs, so that their edges compare as numbers.</summary>
internal sealed class SharedNumbers
{
    private readonly ImmutableArray<ReleaseVersion> versions;
    private readonly List<ImmutableArray<Risk>> riskSets = [];
    private readonly Dictionary<ImmutableArray<Risk>, int> riskSetNumbers = new(RiskSetComparer.Instance);
    private readonly GraphNode?[] nodesBefore;
    private readonly GraphNode?[] nodesAfter;

    public SharedNumbers(ArchitectureGraph? before, ArchitectureGraph? after)
    {
        versions = [.. Versions(before).Union(Versions(after)).Order(ReleaseVersion.SortOrder)];
        var numbers = new Dictionary<ReleaseVersion, int>(versions.Length);
        for (var number = 0; number < versions.Length; number++)
        {
            numbers.Add(versions[number], number);
        }

        nodesBefore = new GraphNode?[versions.Length];
        nodesAfter = new GraphNode?[versions.Length];
        Before = new SharedSide(before, Number(before, numbers, nodesBefore), NumberRiskSets(before));
        After = new SharedSide(after, Number(after, numbers, nodesAfter), NumberRiskSets(after));
    }

    /// <summary>The first graph in these numbers.</summary>
    public SharedSide Before { get; }

    /// <summary>The second graph in these numbers.</summary>
    public SharedSide After { get; }

    /// <summary>The version with the number.</summary>
    public ReleaseVersion Version(int number) => versions[number];

    /// <summary>The versions with these numbers, ascending.</summary>
    public ImmutableArray<ReleaseVersion> Versions(IEnumerable<int> numbers) => [.. numbers.Order().Select(Version)];

    /// <summary>The set of risks with the number.</summary>
    public ImmutableArray<Risk> RiskSet(int number) => riskSets[number];

    /// <summary>The differences for clients in a release that both graphs have; null if there are none.</summary>
    public ReleaseChange? Changed(int number)
    {
        var (before, after) = (nodesBefore[number]!, nodesAfter[number]!);
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        var left = before.Metadata.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var right = after.Metadata.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        ImmutableArray<string> keys =
        [
            .. left.Keys.Union(right.Keys, StringComparer.Ordinal)
                .Where(key => key != MetadataKeys.Channels && left.GetValueOrDefault(key) != right.GetValueOrDefault(key))
                .Order(StringComparer.Ordinal),
        ];
        return keys.IsEmpty && before.Release.Payload == after.Release.Payload
            ? null
            : new ReleaseChange(versions[number], before.Release.Payload, after.Release.Payload, keys);
    }

    private static IEnumerable<ReleaseVersion> Versions(ArchitectureGraph? graph) => graph?.Nodes.Select(node => node.Version) ?? [];

    private static int[] Number(ArchitectureGraph? graph, Dictionary<ReleaseVersion, int> numbers, GraphNode?[] nodes)
    {
        var numberOf = new int[graph?.Nodes.Length ?? 0];
        for (var node = 0; node < numberOf.Length; node++)
        {
            numberOf[node] = numbers[graph!.Nodes[node].Version];
            nodes[numberOf[node]] = graph.Nodes[node];
        }

        return numberOf;
    }

    private int[] NumberRiskSets(ArchitectureGraph? graph)
    {
        var numberOf = new int[graph?.RiskSets.Length ?? 0];
        for (var set = 0; set < numberOf.Length; set++)
        {
            var risks = graph!.RiskSets[set];
            if (!riskSetNumbers.TryGetValue(risks, out var number))
            {
                riskSetNumbers.Add(risks, number = riskSets.Count);
                riskSets.Add(risks);
            }

            numberOf[set] = number;
        }

        return numberOf;
    }

    private sealed class RiskSetComparer : IEqualityComparer<ImmutableArray<Risk>>
    {
        public static RiskSetComparer Instance { get; } = new();

        public bool Equals(ImmutableArray<Risk> x, ImmutableArray<Risk> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<Risk> obj)
        {
            var hash = default(HashCode);
            foreach (var risk in obj)
            {
                hash.Add(risk);
            }

            return hash.ToHashCode();
        }
    }
}
