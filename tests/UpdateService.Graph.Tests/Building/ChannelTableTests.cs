using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class ChannelTableTests
{
    [Fact]
    public void A_channel_has_the_releases_that_it_lists_and_their_edges()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.2", "4[.]1[.]1", Risk("A")),
            Channel("stable-4.1", "4.1.0", "4.1.2", "9.9.9"), Channel("fast-4.1", "4.1.2", "4.1.1"), Channel("eus-4.2"),
        }.Build();
        Assert.Equal(("4.1.0, 4.1.2", "4.1.0 > 4.1.2", ""), (built.Nodes("stable-4.1"), built.Edges("stable-4.1"), built.Conditional("stable-4.1")));
        Assert.Equal(("4.1.1, 4.1.2", "", "4.1.1 > 4.1.2 (A)"), (built.Nodes("fast-4.1"), built.Edges("fast-4.1"), built.Conditional("fast-4.1")));
        Assert.Equal("""{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}""", built.Text("eus-4.2"));
        Assert.Equal("fast-4.1 stable-4.1 eus-4.2", string.Join(' ', built.Build.Graph.Channels));
    }

    [Fact]
    public void A_releases_channels_are_sorted_by_the_part_after_the_hyphen_and_stand_once()
    {
        var built = new Sketch
        {
            Release("4.1.0").With(MetadataKeys.Channels, "wrong,,wrong"),
            Channel("stable-4.2", "4.1.0"), Channel("stable-4.10", "4.1.0", "4.1.0"), Channel("candidate-4.2", "4.1.0", "4.1.0+amd64"), Channel("solo", "4.1.0"), Channel("a-4.2-x", "4.1.0"), Channel("other-1", "4.1.1"),
        }.Build();
        Assert.Equal("solo,stable-4.10,candidate-4.2,stable-4.2,a-4.2-x", built.Metadata("4.1.0", MetadataKeys.Channels, "solo"));
    }

    [Fact]
    public void The_same_channel_in_two_files_is_their_union_and_reported()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.1") with { Place = new Place("channels/z.yaml", 3) },
        }.Build();
        Assert.Equal(("4.1.0, 4.1.1", "4.1.0 > 4.1.1"), (built.Nodes(), built.Edges()));
        Assert.Equal("stable-4.1", built.Metadata("4.1.1", MetadataKeys.Channels));
        Assert.Equal("stable-4.1", Assert.Single(built.Build.Graph.Channels));
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.DuplicateChannel, ProblemSeverity.Warning, "channels/z.yaml:3"), (problem.Rule, problem.Severity, problem.Place.ToString()));
    }

    [Fact]
    public void A_channel_that_no_client_can_ask_for_is_reported()
    {
        var built = new Sketch { Release("4.1.0"), Channel("Stable_4", "4.1.0"), Channel("stable-4.1", "4.1.0") }.Build();
        Assert.Equal(ProblemSeverity.Warning, Assert.Single(built.Of(ProblemRule.UnrequestableChannel)).Severity);
    }

    [Fact]
    public void A_listed_version_with_an_architecture_is_in_the_channel_of_that_one_only()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.0+arm64"), Release("4.1.1"), Release("4.1.1+arm64"), Channel("stable-4.1", "4.1.0+arm64", "4.1.1") }.Build();
        Assert.Equal("4.1.1", built.Nodes(architecture: "amd64"));
        Assert.Equal("4.1.0, 4.1.1", built.Nodes(architecture: "arm64"));
    }

    [Fact]
    public void A_removed_release_is_in_no_channel()
    {
        var built = new Sketch { Release("4.1.0").With(MetadataKeys.Remove, "true"), Release("4.1.1"), Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0") }.Build();
        Assert.Equal("4.1.1", built.Nodes());
        Assert.DoesNotContain("fast-4.1", built.Build.Graph.Architectures.Single().ChannelNodes.Keys);
    }

    [Fact]
    public void Without_a_channel_a_release_shows_no_list_of_channels()
    {
        var built = new Sketch { Release("4.1.0").With(MetadataKeys.Channels, "old"), Channel("stable-4.1", "4.1.1") }.Build();
        var node = built.Build.Graph.Architectures.Single().Nodes.Single();
        Assert.Empty(node.Channels);
        Assert.DoesNotContain(node.Metadata, entry => entry.Key == MetadataKeys.Channels);
    }
}
