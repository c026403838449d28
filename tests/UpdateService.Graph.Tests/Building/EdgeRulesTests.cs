using UpdateService.Graph.Risks;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class EdgeRulesTests
{
    [Fact]
    public void A_hard_block_takes_away_the_edges_from_sources_that_match()
    {
        var built = Pairs(Block("4.1.2", @"4\.1\.0"));
        Assert.Equal("4.1.0 > 4.1.1, 4.1.1 > 4.1.2", built.Edges());
        Assert.Equal("", built.Conditional());
    }

    [Fact]
    public void A_risk_makes_the_edges_from_sources_that_match_conditional()
    {
        var built = Pairs(Guard("4.1.2", @"4\.1\.0", Risk("A")));
        Assert.Equal("4.1.0 > 4.1.1, 4.1.1 > 4.1.2", built.Edges());
        Assert.Equal("4.1.0 > 4.1.2 (A)", built.Conditional());
    }

    [Theory]
    [InlineData(".*")]
    [InlineData("")]
    [InlineData("[+]amd64$")]
    [InlineData("1")]
    public void A_pattern_may_match_every_source(string from) => Assert.Equal("4.1.0 > 4.1.2 (A), 4.1.1 > 4.1.2 (A)", Pairs(Guard("4.1.2", from, Risk("A"))).Conditional());

    [Fact]
    public void A_pattern_that_matches_no_source_changes_nothing() =>
        Assert.Equal("4.1.0 > 4.1.1, 4.1.0 > 4.1.2, 4.1.1 > 4.1.2", Pairs(Block("4.1.2", "^1[.]0"), Guard("4.1.1", "arm64", Risk("A"))).Edges());

    [Fact]
    public void An_entry_makes_no_edge_of_its_own()
    {
        var built = Pairs(Guard("4.1.0", Risk("A")), Guard("9.9.9", Risk("B")), Block("9.9.9"));
        Assert.Equal("", built.Conditional());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void A_hard_block_beats_a_risk()
    {
        var built = Pairs(Guard("4.1.2", Risk("A")), Block("4.1.2", @"4\.1\.0"));
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        Assert.Equal("4.1.1 > 4.1.2 (A)", built.Conditional());
    }

    [Fact]
    public void Several_hard_blocks_of_one_target_count_all() =>
        Assert.Equal("4.1.0 > 4.1.1", Pairs(Block("4.1.2", @"4\.1\.0"), Block("4.1.2", @"4\.1\.1")).Edges());

    [Fact]
    public void Several_risks_of_one_pair_are_merged_by_name() =>
        Assert.Equal(
            "4.1.0 > 4.1.2 (A, B, C), 4.1.1 > 4.1.2 (B)",
            Pairs(Guard("4.1.2", @"4\.1\.0", Risk("C")), Guard("4.1.2", Risk("B")), Guard("4.1.2", @"^4\.1\.0", Risk("A"))).Conditional());

    [Fact]
    public void The_same_risk_twice_is_one_risk()
    {
        var built = Pairs(Guard("4.1.2", @"4\.1\.0", Risk("A")), Guard("4.1.2", Risk("A")));
        Assert.Equal("4.1.0 > 4.1.2 (A), 4.1.1 > 4.1.2 (A)", built.Conditional());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void One_name_with_different_contents_on_a_pair_blocks_the_pair_and_is_reported()
    {
        var built = Pairs(Guard("4.1.2", Risk("A")), Guard("4.1.2", @"4\.1\.0", Risk("A") with { Message = "Other." }));
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        Assert.Equal("4.1.1 > 4.1.2 (A)", built.Conditional());
        Assert.Equal(ProblemSeverity.Error, Assert.Single(built.Of(ProblemRule.ConflictingRisk)).Severity);
    }

    [Fact]
    public void A_pair_that_its_risks_block_is_reported_at_the_first_entry_that_matches_it()
    {
        static Place At(string name) => new($"blocked-edges/{name}.yaml", 1);
        var built = Pairs(
            Guard("4.1.2", @"4\.1\.1", Risk("A")) with { Place = At("a") },
            Guard("4.1.2", @"4\.1\.0", Risk("A") with { Message = "Other." }) with { Place = At("c") },
            Guard("4.1.2", @"4\.1\.0", Risk("A")) with { Place = At("b") });
        Assert.Equal(At("b"), Assert.Single(built.Of(ProblemRule.ConflictingRisk)).Place);
        Assert.Equal(("4.1.0 > 4.1.1", "4.1.1 > 4.1.2 (A)"), (built.Edges(), built.Conditional()));
    }

    [Fact]
    public void A_conflict_of_risks_blocks_the_pair_wherever_it_stands_among_the_others()
    {
        foreach (var name in new[] { "A", "B", "C" })
        {
            var built = Pairs(Guard("4.1.2", Risk("A")), Guard("4.1.2", Risk("B")), Guard("4.1.2", Risk("C")), Guard("4.1.2", @"4\.1\.0", Risk(name, Query("up"))));
            Assert.Equal(("4.1.0 > 4.1.1", "4.1.1 > 4.1.2 (A, B, C)"), (built.Edges(), built.Conditional()));
        }
    }

    [Fact]
    public void A_target_with_an_architecture_applies_to_that_one_only()
    {
        Sketch sketch = [Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.0+arm64"), Release("4.1.1+arm64").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.2+arm64").From("4.1.0")];
        sketch.Add(Guard("4.1.1+arm64", Risk("A")));
        sketch.Add(Block("4.1.2+amd64"));
        var built = sketch.Build();
        Assert.Equal(("4.1.0 > 4.1.1", ""), (built.Edges(), built.Conditional()));
        Assert.Equal(("4.1.0 > 4.1.2", "4.1.0 > 4.1.1 (A)"), (built.Edges(architecture: "arm64"), built.Conditional(architecture: "arm64")));
    }

    [Fact]
    public void A_target_without_architecture_applies_to_every_one()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.0+arm64"), Release("4.1.1+arm64").From("4.1.0"), Guard("4.1.1", Risk("A")) }.Build();
        Assert.Equal("4.1.0 > 4.1.1 (A)", built.Conditional());
        Assert.Equal("4.1.0 > 4.1.1 (A)", built.Conditional(architecture: "arm64"));
    }

    [Fact]
    public void A_target_of_the_old_spelling_applies_to_that_version_of_s390x()
    {
        Sketch sketch = [];
        foreach (var arch in new[] { "amd64", "s390x" })
        {
            sketch.Add(Release($"4.2.10+{arch}"));
            sketch.Add(Release($"4.2.11+{arch}").From("4.2.10"));
            sketch.Add(Release($"4.2.11-s390x+{arch}").From("4.2.10"));
        }

        sketch.Add(Block("4.2.11-s390x"));
        var built = sketch.Build();
        Assert.Equal("4.2.10 > 4.2.11", built.Edges(architecture: "s390x"));
        Assert.Equal("4.2.10 > 4.2.11, 4.2.10 > 4.2.11-s390x", built.Edges(architecture: "amd64"));
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("With-Hyphen")]
    [InlineData("")]
    public void A_name_that_a_cluster_refuses_blocks_the_pair_and_is_reported(string name) => AssertBlocks(Risk("A") with { Name = name });

    [Fact]
    public void A_name_over_256_characters_blocks_the_pair_and_is_reported() => AssertBlocks(Risk("A") with { Name = new string('A', 257) });

    [Fact]
    public void A_rule_Always_with_a_query_blocks_the_pair_and_is_reported() => AssertBlocks(Risk("A", new MatchingRule("Always", null, HasPromQlKey: true)));

    [Fact]
    public void A_rule_PromQL_without_a_text_blocks_the_pair_and_is_reported() => AssertBlocks(Risk("A", Always, new MatchingRule("PromQL", "", HasPromQlKey: true)));

    [Fact]
    public void A_risk_without_any_known_rule_blocks_the_pair_and_is_reported() => AssertBlocks(Risk("A", new MatchingRule("always"), new MatchingRule("promql", "up", true)));

    [Fact]
    public void An_empty_message_or_address_blocks_the_pair_and_is_reported()
    {
        AssertBlocks(Risk("A") with { Message = "" });
        AssertBlocks(Risk("A") with { Url = "" });
        AssertBlocks(Risk("A") with { Url = "relative" });
        AssertBlocks(Risk("A") with { Url = "http://[::1" });
    }

    [Fact]
    public void A_rule_of_unknown_type_is_passed_on_in_its_place_and_reported()
    {
        var built = Pairs(Guard("4.1.2", Risk("A", new MatchingRule("First", "f", true), Query("up"), new MatchingRule("Last"), Always)));
        Assert.Contains(
            """[{"type":"First","promql":{"promql":"f"}},{"type":"PromQL","promql":{"promql":"up"}},{"type":"Last"},{"type":"Always"}]""",
            built.Text(),
            StringComparison.Ordinal);
        Assert.Equal(["First", "Last"], built.Of(ProblemRule.UnknownMatchingRule).Select(problem => problem.Message.Split('\'')[1]).Order());
    }

    [Fact]
    public void A_rule_of_unknown_type_is_reported_at_the_first_entry_that_has_it()
    {
        static Place At(int line) => new("blocked-edges/a.yaml", line);
        var built = Pairs(
            Guard("4.1.1", Risk("A", Always, new MatchingRule("Late"))) with { Place = At(4) },
            Guard("4.1.2", Risk("A", Always, new MatchingRule("Late"))) with { Place = At(3) },
            Guard("4.1.2", Risk("B", Always, new MatchingRule("Early"))) with { Place = At(2) },
            Block("9.9.9") with { Place = At(1) });
        Assert.Equal([At(2), At(3)], built.Of(ProblemRule.UnknownMatchingRule).Select(problem => problem.Place));
    }

    [Fact]
    public void One_name_with_different_rules_in_a_revision_is_served_and_reported_as_an_error()
    {
        var built = Pairs(Guard("4.1.2", Risk("A", Always)), Guard("4.1.1", Risk("A", Query("up"))));
        Assert.Equal("4.1.0 > 4.1.1 (A), 4.1.0 > 4.1.2 (A), 4.1.1 > 4.1.2 (A)", built.Conditional());
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.RiskRulesDiffer, ProblemSeverity.Error), (problem.Rule, problem.Severity));
    }

    [Fact]
    public void One_name_with_different_texts_in_a_revision_is_served_and_a_warning()
    {
        var built = Pairs(Guard("4.1.2", Risk("A")), Guard("4.1.1", Risk("A") with { Message = "Other." }));
        Assert.Equal("4.1.0 > 4.1.1 (A), 4.1.0 > 4.1.2 (A), 4.1.1 > 4.1.2 (A)", built.Conditional());
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.RiskTextsDiffer, ProblemSeverity.Warning), (problem.Rule, problem.Severity));
    }

    [Fact]
    public void Of_several_definitions_of_a_name_the_one_with_other_rules_is_reported()
    {
        static Place At(int line) => new("blocked-edges/a.yaml", line);
        var built = Pairs(
            Guard("4.1.2", @"4\.1\.0", Risk("A") with { Url = "https://example.com/1" }) with { Place = At(1) },
            Guard("4.1.1", Risk("A") with { Url = "https://example.com/2" }) with { Place = At(2) },
            Guard("4.1.2", @"4\.1\.1", Risk("A", Query("up")) with { Url = "https://example.com/3" }) with { Place = At(4) },
            Guard("9.9.9", Risk("A", Query("up")) with { Url = "https://example.com/3" }) with { Place = At(3) });
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.RiskRulesDiffer, At(3)), (problem.Rule, problem.Place));
        Assert.Contains("blocked-edges/a.yaml:1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    public void A_pair_has_at_most_200_risks(int count, bool blocked)
    {
        var built = Pairs([.. Enumerable.Range(0, count).Select(number => Guard("4.1.1", Risk($"R{number}")))]);
        Assert.Equal("4.1.0 > 4.1.2, 4.1.1 > 4.1.2", built.Edges());
        Assert.Equal(blocked, built.Conditional().Length == 0);
        Assert.Equal(blocked ? 1 : 0, built.Of(ProblemRule.ClientLimit).Count(problem => problem.Severity == ProblemSeverity.Error));
        Assert.Empty(Invariants.Violations(built.Answer(), "amd64"));
    }

    [Theory]
    [InlineData(31_999, false)]
    [InlineData(32_000, true)]
    [InlineData(32_001, true)]
    public void The_messages_and_addresses_of_a_pair_stay_under_32000_characters(int characters, bool blocked)
    {
        var (left, right) = (Risk("A"), Risk("B"));
        right = right with { Message = new string('é', characters - left.Message.Length - left.Url.Length - right.Url.Length) };
        var built = Pairs(Guard("4.1.2", @"4\.1\.0", left), Guard("4.1.2", right));
        Assert.Equal(blocked ? "4.1.1 > 4.1.2 (B)" : "4.1.0 > 4.1.2 (A, B), 4.1.1 > 4.1.2 (B)", built.Conditional());
        Assert.Equal(blocked ? 1 : 0, built.Of(ProblemRule.ClientLimit).Count());
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
    }

    [Fact]
    public void One_message_alone_can_be_too_long()
    {
        var built = Pairs(Guard("4.1.2", Risk("A") with { Message = new string('a', 40_000) }));
        Assert.Equal(("4.1.0 > 4.1.1", ""), (built.Edges(), built.Conditional()));
        _ = Assert.Single(built.Of(ProblemRule.ClientLimit));
    }

    private static Built Pairs(params BlockedEdge[] entries) =>
        new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), entries }.Build();

    private static void AssertBlocks(Risk risk)
    {
        var built = Pairs(Guard("4.1.2", @"4\.1\.0", risk));
        Assert.Equal(("4.1.0 > 4.1.1, 4.1.1 > 4.1.2", ""), (built.Edges(), built.Conditional()));
        Assert.Equal(ProblemSeverity.Error, Assert.Single(built.Of(ProblemRule.UnusableRisk)).Severity);
        Assert.False(built.Build.IsRejected);
    }
}
