namespace UpdateService.Graph.Tests;

public sealed class NearNamesTests
{
    private static readonly string[] Known = ["stable-4.16", "stable-4.18", "fast-4.16", "eus-4.16"];

    [Theory]
    [InlineData("stabel-4.16", "stable-4.16")]
    [InlineData("STABLE-4.16", "stable-4.16")]
    [InlineData("fst-4.16", "fast-4.16")]
    public void The_nearest_needs_the_fewest_changes(string wrong, string nearest) => Assert.Equal(nearest, NearNames.Nearest(wrong, Known));

    [Fact]
    public void Near_names_are_told_nearest_first_and_far_ones_are_not()
    {
        Assert.Equal(["stable-4.16", "stable-4.18"], NearNames.Near("stable-4.15", Known));
        Assert.Empty(NearNames.Near("quay", Known));
        Assert.Equal("", NearNames.Nearest("quay", []));
    }

    [Fact]
    public void A_hostile_text_costs_no_more_than_a_name() => Assert.Empty(NearNames.Near(new string('x', 10_000_000), Known));
}
