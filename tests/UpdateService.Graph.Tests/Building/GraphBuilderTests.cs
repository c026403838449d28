using UpdateService.Graph.Building;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class GraphBuilderTests
{
    private static readonly string[] Digests = [.. new[] { DigestOf("a"), DigestOf("b") }.Order(StringComparer.Ordinal)];

    private static readonly GraphInputs Start = new Sketch
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"),
        Release("4.1.3").From("4.1.2").With(MetadataKeys.PreviousRemoveRegex, "("),
        Release("4.1.4").From("4.1.2").Payload($"r@{Digests[0]}"), Release("4.1.4").From("4.1.1").Payload($"r@{Digests[1]}"),
    }.Inputs;

    public static TheoryData<string> Changes => ["nothing", "a block", "a risk", "a channel", "raw metadata", "a release", "leniency", "what is served"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_a_builder_remembers_changes_no_result(string change)
    {
        var changed = Changed(change);
        var builder = new GraphBuilder();

        var first = Told(Built.From(Start, builder));
        var second = Told(Built.From(changed, builder));
        var third = Told(Built.From(Start, builder));

        Assert.Equal(Told(Built.From(Start)), first);
        Assert.Equal(Told(Built.From(changed)), second);
        Assert.Equal(first, third);
        Assert.Equal(change == "nothing", first == second);
    }

    [Fact]
    public void More_declared_updates_than_a_revision_may_have_refuse_it_and_the_release_is_named()
    {
        var inputs = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1").Line(7) }.Inputs;
        var builder = new GraphBuilder();

        Assert.Empty(builder.Build(inputs with { Limits = new RevisionLimits { Pairs = 3 } }).Problems);
        var build = builder.Build(inputs with { Limits = new RevisionLimits { Pairs = 2 } });

        var problem = Assert.Single(build.Problems);
        Assert.Equal((true, ProblemRule.InputLimit, 7), (build.IsRejected, problem.Rule, problem.Place.Line));
        Assert.Equal("With this file there are more than 2 updates between releases. If this is meant, raise the limit: --limit pairs=…", problem.Message);
        Assert.Empty(builder.Build(inputs).Problems);
    }

    [Fact]
    public void Only_releases_whose_channels_changed_are_new_objects()
    {
        var releases = new Sketch { Release("4.1.0"), Release("4.1.1"), Release("4.1.2"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") }.Inputs;
        var builder = new GraphBuilder();

        var before = builder.Build(releases).Graph.Architectures.Single().Nodes;
        var same = builder.Build(releases with { BlockedEdges = [Block("4.1.1")] }).Graph.Architectures.Single().Nodes;
        var after = builder.Build(releases with { Channels = [Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1")] }).Graph.Architectures.Single().Nodes;

        Assert.True(before == same);
        Assert.Equal([true, false, true], before.Zip(after, ReferenceEquals));
        Assert.Equal("fast-4.1 stable-4.1", string.Join(' ', after[1].Channels));
    }

    /// <summary>Large arrays that need not be made again are what a refresh after a small change saves.</summary>
    [Theory]
    [InlineData("nothing", "graph offsets sources riskSetOf riskSets nodes")]
    [InlineData("a message", "offsets sources riskSetOf nodes")]
    [InlineData("a risk more", "offsets sources nodes")]
    [InlineData("a risk less", "offsets sources nodes")]
    [InlineData("a pattern", "offsets sources nodes")]
    [InlineData("a block of what was removed", "offsets sources riskSetOf nodes")]
    [InlineData("a block", "nodes")]
    [InlineData("a block less", "nodes")]
    [InlineData("a channel", "offsets sources riskSetOf riskSets")]
    public void What_a_change_leaves_as_it_was_is_the_same_object(string change, string same)
    {
        var start = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"),
            Release("4.1.3").From("4.1.1", "4.1.2").With(MetadataKeys.PreviousRemove, "4.1.1"),
            Channel(Sketch.Everything, "4.1.0", "4.1.1", "4.1.2", "4.1.3"), Block("4.1.1"), Guard("4.1.2", "^4[.]1[.]0[+]", Risk("A")), Guard("4.1.2", Risk("B")),
        }.Inputs;
        var entries = start.BlockedEdges;
        var changed = change switch
        {
            "a message" => start with { BlockedEdges = [entries[0], entries[1] with { Risk = entries[1].Risk! with { Message = "Other." } }, entries[2]] },
            "a risk more" => start with { BlockedEdges = [.. entries, Guard("4.1.3", Risk("C"))] },
            "a risk less" => start with { BlockedEdges = [entries[0], entries[1]] },
            "a pattern" => start with { BlockedEdges = [entries[0], entries[1] with { From = Pattern("never") }, entries[2]] },
            "a block of what was removed" => start with { BlockedEdges = [.. entries, Block("4.1.3", "^4[.]1[.]0")] },
            "a block" => start with { BlockedEdges = [.. entries, Block("4.1.3", "^4[.]1[.]2")] },
            "a block less" => start with { BlockedEdges = [entries[1], entries[2]] },
            "a channel" => start with { Channels = [Channel(Sketch.Everything, "4.1.0", "4.1.1", "4.1.2")] },
            _ => start with { },
        };
        var builder = new GraphBuilder();

        var before = builder.Build(start).Graph.Architectures.Single();
        var built = Built.From(changed, builder);
        var after = built.Build.Graph.Architectures.Single();

        Assert.Equal(Told(Built.From(changed)), Told(built));
        (string Name, bool IsSame)[] parts =
        [
            ("graph", ReferenceEquals(before, after)),
            ("offsets", before.Offsets == after.Offsets),
            ("sources", before.Sources == after.Sources),
            ("riskSetOf", before.RiskSetOf == after.RiskSetOf),
            ("riskSets", before.RiskSets == after.RiskSets),
            ("nodes", before.Nodes == after.Nodes),
        ];
        Assert.Equal(same, string.Join(' ', parts.Where(part => part.IsSame).Select(part => part.Name)));
    }

    [Fact]
    public void Equal_sets_of_risks_are_one_set_in_whatever_build_and_order_they_came()
    {
        var start = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.0"), Guard("4.1.1", Risk("A")), Guard("4.1.1", Risk("B")), Guard("4.1.2", Risk("C")) }.Inputs;
        var builder = new GraphBuilder();
        _ = builder.Build(start);
        foreach (BlockedEdge[] more in (BlockedEdge[][])[[Guard("4.1.3", Risk("B")), Guard("4.1.3", Risk("A"))], [Guard("4.1.3", Risk("A")), Guard("4.1.3", Risk("B"))], [Guard("4.1.3", Risk("C"))]])
        {
            var changed = start with { BlockedEdges = [.. start.BlockedEdges, .. more] };
            var built = Built.From(changed, builder);
            Assert.Equal(2, built.Build.Graph.Architectures.Single().RiskSets.Length);
            Assert.Equal(Told(Built.From(changed)), Told(built));
        }
    }

    [Fact]
    public void A_set_of_risks_keeps_its_number_from_target_to_target()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.0"), Guard("4.1.1", Risk("A")), Guard("4.1.2", Risk("B")), Guard("4.1.3", Risk("A")) }.Build();
        Assert.Equal("4.1.0 > 4.1.1 (A), 4.1.0 > 4.1.2 (B), 4.1.0 > 4.1.3 (A)", built.Conditional());
        Assert.Equal([0, 1, 0], built.Build.Graph.Architectures.Single().RiskSetOf.AsEnumerable());
    }

    [Fact]
    public void Entries_of_a_release_that_is_removed_change_nothing_in_any_build()
    {
        var start = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").With(MetadataKeys.Remove, "true"), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.1", Risk("A")) }.Inputs;
        var builder = new GraphBuilder();
        foreach (var inputs in (GraphInputs[])[start, start with { BlockedEdges = [Guard("4.1.1", Risk("B"))] }, start with { BlockedEdges = [] }])
        {
            var built = Built.From(inputs, builder);
            Assert.Equal(("4.1.0 > 4.1.2", ""), (built.Edges(), built.Conditional()));
        }
    }

    [Fact]
    public void What_a_build_that_failed_left_behind_changes_no_result()
    {
        var builder = new GraphBuilder();
        _ = builder.Build(Start);
        var blocked = Start with { BlockedEdges = [Block("4.1.2")] };
        Assert.ThrowsAny<Exception>(() => builder.Build(blocked with { Channels = [new Channel("broken", default, new Place("channels/broken.yaml", 1))] }));

        Assert.Equal(Told(Built.From(blocked)), Told(Built.From(blocked, builder)));
        Assert.Equal(Told(Built.From(Start)), Told(Built.From(Start, builder)));
    }

    [Fact]
    public void A_set_of_risks_that_stands_on_no_edge_any_more_is_not_in_the_graph()
    {
        var start = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").With(MetadataKeys.PreviousRemove, "4.1.0"), Release("4.1.2").From("4.1.0"), Guard("4.1.1", Risk("A")), Guard("4.1.2", Risk("B")) }.Inputs;
        Assert.Equal("B", string.Join(' ', new GraphBuilder().Build(start).Graph.Architectures.Single().RiskSets.SelectMany(set => set).Select(risk => risk.Name)));
    }

    [Fact]
    public void Architectures_are_in_ordinal_order_whatever_the_order_of_releases()
    {
        var built = new Sketch { Release("4.1.0+s390x"), Release("4.1.0"), Release("4.1.0+ppc64le"), Release("4.1.0+arm64") }.Build();
        Assert.Equal("amd64 arm64 ppc64le s390x", string.Join(' ', built.Build.Graph.Architectures.Select(graph => graph.Architecture)));
    }

    private static GraphInputs Changed(string change) => change switch
    {
        "a block" => Start with { BlockedEdges = [Block("4.1.2", "^4[.]1[.]0[+]")] },
        "a risk" => Start with { BlockedEdges = [Guard("4.1.2", "^4[.]1[.]0[+]", Risk("A"))] },
        "a channel" => Start with { Channels = [Channel(Sketch.Everything, "4.1.0", "4.1.2", "4.1.4")] },
        "raw metadata" => Start with { RawMetadata = [Raw("4.1.2", MetadataKeys.PreviousRemove, "4.1.1")] },
        "a release" => Start with { Releases = Start.Releases.RemoveAt(1) },
        "leniency" => Start with { Lenient = true },
        "what is served" => Start with { ServedPayload = key => key.Version == "4.1.4" ? $"r@{Digests[1]}" : null },
        _ => Start with { },
    };

    private static string Told(Built built) => string.Join(
        '\n',
        [built.Text(), .. built.Problems.Select(problem => $"{problem.Severity} {problem}"), .. built.Build.Quarantine.Select(lost => lost.Reason)]);
}
