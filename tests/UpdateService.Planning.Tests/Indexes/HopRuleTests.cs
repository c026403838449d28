using UpdateService.Planning.Indexes;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Indexes;

public sealed class HopRuleTests
{
    [Theory]
    [InlineData("4.1.0", "4.1.1", true)]
    [InlineData("4.1.0-rc.1", "4.1.0", true)]
    [InlineData("4.1.9", "4.2.0", true)]
    [InlineData("4.1.9", "4.3.0", false)]
    [InlineData("4.3.1", "5.0.0", true)]
    [InlineData("4.3.1", "5.0.7", true)]
    [InlineData("4.4.0", "5.0.0", true)]
    [InlineData("4.2.9", "5.0.0", false)]
    [InlineData("4.3.1", "5.1.0", false)]
    [InlineData("4.3.1", "6.0.0", false)]
    [InlineData("3.11.0", "4.0.0", true)]
    [InlineData("4.1.1", "4.1.1", false)]
    [InlineData("4.1.1", "4.1.0", false)]
    [InlineData("4.3.0", "4.1.0", false)]
    [InlineData("5.0.0", "4.3.0", false)]
    public void A_hop_leads_upwards_to_the_next_minor_at_most(string from, string to, bool allowed)
    {
        var rule = Rule(Release("4.1.0"), Release("4.2.0"), Release("4.3.0"), Release("5.0.0"));
        Assert.Equal(allowed, rule.Allows(Version(from), Version(to)));
        Assert.Equal(!allowed && Version(from) < Version(to), Version(from) < Version(to) && rule.CrossesMinors(Version(from), Version(to)));
    }

    [Fact]
    public void A_way_within_a_major_downwards_passes_over_no_minor() => Assert.False(Rule(Release("4.1.0")).CrossesMinors(Version("4.9.0"), Version("4.1.0")));

    [Theory]
    [InlineData("4.20.0", false)]
    [InlineData("4.21.0", false)]
    [InlineData("4.22.0", true)]
    [InlineData("4.22.7", true)]
    [InlineData("4.23.0", true)]
    public void The_last_minor_of_a_major_is_the_highest_that_has_an_update_into_the_next(string from, bool allowed)
    {
        var rule = Rule(
            Release("4.20.0").To("5.0.1"), Release("4.21.0").To("5.0.0"), Release("4.22.0").To("5.0.0", "5.0.1"), Release("4.23.0").To("5.1.0"), Release("4.24.0"),
            Release("5.0.0"), Release("5.0.1"), Release("5.1.0"));
        Assert.Equal(allowed, rule.Allows(Version(from), Version("5.0.0")));
    }

    private static HopRule Rule(params Release[] releases) => new(new Sketch { releases }.Build().Build.Graph.Architectures.Single());
}
