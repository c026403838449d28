using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class ReleaseSelectionTests
{
    private static readonly string[] Digests = [.. new[] { DigestOf("a"), DigestOf("b"), DigestOf("c") }.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_same_version_and_digest_twice_is_one_node_and_no_problem()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.1").From("4.1.0").Line(7) }.Build();
        Assert.Equal("4.1.0, 4.1.1", built.Nodes());
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        Assert.Empty(built.Problems);
        Assert.Empty(built.Build.Quarantine);
    }

    [Fact]
    public void The_same_digest_in_another_repository_is_the_same_release()
    {
        var built = new Sketch
        {
            Release("4.1.0").Payload($"quay.example/a@{Digests[0]}"),
            Release("4.1.0").Payload($"mirror.example/b@{Digests[0]}").Line(7),
        }.Build();
        Assert.Equal("4.1.0", built.Nodes());
        Assert.Empty(built.Problems);
        Assert.Empty(built.Build.Quarantine);
    }

    [Fact]
    public void Of_two_digests_that_of_the_earlier_source_wins()
    {
        var built = new Sketch { WithDigest(2).Rank(0), WithDigest(0).Rank(1).Line(7) }.Build();
        Assert.Equal([Digests[2]], Served(built));
    }

    [Fact]
    public void Of_two_digests_in_one_source_that_which_is_served_already_wins()
    {
        var inputs = new Sketch { WithDigest(0), WithDigest(1), WithDigest(2) }.Inputs;
        foreach (var digest in Digests)
        {
            var served = $"old.example/moved@{digest}";
            var built = Built.From(inputs with { ServedPayload = key => key == new ReleaseKey("4.1.0", Architecture.Default) ? served : null });
            Assert.Equal([digest], Served(built));
        }
    }

    [Fact]
    public void The_earlier_source_wins_even_against_what_is_served()
    {
        var inputs = new Sketch { WithDigest(2).Rank(0), WithDigest(0).Rank(1) }.Inputs;
        Assert.Equal([Digests[2]], Served(Built.From(inputs with { ServedPayload = _ => $"registry.example/release@{Digests[0]}" })));
    }

    [Fact]
    public void Of_two_digests_that_nothing_else_tells_apart_the_ordinally_smallest_wins()
    {
        Release[] rivals =
        [
            Release("4.1.0").Payload($"z.example/r@{Digests[0]}"),
            Release("4.1.0").Payload($"a.example/r@{Digests[1]}"),
            Release("4.1.0").Payload($"a.example/r@{Digests[2]}"),
        ];
        Assert.Equal([Digests[0]], Served(new Sketch { rivals }.Build()));
        Assert.Equal([Digests[0]], Served(new Sketch { rivals.Reverse() }.Build()));
    }

    [Fact]
    public void Only_the_sources_and_targets_of_the_winner_count()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.2"), Release("4.1.3"), Release("4.1.4"),
            Release("4.1.1").Payload($"r@{Digests[0]}").From("4.1.0").To("4.1.3").Line(2),
            Release("4.1.1").Payload($"r@{Digests[1]}").From("4.1.2").To("4.1.4").Line(3),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.1, 4.1.1 > 4.1.3", built.Edges());
    }

    [Fact]
    public void Winner_and_loser_are_both_reported_and_the_build_goes_on()
    {
        var built = new Sketch { WithDigest(0).Line(2), WithDigest(1).Line(3) }.Build();
        Assert.False(built.Build.IsRejected);
        Assert.Equal([2, 3], built.Of(ProblemRule.DuplicateRelease).Select(problem => problem.Place.Line).Order());
        Assert.All(built.Problems, problem => Assert.Equal(ProblemSeverity.Error, problem.Severity));
        var lost = Assert.Single(built.Build.Quarantine);
        Assert.Equal(Digests[1], lost.Release.Digest);
        Assert.Contains(Digests[0], lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_digests_in_two_sources_are_reported_too()
    {
        var built = new Sketch { WithDigest(0).Rank(0).Line(2), WithDigest(1).Rank(1).Line(3) }.Build();
        Assert.Equal([2, 3], built.Of(ProblemRule.DuplicateRelease).Select(problem => problem.Place.Line).Order());
        _ = Assert.Single(built.Build.Quarantine);
    }

    [Fact]
    public void The_same_release_in_a_later_source_is_no_problem()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.1").Rank(1) }.Build();
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void One_version_has_a_node_in_each_architecture()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.0+arm64") }.Build();
        Assert.Equal("4.1.0", built.Nodes(architecture: "amd64"));
        Assert.Equal("4.1.0", built.Nodes(architecture: "arm64"));
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void A_payload_under_two_versions_of_an_architecture_is_served_once()
    {
        var built = new Sketch { Release("4.1.1").Payload("r@" + Digests[0]).Line(2), Release("4.1.0").Payload("r@" + Digests[0]).Line(3) }.Build();
        Assert.Equal("4.1.0", built.Nodes());
        Assert.Equal(2, Assert.Single(built.Of(ProblemRule.SharedPayload)).Place.Line);
        Assert.Equal("4.1.1", Assert.Single(built.Build.Quarantine).Release.Version.Text);
    }

    [Fact]
    public void A_payload_under_two_versions_stays_with_the_version_that_is_served_already()
    {
        var inputs = new Sketch { Release("4.1.0").Payload("r@" + Digests[0]), Release("4.1.1").Payload("r@" + Digests[0]) }.Inputs;
        var built = Built.From(inputs with { ServedPayload = key => key.Version == "4.1.1" ? "r@" + Digests[0] : null });
        Assert.Equal("4.1.1", built.Nodes());
    }

    [Fact]
    public void A_payload_in_two_architectures_is_served_in_both()
    {
        var built = new Sketch { Release("4.1.0").Payload("r@" + Digests[0]), Release("4.1.0+arm64").Payload("r@" + Digests[0]) }.Build();
        Assert.Equal("4.1.0", built.Nodes(architecture: "amd64"));
        Assert.Equal("4.1.0", built.Nodes(architecture: "arm64"));
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void Of_a_digest_and_a_tag_the_digest_wins_since_clusters_can_verify_it()
    {
        Release[] rivals = [Release("4.1.0").Payload("a.example/r:4.1.0"), Release("4.1.0").Payload($"z.example/r@{Digests[2]}")];
        Assert.Equal([Digests[2]], Served(new Sketch { rivals }.Build()));
        Assert.Equal([Digests[2]], Served(new Sketch { rivals.Reverse() }.Build()));
    }

    [Theory]
    [InlineData("z.example/r")]
    [InlineData("a.example/r")]
    [InlineData(null)]
    public void Of_one_digest_in_two_repositories_the_pull_spec_that_is_served_stays(string? repository)
    {
        Release[] rivals = [Release("4.1.0").Payload($"z.example/r@{Digests[0]}"), Release("4.1.0").Payload($"a.example/r@{Digests[0]}")];
        foreach (var order in new[] { rivals, [.. rivals.Reverse()] })
        {
            var built = Built.From(new Sketch { order }.Inputs with { ServedPayload = _ => repository is null ? null : $"{repository}@{Digests[0]}" });
            Assert.Equal($"{repository ?? "a.example/r"}@{Digests[0]}", built.Build.Graph.Architectures.Single().Nodes.Single().Release.Payload);
        }
    }

    [Fact]
    public void Of_two_descriptions_of_one_payload_the_same_is_served_whatever_their_order_and_the_other_is_reported()
    {
        Sketch others = [Release("4.1.0"), Release("4.1.2"), Release("4.1.3")];
        var plain = Release("4.1.1").From("4.1.0");
        foreach (var other in new[] { plain.From("4.1.2"), plain.To("4.1.3"), plain.With("x", "y") })
        {
            var (left, right) = (new Sketch { others, plain.Line(2), other.Line(3) }.Build(), new Sketch { others, other.Line(3), plain.Line(2) }.Build());
            Assert.Equal(left.Text(), right.Text());
            Assert.Equal([2, 3], left.Of(ProblemRule.DuplicateRelease).Select(problem => problem.Place.Line).Order());
            _ = Assert.Single(left.Build.Quarantine);
        }
    }

    [Fact]
    public void Of_several_rivals_all_losers_are_in_quarantine_by_version_and_payload()
    {
        var built = new Sketch { WithDigest(2), Release("4.1.1"), Release("4.1.1").Rank(1).Payload("r:1"), WithDigest(0), WithDigest(1) }.Build();
        Assert.Equal([$"registry.example/release@{Digests[1]}", $"registry.example/release@{Digests[2]}", "r:1"], built.Build.Quarantine.Select(lost => lost.Release.Payload));
    }

    [Fact]
    public void A_payload_under_two_versions_stays_with_the_earlier_source_even_against_what_is_served()
    {
        var inputs = new Sketch { Release("4.1.0").Rank(1).Payload("r@" + Digests[0]), Release("4.1.1").Payload("r@" + Digests[0]) }.Inputs;
        Assert.Equal("4.1.1", Built.From(inputs with { ServedPayload = key => key.Version == "4.1.0" ? "r@" + Digests[0] : null }).Nodes());
    }

    [Fact]
    public void A_version_that_was_served_with_another_payload_has_no_claim_to_this_one()
    {
        var inputs = new Sketch { Release("4.1.0").Payload("r@" + Digests[0]), Release("4.1.1").Payload("r@" + Digests[0]) }.Inputs;
        Assert.Equal("4.1.0", Built.From(inputs with { ServedPayload = key => key.Version == "4.1.1" ? "r@" + Digests[1] : null }).Nodes());
    }

    private static Release WithDigest(int number) => Release("4.1.0").Payload($"registry.example/release@{Digests[number]}");

    private static IEnumerable<string> Served(Built built) => built.Build.Graph.Architectures.SelectMany(graph => graph.Nodes).Select(node => node.Release.Digest);
}
