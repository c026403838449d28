using System.Text;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;
using UpdateService.GraphData.Catalogues;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Refreshing;

/// <summary>The limit is 5 %.</summary>
public sealed class LossGuardTests
{
    private static readonly string[] Versions = [.. Enumerable.Range(0, 30).Select(patch => $"4.1.{patch}")];

    [Fact]
    public async Task A_release_of_a_served_channel_that_is_lost_to_an_unreadable_line_is_kept_by_holding_back()
    {
        var lines = Encoding.UTF8.GetString(CatalogueWriter.Write(Service.Chain));
        using var service = new Service(null, lenient: true);
        service.Releases.Reading = Read(lines);
        _ = await service.RefreshAsync();
        service.Releases.Reading = Read(lines.Replace("\"4.1.3\",\"arch\":\"amd64\"", "\"4.1.3\",\"arch\":\"AMD64\"", StringComparison.Ordinal));
        var result = await service.RefreshAsync();
        Assert.Equal(RefreshOutcome.HeldBack, result.Outcome);
        Assert.Contains("4.1.3", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.Contains(result.Problems, problem => problem.Rule == ProblemRule.UnreadableRelease);
        Assert.Equal(4, service.Served.Counts.Releases);
    }

    [Fact]
    public async Task An_unreadable_line_of_a_release_in_no_channel_holds_nothing_back()
    {
        using var service = new Service(null, lenient: true);
        _ = await service.RefreshAsync();
        service.Releases.Reading = Read(Encoding.UTF8.GetString(CatalogueWriter.Write(Service.Chain)) + "{\"version\":\"9.9.9\"}\n");
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync()).Outcome);
        Assert.Equal(1, service.Served.Counts.Quarantined);
    }

    [Fact]
    public async Task A_release_that_is_lost_to_a_shared_payload_is_kept_by_holding_back()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync([.. Service.Chain[..3], Service.Chain[3].Payload(Service.Chain[0].Payload)]);
        Assert.Equal(RefreshOutcome.HeldBack, result.Outcome);
    }

    [Fact]
    public async Task A_release_that_leaves_a_channel_without_an_error_is_published()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync(GraphDataSketch.Good.With("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.1.0]\n"))).Outcome);
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync(Release("4.1.0"))).Outcome);
    }

    [Theory]
    [InlineData(60, 59, true)]
    [InlineData(60, 31, true)]
    [InlineData(60, 30, false)]
    [InlineData(20, 19, false)]
    public async Task A_build_that_lost_at_least_20_and_more_than_half_of_the_releases_is_held_back_though_nothing_says_that_it_is_an_error(int before, int lost, bool heldBack)
    {
        using var service = new Service(null, lenient: false, Releases(0, before));
        _ = await service.RefreshAsync();
        var good = service.Served;

        var result = await service.RefreshAsync(Releases(lost, before));

        Assert.Equal(heldBack ? RefreshOutcome.HeldBack : RefreshOutcome.Published, result.Outcome);
        Assert.Equal(heldBack, ReferenceEquals(good, service.Served));
        if (heldBack)
        {
            Assert.StartsWith($"The inputs lost {lost} of {before} releases at once, ", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Releases_of_an_architecture_that_is_gone_count_as_lost()
    {
        using var service = new Service(null, lenient: false, [.. Releases(0, 10), .. Enumerable.Range(0, 30).Select(patch => Release($"4.1.{patch}+arm64"))]);
        _ = await service.RefreshAsync();
        Assert.Equal(RefreshOutcome.HeldBack, (await service.RefreshAsync(Releases(0, 10))).Outcome);
    }

    [Fact]
    public async Task Most_releases_of_one_architecture_are_too_many_though_they_are_few_of_all()
    {
        using var service = new Service(null, lenient: false, [.. Releases(0, 90), .. Enumerable.Range(0, 30).Select(patch => Release($"4.1.{patch}+arm64"))]);
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(Releases(0, 90));
        Assert.Equal(RefreshOutcome.HeldBack, result.Outcome);
        Assert.StartsWith("The inputs lost 30 of 30 releases for arm64 at once, ", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Also_after_a_revision_whose_inputs_are_lost()
    {
        using var state = new TemporaryFolder();
        using (var life = new Life(state.Path))
        {
            life.Releases.Reading = new ReleaseReading([.. Releases(0, 60)], []);
            _ = await life.RefreshAsync();
        }

        File.Delete(StateFiles.Of(state, 1, StateFiles.Inputs));
        using var next = new Life(state.Path);
        next.Releases.Reading = new ReleaseReading([.. Releases(0, 5)], []);
        Assert.Equal((RefreshOutcome.HeldBack, 1), ((await next.RefreshAsync()).Outcome, next.Served));
    }

    [Theory]
    [InlineData(0.4, true)]
    [InlineData(0.9, true)]
    [InlineData(1, false)]
    public async Task Who_lets_errors_cost_more_than_half_lets_as_many_releases_go_without_one(double limit, bool heldBack)
    {
        using var before = new Service(null, lenient: false, Releases(0, 60));
        using var after = new Service(null, lenient: false, Releases(55, 60));
        _ = await before.RefreshAsync();
        _ = await after.RefreshAsync();
        var problem = new LossGuard(limit).Refuse(before.Served, new RevisionMaterial(after.Served.Inputs, after.Served.Build));
        Assert.Equal(heldBack, problem is not null);
    }

    [Fact]
    public async Task A_build_without_any_release_is_held_back_though_nothing_says_that_it_is_an_error()
    {
        using var state = new TemporaryFolder();
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync();
        }

        // A catalogue is written anew in its place: for a moment it is empty, and a process may start just then.
        using var next = new Life(state.Path);
        next.Releases.Reading = new ReleaseReading([], []);
        var result = await next.RefreshAsync();

        Assert.Equal((RefreshOutcome.HeldBack, 1), (result.Outcome, next.Served));
        Assert.StartsWith("The inputs contain no releases, but 4 are served:", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.Equal(2, (await next.PublishAsync(next.HeldBack!.Candidate))!.Published!.Number);
    }

    [Fact]
    public async Task A_first_build_without_any_release_is_held_back_until_there_are_some_or_an_operator_wants_it()
    {
        using var state = new TemporaryFolder();
        using var life = new Life(state.In("one"));
        life.Releases.Reading = new ReleaseReading([], []);
        var result = await life.RefreshAsync();

        Assert.Equal((RefreshOutcome.HeldBack, null), (result.Outcome, life.Store.Current));
        Assert.StartsWith("The inputs contain no releases: every cluster would be told that its version is unknown", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.Equal(1, (await life.PublishAsync(life.HeldBack!.Candidate))!.Published!.Number);

        using var next = new Life(state.In("other"));
        next.Releases.Reading = new ReleaseReading([], []);
        _ = await next.RefreshAsync();
        next.Releases.Reading = new ReleaseReading([.. Service.Chain], []);
        Assert.Equal((RefreshOutcome.Published, 1), ((await next.RefreshAsync()).Outcome, next.Served));
    }

    [Theory]
    [InlineData("4.1.29", true)]
    [InlineData("4.1.10", false)]
    public async Task Edges_that_are_lost_to_an_error_may_be_5_percent_of_a_channel(string target, bool heldBack)
    {
        // 435 edges; 29 lead into 4.1.29 and 10 into 4.1.10.
        Release[] releases = [.. Versions.Select((version, index) => Release(version).From(Versions[..index]))];
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", $"name: stable-4.1\nversions: [{string.Join(", ", Versions)}]\n").Without("blocked-edges/4.1.3.yaml").Without("blocked-edges/4.1.2-a.yaml");
        using var service = new Service(sketch, lenient: true, releases);
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(sketch.With("blocked-edges/new.yaml", $"to: {target}\nfrom: (\n"));
        Assert.Equal(heldBack ? RefreshOutcome.HeldBack : RefreshOutcome.Published, result.Outcome);
        Assert.Contains(result.Problems, problem => problem.Rule == ProblemRule.LenientReplacement);
    }

    [Fact]
    public async Task Edges_that_are_blocked_without_an_error_may_be_all()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(GraphDataSketch.Good.With("blocked-edges/1.yaml", "to: 4.1.1\nfrom: .*\n").With("blocked-edges/2.yaml", "to: 4.1.2\nfrom: .*\n").With("blocked-edges/3.yaml", "to: 4.1.3\nfrom: .*\n"));
        Assert.Equal(RefreshOutcome.Published, result.Outcome);
        Assert.Equal(0, service.Served.Counts.Edges);
    }

    [Fact]
    public async Task A_channel_whose_broken_file_moved_is_kept_by_holding_back()
    {
        using var service = new Service(null, lenient: true);
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(GraphDataSketch.Good.Without("channels/stable-4.1.yaml").With("channels/other.yaml", ": [").With("channels/eus.yaml", "name: eus-4.1\nversions: [4.1.0]\n"));
        Assert.Equal(RefreshOutcome.HeldBack, result.Outcome);
    }

    private static Release[] Releases(int from, int to) => [.. Enumerable.Range(from, to - from).Select(patch => Release($"4.1.{patch}"))];

    private static ReleaseReading Read(string lines)
    {
        var reading = CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes(lines), lenient: true);
        return new ReleaseReading(reading.Releases, reading.Problems);
    }
}
