using UpdateService.Planning.Facts;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Facts;

public sealed class PlanningFactsTests
{
    [Fact]
    public void The_feeder_of_a_channel_is_what_its_first_file_with_one_says()
    {
        var facts = new PlanningFacts(
            new Sketch { Channel("stable-4.1"), Fed("stable-4.1", "fast-4.1"), Fed("stable-4.1", "eus-4.1"), Fed("fast-4.1", "candidate-4.1"), Channel("candidate-4.1") }.Inputs,
            build: null);

        Assert.Equal("fast-4.1<candidate-4.1 stable-4.1<fast-4.1", string.Join(' ', facts.Feeders.Select(pair => $"{pair.Key}<{pair.Value.Channel}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Of_a_graph_alone_nothing_is_known()
    {
        Assert.Empty(PlanningFacts.None.Feeders);
        Assert.Empty(PlanningFacts.None.NotMirrored("stable-4.1", Architecture.Default));
        Assert.Null(PlanningFacts.None.InChannelSince("stable-4.1", Version("4.1.0")));
    }

    private static Channel Fed(string channel, string feeder) => Channel(channel) with { Feeder = new Feeder(feeder, "P1W") };
}
