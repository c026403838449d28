namespace UpdateService.Graph.Tests;

public sealed class ChannelNameTests
{
    [Fact]
    public void Channels_are_listed_by_the_part_after_the_first_hyphen_and_then_by_name()
    {
        string[] sorted = ["4.18", "fast", "stable", "x-", "candidate-4.17", "fast-4.17", "stable-4.17", "candidate-4.18", "eus-4.18", "stable-4.18", "a-4.18-b", "b-4.18-a", "a-z", "B-é"];
        string[] expected = [.. sorted.OrderBy(name => name.Contains('-') ? name[(name.IndexOf('-') + 1)..] : "", StringComparer.Ordinal).ThenBy(name => name, StringComparer.Ordinal)];
        Assert.Equal(expected, sorted.Reverse().Order(ChannelName.SortOrder));
        Assert.Equal(["candidate-4.10", "stable-4.9"], new[] { "stable-4.9", "candidate-4.10" }.Order(ChannelName.SortOrder));
    }

    [Theory]
    [InlineData("stable-4.16", true)]
    [InlineData("4.16", true)]
    [InlineData("-", true)]
    [InlineData("", false)]
    [InlineData("Stable-4.16", false)]
    [InlineData("stable_4", false)]
    [InlineData("stable-4.16\n", false)]
    [InlineData("stabłe", false)]
    public void A_client_can_ask_for_it(string name, bool can) => Assert.Equal(can, ChannelName.CanBeRequested(name));

    [Theory]
    [InlineData("stable-4.16", false)]
    [InlineData("Stable é", true)]
    [InlineData("a,b", true)]
    [InlineData("", true)]
    [InlineData("a b", true)]
    [InlineData("a\tb", true)]
    [InlineData("a\u0001b", true)]
    [InlineData("\u2028", true)]
    [InlineData("\u00a0", true)]
    [InlineData("a\u0085", true)]
    public void A_name_that_would_break_the_comma_list_is_refused(string name, bool refused) => Assert.Equal(refused, ChannelName.Refuse(name) is not null);

    [Fact]
    public void A_name_has_at_most_256_characters()
    {
        Assert.Null(ChannelName.Refuse(new string('a', 256)));
        Assert.NotNull(ChannelName.Refuse(new string('a', 257)));
    }
}
