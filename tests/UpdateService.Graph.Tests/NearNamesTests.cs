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

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("a", "b", 1)]
    [InlineData("ABC", "abc", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("stabel", "stable", 1)]
    [InlineData("4.61", "4.16", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("abc", "ca", 3)]
    public void Letters_are_added_dropped_changed_or_swapped_in_any_case(string left, string right, int changes)
    {
        Assert.Equal(changes, NearNames.Changes(left, right));
        Assert.Equal(changes, NearNames.Changes(right, left));
    }

    [Theory]
    [InlineData("abcde", "abcxy", true)]
    [InlineData("abcde", "abxyz", false)]
    [InlineData("abcdefghi", "abcdefxyz", true)]
    [InlineData("abcdefghi", "abcdewxyz", false)]
    public void Near_is_two_changes_or_a_third_of_the_letters(string wrong, string known, bool isNear) => Assert.Equal(isNear, NearNames.Near(wrong, [known]).Count == 1);

    [Fact]
    public void The_nearest_three_come_first_and_equally_near_ones_in_order() =>
        Assert.Equal(["d-4.1", "b-4.1", "c-4.1"], NearNames.Near("d-4.2", ["e-4.1", "c-4.1", "b-4.1", "d-4.1"]));

    [Fact]
    public void A_name_that_contains_what_was_written_is_near()
    {
        Assert.Equal(["eus-4.16", "fast-4.16", "stable-4.16"], NearNames.Near("4.16", Known));
        Assert.Empty(NearNames.Near("4.", Known));
    }

    [Fact]
    public void A_hostile_text_costs_no_more_than_a_name() => Assert.Empty(NearNames.Near(new string('x', 10_000_000), Known));
}
