using UpdateService.Graph.Risks;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Risks;

public sealed class RiskTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("DTK_4_16_58_KernelMismatch")]
    [InlineData("Z9_")]
    public void A_name_is_a_capital_letter_followed_by_letters_digits_and_underscores(string name) => Assert.Null(Risk(name).Refuse());

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("9A")]
    [InlineData("_A")]
    [InlineData("A-B")]
    [InlineData("A.B")]
    [InlineData("A B")]
    [InlineData("A\n")]
    [InlineData("Aé")]
    [InlineData("Éa")]
    public void Another_name_is_refused(string name) =>
        Assert.Contains("is not a capital letter followed by up to 255 letters", (Risk("A") with { Name = name }).Refuse(), StringComparison.Ordinal);

    [Fact]
    public void A_name_has_at_most_256_characters()
    {
        Assert.Null((Risk("A") with { Name = "A" + new string('b', 255) }).Refuse());
        Assert.NotNull((Risk("A") with { Name = "A" + new string('b', 256) }).Refuse());
    }

    [Theory]
    [InlineData("", "the message is empty")]
    [InlineData(" \n", "the message is empty")]
    public void A_message_is_not_empty(string message, string reason) => Assert.Equal(reason, (Risk("A") with { Message = message }).Refuse());

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/relative", "no scheme")]
    [InlineData("example.com", "no scheme")]
    [InlineData("http://a b", "host")]
    [InlineData("https://example.com#a", "cannot stand in a cluster's status: its host")]
    [InlineData("https://example.com:443#a?b/c", "cannot stand in a cluster's status: its port")]
    [InlineData("https://a#b@example.com/", "cannot stand in a cluster's status: its user name")]
    public void An_address_is_absolute_and_parses(string url, string reason) =>
        Assert.Contains(reason, (Risk("A") with { Url = url }).Refuse(), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://example.com/#a")]
    [InlineData("https://example.com/a?b#c")]
    [InlineData("https://example.com?a#b")]
    [InlineData("https://[::1]:80/a#b")]
    [InlineData("mailto:a#b")]
    public void An_address_with_a_fragment_behind_its_path_or_query_is_good(string url) => Assert.Null((Risk("A") with { Url = url }).Refuse());

    [Theory]
    [InlineData(null, false, "no query")]
    [InlineData("", true, "no query")]
    [InlineData(" ", true, "no query")]
    public void A_query_has_a_text(string? query, bool hasKey, string reason) =>
        Assert.Contains(reason, Risk("A", new MatchingRule("PromQL", query, hasKey)).Refuse(), StringComparison.Ordinal);

    [Fact]
    public void A_rule_Always_has_no_query()
    {
        Assert.Contains("promql", Risk("A", new MatchingRule("Always", null, HasPromQlKey: true)).Refuse(), StringComparison.Ordinal);
        Assert.Contains("promql", Risk("A", new MatchingRule("Always", "up", HasPromQlKey: true)).Refuse(), StringComparison.Ordinal);
        Assert.NotNull(Risk("A", Query("up"), new MatchingRule("Always", null, HasPromQlKey: true)).Refuse());
        Assert.NotNull(Risk("A", new MatchingRule("Always", "up")).Refuse());
    }

    [Fact]
    public void Rule_types_that_clients_do_not_know_need_one_beside_them_that_they_do()
    {
        Assert.Contains("of a type that clients know", Risk("A", new MatchingRule("Later")).Refuse(), StringComparison.Ordinal);
        Assert.NotNull(Risk("A", new MatchingRule("always")).Refuse());
        Assert.NotNull(Risk("A", new MatchingRule("PROMQL", "up", true)).Refuse());
        Assert.NotNull((Risk("A") with { MatchingRules = [] }).Refuse());
        Assert.Null(Risk("A", new MatchingRule("Later"), Always).Refuse());
    }

    [Fact]
    public void Risks_are_equal_by_content()
    {
        Assert.Equal(Risk("A", Query("up"), Always), Risk("A", Query("up"), Always));
        Assert.Equal(Risk("A", Query("up")).GetHashCode(), Risk("A", Query("up")).GetHashCode());
        Assert.NotEqual(Risk("A", Query("up"), Always), Risk("A", Always, Query("up")));
        Assert.NotEqual(Risk("A"), Risk("A") with { Url = "https://example.com/b" });
        Assert.NotEqual(Risk("A"), Risk("A") with { Message = "Other." });
        Assert.NotEqual(Risk("A"), Risk("B") with { Url = Risk("A").Url, Message = Risk("A").Message });
    }

    [Fact]
    public void Risks_are_in_the_order_of_name_address_message_and_rules()
    {
        Risk[] sorted =
        [
            Risk("A") with { Url = "a:1", Message = "2" }, Risk("A", Query("3")) with { Url = "a:2", Message = "1" }, Risk("A", Query("1")) with { Url = "a:2", Message = "2" },
            Risk("A", Query("2")) with { Url = "a:2", Message = "2" }, Risk("B") with { Url = "a:0" }, Risk("a") with { Url = "a:0" },
        ];
        Assert.Equal(sorted, sorted.Reverse().Order(Graph.Risks.Risk.SortOrder));
    }

    [Fact]
    public void Rules_that_no_cluster_has_room_for_are_refused()
    {
        var half = new string('x', (ClientLimits.RuleCharacters / 2) - "PromQL".Length);

        Assert.Null(Risk("Long", Query(half), Query(half)).Refuse());
        Assert.Equal(
            $"its matching rules have {ClientLimits.RuleCharacters + 1} characters, and a cluster's status has no room for more than {ClientLimits.RuleCharacters}",
            Risk("Long", Query(half), Query(half + "x")).Refuse());
    }
}
