using UpdateService.Planning.Facts;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Channels;

public sealed class ChannelOverviewTests
{
    [Fact]
    public void A_channel_is_told_in_numbers_and_one_without_any_image_by_what_it_names()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.2.0+arm64"), Guard("4.1.2", Risk("Slow")),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2"), Channel("fast-4.1", "4.1.9", "4.1.10"), Channel("stable-4.2", "4.2.0"),
        };
        var build = sketch.Build().Build;
        var planner = new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));

        Assert.Equal(
            ["stable-4.1: 3 from 4.1.0 to 4.1.2, 1+2, lacks ", "fast-4.1: 0 from  to , 0+0, lacks 4.1.9 4.1.10"],
            planner.ListChannels(Architecture.Default).Channels.Select(channel =>
                $"{channel.Name}: {channel.Releases} from {channel.Oldest} to {channel.Newest}, {channel.Edges}+{channel.ConditionalEdges}, lacks {string.Join(' ', channel.NotMirrored)}"));
        Assert.Empty(planner.ListChannels(Architecture.Multi).Channels);
    }
}
