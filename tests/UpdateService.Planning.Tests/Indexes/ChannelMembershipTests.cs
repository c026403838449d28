using UpdateService.Planning.Indexes;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Indexes;

public sealed class ChannelMembershipTests
{
    [Fact]
    public void A_channel_serves_an_edge_where_it_has_both_ends()
    {
        var index = Index(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"),
            Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2"), Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("eus-4.1", "4.1.1", "4.1.2"),
        });
        Assert.Equal("fast-4.1 stable-4.1", Serving(index, 0, 1));
        Assert.Equal("fast-4.1", Serving(index, 0, 2));
        Assert.Equal("", Serving(index, 0, 2, "stable-4.1", "eus-4.1", "none-4.1"));
    }

    [Fact]
    public void With_more_channels_than_a_word_has_bits_each_is_told_from_the_others()
    {
        var names = Enumerable.Range(100, 70).Select(number => $"a-{number}").ToArray();
        var index = Index(new Sketch
        {
            Release("4.0.9"), Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"),
            names.Select((name, number) => Channel(name, "4.1.0", number == 66 ? "4.1.1" : "4.1.2")),
        });
        Assert.Equal("a-166", Serving(index, 1, 2));
        Assert.Equal(string.Join(' ', names.Except(["a-166"])), Serving(index, 1, 3));
    }

    [Fact]
    public void What_a_channel_leaves_out_because_no_cluster_could_store_it_is_an_update_of_smaller_channels_only()
    {
        var all = Enumerable.Range(0, 503).Select(patch => $"4.1.{patch}").ToArray();
        var index = Index(new Sketch
        {
            Release("4.1.0"), all.Skip(1).Select(version => Release(version).From("4.1.0")), all.Skip(1).Select(version => Guard(version, Risk("A"))),
            Channel("stable-4.1", all), Channel("small-4.1", all[..3]),
        });
        Assert.Equal("small-4.1", Serving(index, 0, 2));
        Assert.Equal("stable-4.1", Serving(index, 0, 3));
        Assert.Equal("", Serving(index, 0, 1, "stable-4.1"));
    }

    [Fact]
    public void A_channel_of_many_releases_leaves_nothing_out_where_no_source_has_too_many_targets()
    {
        var index = Index(new Sketch { Release("4.1.0"), Enumerable.Range(1, 600).Select(patch => Release($"4.1.{patch}").From("4.1.0")) });
        Assert.Equal(Sketch.Everything, Serving(index, 0, 1));
        Assert.Equal(Sketch.Everything, Serving(index, 0, 600));
    }

    private static ArchitectureIndex Index(Sketch sketch) => ArchitectureIndex.Of(sketch.Build().Build.Graph.Architectures.Single());

    private static string Serving(ArchitectureIndex index, int source, int target, params string[] channels)
    {
        var asked = index.Channels.Set(channels.Length == 0 ? index.Channels.Names : channels);
        var serving = string.Join(' ', index.Channels.Serving(source, target, asked));
        Assert.Equal(serving.Length > 0, index.Channels.Serves(source, target, asked));
        return serving;
    }
}
