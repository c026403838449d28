using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>Whatever the cause, a build that opens or weakens many updates waits for an administrator, and none of them is opened meanwhile.</summary>
public sealed class OpenedPairsTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task Deleted_blocks_are_held_back_and_stay()
    {
        using var life = await LifeAsync(SetS.Data);
        var result = await life.RefreshAsync(SetS.Open);
        Assert.Equal((RefreshOutcome.HeldBack, false, SetS.Edges), (result.Outcome, result.IsHealthy, life.Store.Current!.Counts.Edges));
        Assert.StartsWith("The build would open 1830 of 1830 closed updates, more than 5%. Over revision 1: 1,830 opened of hard block (blocked-edges/10.yaml, blocked-edges/11.yaml, blocked-edges/12.yaml and 57 more). Revision 1 stays. ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        var group = Assert.Single(life.HeldBack.Groups);
        Assert.Equal(("hard block", 60, 1830, 0), (group.Cause, group.Files.Length, group.Opened, group.Weakened));
    }

    [Fact]
    public async Task A_file_that_blocks_something_else_now_opens_nothing_while_the_build_waits()
    {
        using var life = await LifeAsync(SetS.Data);
        var data = SetS.Numbers.Take(30).Aggregate(SetS.Data, (sketch, number) => sketch.Without(SetS.File(number))).With(SetS.File(40), "to: 4.18.79\nfrom: never\n");
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(data)).Outcome);
        Assert.Equal(SetS.Edges, life.Store.Current!.Counts.Edges);
        Assert.Empty(SetS.Into(life.Store.Current, "4.18.40"));
    }

    [Fact]
    public async Task A_file_of_metadata_that_is_gone_is_held_back()
    {
        var raw = "{" + string.Join(",", SetS.Numbers.Select(number => $"\"4.18.{number}\":{{\"{MetadataKeys.PreviousRemove}\":\"*\"}}")) + "}";
        using var life = await LifeAsync(SetS.Open.With("raw/metadata.json", raw));
        Assert.Equal(SetS.Edges, life.Store.Current!.Counts.Edges);

        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(SetS.Open)).Outcome);

        Assert.Equal(SetS.Edges, life.Store.Current!.Counts.Edges);
        Assert.Contains("1,830 opened of metadata of releases.", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_was_removed_and_comes_back_counts_with_all_its_pairs()
    {
        using var life = await LifeAsync(SetS.Open.With("raw/metadata.json", $"{{\"4.18.40\":{{\"{MetadataKeys.Remove}\":\"true\"}}}}"));
        Assert.Equal(79, life.Store.Current!.Counts.Releases);

        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(SetS.Open.With("channels/other.yaml", "name: other\nversions: [4.18.1]\n"))).Outcome);

        Assert.Equal(79, life.Store.Current!.Counts.Releases);
        Assert.Contains("The build would open 79 of 79 closed updates", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.Contains("other", life.Store.Current.Graph.Channels);
    }

    [Fact]
    public async Task Metadata_and_sources_of_a_release_count_too()
    {
        using var life = new Life(state.Path, SetS.Open);
        life.Releases.Reading = new ReleaseReading([.. SetS.Releases.Releases.Select(release => release.Version.Text == "4.18.50" ? release with { Previous = [] } : release.Version.Text == "4.18.60" ? release.With(MetadataKeys.PreviousRemove, "*") : release)], []);
        _ = await life.RefreshAsync();
        Assert.Empty(SetS.Into(life.Store.Current!, "4.18.50"));

        life.Releases.Reading = SetS.Releases;
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);

        Assert.Empty(SetS.Into(life.Store.Current!, "4.18.50"));
        Assert.Empty(SetS.Into(life.Store.Current!, "4.18.60"));
        Assert.Contains("The build would open 108 of 59 closed updates", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Risks_whose_patterns_match_nothing_any_more_are_held_back()
    {
        using var life = await LifeAsync(SetS.Risky(names: "Slow"));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(SetS.Risky("never", names: "Slow"))).Outcome);
        Assert.Equal((SetS.Edges, SetS.Blocked), (life.Store.Current!.Counts.Edges, life.Store.Current.Counts.ConditionalEdges));
        Assert.Contains("1,830 opened of the risk Slow (blocked-edges/10-Slow.yaml, ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrower_pattern_keeps_those_that_it_no_longer_matches_as_they_were()
    {
        using var life = await LifeAsync(SetS.Data);
        var data = SetS.Numbers.Aggregate(SetS.Data, (sketch, number) => sketch.With(SetS.File(number), $"to: 4.18.{number}\nfrom: 4\\.18\\.1\\+\n"));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(data)).Outcome);
        Assert.Equal(SetS.Edges, life.Store.Current!.Counts.Edges);
    }

    [Fact]
    public async Task A_file_that_is_only_renamed_opens_nothing()
    {
        using var life = await LifeAsync(SetS.Data);
        var data = SetS.Numbers.Aggregate(SetS.Open, (sketch, number) => sketch.With($"blocked-edges/renamed-{number}.yaml", $"to: 4.18.{number}\nfrom: .*\n"));
        Assert.Equal((RefreshOutcome.Published, SetS.Edges), ((await life.RefreshAsync(data)).Outcome, life.Store.Current!.Counts.Edges));
    }

    [Theory]
    [InlineData(13, false)] // 1 + 2 + … + 13 = 91 of 1,830 pairs.
    [InlineData(14, true)]
    public async Task More_pairs_than_the_limit_are_too_many(int files, bool heldBack)
    {
        using var life = await LifeAsync(SetS.Data);
        var data = SetS.Numbers.Take(files).Aggregate(SetS.Data, (sketch, number) => sketch.Without(SetS.File(number)));
        Assert.Equal(heldBack ? RefreshOutcome.HeldBack : RefreshOutcome.Published, (await life.RefreshAsync(data)).Outcome);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public async Task Fewer_than_twenty_pairs_are_never_too_many(int target, bool heldBack)
    {
        using var life = await LifeAsync(SetS.Open.With("blocked-edges/a.yaml", $"to: 4.18.{target}\nfrom: .*\n"));
        Assert.Equal(heldBack ? RefreshOutcome.HeldBack : RefreshOutcome.Published, (await life.RefreshAsync(SetS.Open)).Outcome);
    }

    [Fact]
    public async Task Blocks_that_become_risks_have_a_limit_of_one_in_a_hundred()
    {
        using var life = await LifeAsync(SetS.Data);
        var data = SetS.Data.With(SetS.File(18), SetS.Risk(18, "Slow"));
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(data)).Outcome); // 17 pairs.
        var more = data.With(SetS.File(60), SetS.Risk(60, "Slow"));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(more.With("blocked-edges/new.yaml", "to: 4.18.80\nfrom: .*\n"))).Outcome);
        Assert.StartsWith("The build would turn blocks of 59 of 1830 closed updates into risks, more than 1%. ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.Empty(SetS.Into(life.Store.Current!, "4.18.60"));
        Assert.Empty(SetS.Into(life.Store.Current!, "4.18.80"));
        Assert.Equal("4.18.1 Slow", SetS.Into(life.Store.Current!, "4.18.18")[0]);
    }

    [Fact]
    public async Task A_risk_that_goes_from_pairs_that_have_another_is_weakened()
    {
        using var life = await LifeAsync(SetS.Risky(names: ["Slow", "Wet"]));
        var third = SetS.Numbers.Take(30).Aggregate(SetS.Risky(names: ["Slow", "Wet"]), (sketch, number) => sketch.Without($"blocked-edges/{number}-Wet.yaml"));
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(third)).Outcome); // 465 of 1,830 are 25 %.
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(SetS.Risky(names: "Slow"))).Outcome);
        Assert.StartsWith("The build would take a risk from 1365 of 1830 closed updates, more than 30%. ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.Equal("4.18.1 Slow Wet", SetS.Into(life.Store.Current!, "4.18.50")[0]);
        Assert.Equal("4.18.1 Slow", SetS.Into(life.Store.Current!, "4.18.5")[0]);
    }

    [Fact]
    public async Task Other_matching_rules_are_weaker_too_and_the_served_ones_stay_on_all_pairs_of_the_risk()
    {
        using var life = await LifeAsync(SetS.Risky(names: "Slow"));
        var data = SetS.Risky(rule: "{type: PromQL, promql: {promql: 'vector(0)'}}", names: "Slow").With("blocked-edges/new.yaml", SetS.Risk(80, "Slow", rule: "{type: PromQL, promql: {promql: 'vector(0)'}}"));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(data)).Outcome);
        Assert.StartsWith("The build would give a risk of 1830 of 1830 closed updates other matching rules, more than 30%. ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        var risk = Assert.Single(life.Store.Current!.Graph.Architectures.Single().RiskSets.SelectMany(set => set).Distinct());
        Assert.Equal(Always, Assert.Single(risk.MatchingRules));
        Assert.Equal("4.18.1 Slow", SetS.Into(life.Store.Current, "4.18.80")[0]);
    }

    [Fact]
    public async Task What_the_build_adds_is_served_while_it_waits()
    {
        using var life = await LifeAsync(SetS.Data);
        life.Releases.Reading = new ReleaseReading([.. SetS.Releases.Releases, Release("4.18.81").From("4.18.1", "4.18.80")], []);
        var data = SetS.Open
            .With("blocked-edges/new.yaml", "to: 4.18.70\nfrom: .*\n")
            .With("channels/stable-4.18.yaml", $"name: stable-4.18\nversions: [{string.Join(", ", Enumerable.Range(1, 81).Select(patch => $"4.18.{patch}"))}]\n");
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(data)).Outcome);
        Assert.Equal((2, 81), (life.Served, life.Store.Current!.Counts.Releases));
        Assert.Equal(["4.18.1", "4.18.80"], SetS.Into(life.Store.Current, "4.18.81"));
        Assert.Empty(SetS.Into(life.Store.Current, "4.18.70"));
        Assert.Empty(SetS.Into(life.Store.Current, "4.18.60"));
        Assert.EndsWith(" The rest of the build is served as revision 2, in which these updates are as they were.", life.HeldBack!.Reason.Message, StringComparison.Ordinal);

        var candidate = life.HeldBack.Candidate;
        Assert.Equal((RefreshOutcome.Unchanged, 2), ((await life.RefreshAsync()).Outcome, life.Served));
        var published = await life.PublishAsync(candidate);
        Assert.Equal((3, 1830), (published!.Published!.Number, SetS.Numbers.Sum(number => SetS.Into(life.Store.Current, $"4.18.{number}").Count)));
    }

    [Fact]
    public async Task After_a_restart_it_waits_on_and_a_mended_source_is_published()
    {
        using (var life = await LifeAsync(SetS.Data))
        {
            _ = await life.RefreshAsync(SetS.Open.With("blocked-edges/new.yaml", "to: 4.18.70\nfrom: .*\n"));
            Assert.Equal(2, life.Served);
        }

        using var next = new Life(state.Path, SetS.Open.With("blocked-edges/new.yaml", "to: 4.18.70\nfrom: .*\n"));
        next.Releases.Reading = SetS.Releases;
        Assert.Equal((RefreshOutcome.HeldBack, 2), ((await next.RefreshAsync()).Outcome, next.Served));
        Assert.Equal((RefreshOutcome.Published, 3), ((await next.RefreshAsync(SetS.Data)).Outcome, next.Served));
        Assert.Equal((SetS.Edges, null), (next.Store.Current!.Counts.Edges, next.HeldBack));
    }

    private async Task<Life> LifeAsync(GraphDataSketch data)
    {
        var life = new Life(state.Path, data);
        life.Releases.Reading = SetS.Releases;
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        return life;
    }
}
