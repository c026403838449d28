using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Tests.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests;

/// <summary>What a planner tells of single channels.</summary>
public sealed class PlannerTests
{
    [Fact]
    public void The_risks_of_a_channel_are_those_of_its_updates() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);
        for (var channel = 0; channel < SmallGraph.Channels.Length; channel++)
        {
            bool Has(int release) => (graph.ChannelsOf[release] & (1 << channel)) != 0;
            var risks = graph.Edges.Where(edge => Has(edge.From) && Has(edge.To)).SelectMany(edge => edge.Risks).Select(SmallGraph.RiskName).Distinct().Order(StringComparer.Ordinal);

            Assert.Equal(risks, planner.RisksIn(Architecture.Default, SmallGraph.Channels[channel]));
        }

        Assert.Empty(planner.RisksIn(Architecture.Default, "stable-9.9"));
        Assert.Empty(planner.RisksIn(Arch("arm64"), "stable-4.1"));
    });

    [Fact]
    public void The_overview_of_a_channel_is_that_of_the_list() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);

        Assert.All(planner.ListChannels(Architecture.Default).Channels, listed => Assert.Equivalent(listed, planner.Overview(Architecture.Default, listed.Name), strict: true));
        Assert.Null(planner.Overview(Architecture.Default, "stable-9.9"));
        Assert.Null(planner.Overview(Arch("arm64"), "stable-4.1"));
    });

    [Fact]
    public void What_a_channel_has_more_the_other_has_less() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);
        foreach (var (one, other) in from one in SmallGraph.Channels from other in SmallGraph.Channels select (one, other))
        {
            var (there, back) = (planner.Compare(Architecture.Default, one, other), planner.Compare(Architecture.Default, other, one));

            Assert.Equal(there.IsEmpty, back.IsEmpty);
            Assert.True(one != other || there.IsEmpty);
            foreach (var (left, right) in there.Channels.Zip(back.Channels))
            {
                Assert.Equal((one, other), (left.Before, left.After));
                AssertMirrored(left.Releases, right.Releases);
                AssertMirrored(left.Edges, right.Edges);
                AssertMirrored(left.Risks, right.Risks);
                Assert.Equal(left.ConditionalEdges.Added.Select(Words), right.ConditionalEdges.Removed.Select(Words));
                Assert.Equal(left.ConditionalEdges.Removed.Select(Words), right.ConditionalEdges.Added.Select(Words));
                Assert.Empty(left.ChangedReleases);
                Assert.Empty(left.ChangedConditionalEdges);
                Assert.Equal(
                    SmallGraph.Versions.Where((_, release) => IsIn(graph, release, other) && !IsIn(graph, release, one)),
                    left.Releases.Added.Select(version => version.Text));
            }
        }
    });

    private static bool IsIn(SmallGraph graph, int release, string channel) => (graph.ChannelsOf[release] & (1 << SmallGraph.Channels.IndexOf(channel))) != 0;

    private static void AssertMirrored<T>(Changes<T> there, Changes<T> back)
    {
        Assert.Equal(there.Added.AsEnumerable(), back.Removed);
        Assert.Equal(there.Removed.AsEnumerable(), back.Added);
    }

    private static string Words(ConditionalEdge edge) => $"{edge.From}>{edge.To} {string.Join('+', edge.Risks.Select(risk => risk.Name))}";
}
