using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Refreshing;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>What holds of the served revision whatever sources give one after another, be it published, held back or refused.</summary>
public sealed class RefreshLaws
{
    private static readonly string[] Names = ["4.1.0", "4.1.1", "4.1.2", "4.1.3"];

    [Fact]
    public void What_could_be_read_of_blocks_is_blocked_and_no_release_of_a_channel_is_lost_to_an_error() => Law.Holds(
        Gen.ArrayOf(StepGenerator(), 6).ToArbitrary(),
        async steps =>
        {
            using var state = new TemporaryFolder();
            var life = new Life(state.Path, Sketch([]), lenient: true);
            try
            {
                Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
                foreach (var step in steps)
                {
                    if (step.Restarts)
                    {
                        life.Dispose();
                        life = new Life(state.Path, lenient: true);
                    }

                    life.Releases.Reading = step.Reading;
                    var result = await life.RefreshAsync(Sketch(step.Blocks));
                    Assert.NotEqual(RefreshOutcome.Rejected, result.Outcome);
                    Assert.Equal(result.IsHealthy, life.HeldBack is null);
                    AssertServed(life.Store.Current!, step.Blocks);
                }
            }
            finally
            {
                life.Dispose();
            }
        },
        tests: 40);

    private static void AssertServed(Revision served, Block[] blocks)
    {
        var graph = Assert.Single(served.Graph.Architectures);
        Assert.Equal(Names, graph.Nodes.Select(node => node.Version.Text).Intersect(Names));
        for (var target = 0; target < graph.Nodes.Length; target++)
        {
            foreach (var source in graph.Sources[graph.Offsets[target]..graph.Offsets[target + 1]])
            {
                var (from, to) = (graph.Nodes[source].Version.Text, graph.Nodes[target].Version.Text);
                Assert.DoesNotContain(blocks, block => block.To == to && block.Matches($"{from}+amd64"));
            }
        }
    }

    private static GraphDataSketch Sketch(Block[] blocks) => blocks.Aggregate(
        GraphDataSketch.Good.With("channels/stable-4.1.yaml", $"name: stable-4.1\nversions: [{string.Join(", ", Names)}, 4.1.4]\n"),
        (sketch, block) => sketch.With($"blocked-edges/{block.File}.yaml", $"to: {block.To}\nfrom: '{block.From}'\n"));

    private static Gen<Step> StepGenerator() =>
        from blocks in Gen.ArrayOf(BlockGenerator(), 3)
        from reading in Gen.Elements(
            new ReleaseReading([.. Service.Chain], []),
            new ReleaseReading([.. Service.Chain, Release("4.1.4").From("4.1.3")], []),
            new ReleaseReading([.. Service.Chain], [Unreadable("other")]),
            new ReleaseReading([.. Service.Chain[..3]], [Unreadable("4.1.3")]),
            new ReleaseReading([.. Service.Chain[1..], Release("4.1.4").From("4.1.3")], []) { IsComplete = false },
            new ReleaseReading([.. Service.Chain[..3], Service.Chain[3].Payload(Service.Chain[0].Payload)], []),
            new ReleaseReading([], []))
        from restarts in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step([.. blocks.DistinctBy(block => block.File)], reading, restarts);

    private static Gen<Block> BlockGenerator() =>
        from file in Gen.Elements("a", "b", "c", "d")
        from to in Gen.Elements(Names)
        from pattern in Gen.Elements([.. Scenario.Patterns.Keys, "("])
        select new Block(Scenario.Patterns.ContainsKey(pattern) ? file : "broken", to, pattern); // One that was good before has that in its place.

    private static Problem Unreadable(string tag) => new(ProblemRule.UnreadableRelease, ProblemSeverity.Error, new Place(tag, 0), "m");

    /// <summary>What the sources give.</summary>
    public sealed record Step(Block[] Blocks, ReleaseReading Reading, bool Restarts)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{(Restarts ? "restart, " : "")}{Reading.Releases.Length} releases{(Reading.IsComplete ? "" : ", incomplete")}, {Reading.Problems.Length} problems, {string.Join("; ", Blocks.Select(block => $"{block}"))}";
    }

    /// <summary>A file that blocks, or tries to.</summary>
    public sealed record Block(string File, string To, string From)
    {
        /// <summary>Of a pattern that nobody can read, all.</summary>
        public bool Matches(string source) => !Scenario.Patterns.TryGetValue(From, out var matches) || matches(source);
    }
}
