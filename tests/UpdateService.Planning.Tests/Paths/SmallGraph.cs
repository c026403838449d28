using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>An edge between two of the versions, with risks by number.</summary>
public sealed record SmallEdge(int From, int To, ImmutableArray<int> Risks)
{
    public override string ToString() => $"{From}>{To}[{string.Join(',', Risks)}]";
}

/// <summary>
/// A graph of few releases, with many ways through it. Channels: bit 0 is stable, 1 is eus, 2 is fast, 3 is candidate.
/// </summary>
public sealed record SmallGraph(ImmutableArray<int> ChannelsOf, ImmutableArray<SmallEdge> Edges, ImmutableArray<int> Accepted)
{
    public static readonly ImmutableArray<string> Versions = ["4.1.0", "4.1.1", "4.1.2", "4.2.0", "4.2.1", "4.3.0", "4.3.1", "5.0.0", "5.0.1"];
    public static readonly ImmutableArray<string> Channels = ["stable-4.1", "eus-4.1", "fast-4.1", "candidate-4.1"];

    public static Arbitrary<SmallGraph> InOneChannel { get; } = Arb.From(Generator(Gen.Constant(1)), Smaller);

    public static Arbitrary<SmallGraph> InManyChannels { get; } = Arb.From(Generator(Gen.Choose(0, 15)), Smaller);

    public static string RiskName(int number) => $"Risk{number}";

    /// <summary>As the planner takes it.</summary>
    public UpdateGraph Graph => new([ToArrays()], [.. Channels]);

    public ImmutableArray<string> AcceptedNames => [.. Accepted.Select(RiskName)];

    public override string ToString() => $"channels {string.Join(' ', ChannelsOf)}; edges {string.Join(' ', Edges)}; accepted {string.Join(' ', Accepted)}";

    private static Gen<SmallGraph> Generator(Gen<int> channels) =>
        from channelsOf in Gen.ListOf(channels, Versions.Length)
        from density in Gen.Choose(2, 9)
        from risky in Gen.Choose(0, 9)
        from edges in Gen.CollectToArray(Pairs(), pair => Edge(pair, density, risky))
        from accepted in Gen.ListOf(Gen.Choose(0, 9), 2)
        select new SmallGraph([.. channelsOf], [.. edges.OfType<SmallEdge>()], [.. accepted.Distinct().Where(risk => risk < 7)]);

    private static IEnumerable<(int From, int To)> Pairs() =>
        from to in Enumerable.Range(0, Versions.Length) from source in Enumerable.Range(0, to) select (source, to);

    private static Gen<SmallEdge?> Edge((int From, int To) pair, int density, int risky) =>
        from exists in Gen.Choose(0, 9)
        from hasRisks in Gen.Choose(0, 9)
        from risks in Gen.NonEmptyListOf(Gen.Choose(0, 6))
        select exists >= density ? null : new SmallEdge(pair.From, pair.To, hasRisks < risky ? [.. risks.Take(3).Distinct().Order()] : []);

    private static IEnumerable<SmallGraph> Smaller(SmallGraph graph) =>
        graph.Edges.Select(edge => graph with { Edges = graph.Edges.Remove(edge) })
            .Concat(graph.Edges.SelectMany(edge => edge.Risks.Select(risk => graph with { Edges = graph.Edges.Replace(edge, edge with { Risks = edge.Risks.Remove(risk) }) })));

    private ArchitectureGraph ToArrays()
    {
        var sets = Edges.Select(edge => string.Join(',', edge.Risks)).Where(key => key.Length > 0).Distinct().ToList();
        var offsets = new List<int> { 0 };
        var sources = new List<int>();
        var riskSetOf = new List<int>();
        for (var target = 0; target < Versions.Length; target++)
        {
            foreach (var edge in Edges.Where(edge => edge.To == target).OrderBy(edge => edge.From))
            {
                sources.Add(edge.From);
                riskSetOf.Add(sets.IndexOf(string.Join(',', edge.Risks)));
            }

            offsets.Add(sources.Count);
        }

        return new ArchitectureGraph
        {
            Architecture = Architecture.Default,
            Nodes = [.. Versions.Select((version, node) => new GraphNode(Release(version), [.. ChannelNames(node)], []))],
            Offsets = [.. offsets],
            Sources = [.. sources],
            RiskSetOf = [.. riskSetOf],
            RiskSets = [.. sets.Select(set => set.Split(',').Select(number => Risk(RiskName(int.Parse(number)))).ToImmutableArray())],
            ChannelNodes = Channels
                .Select((name, bit) => KeyValuePair.Create(name, Enumerable.Range(0, Versions.Length).Where(node => (ChannelsOf[node] & (1 << bit)) != 0).ToImmutableArray()))
                .Where(pair => pair.Value.Length > 0)
                .ToImmutableSortedDictionary(ChannelName.SortOrder),
        };
    }

    private IEnumerable<string> ChannelNames(int node) => Channels.Where((_, bit) => (ChannelsOf[node] & (1 << bit)) != 0).Order(ChannelName.SortOrder);
}
