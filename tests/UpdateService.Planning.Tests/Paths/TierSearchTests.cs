using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

public sealed class TierSearchTests
{
    [Fact]
    public void Tiers_without_channels_of_their_own_are_not_searched()
    {
        var graph = new Sketch { Release("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("candidate-4.1", "4.1.0"), Channel("Mine_4", "4.1.0") }.Build().Build.Graph;

        var tiers = ChannelTier.Of(ArchitectureIndex.Of(graph.Architectures[0]), null, ProductRules.OpenShift);

        Assert.Equal(["0: stable-4.1", "3: stable-4.1 candidate-4.1"], tiers.Select(tier => $"{tier.Number}: {string.Join(' ', tier.Channels)}"));
    }
}
