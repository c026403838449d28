using System.Runtime.CompilerServices;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.GraphData;
using UpdateService.GraphData.Folders;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Refreshing;

public sealed class RefresherTests
{
    [Fact]
    public async Task The_first_refresh_publishes_revision_1()
    {
        using var service = new Service();
        Assert.Null(service.Store.Current);
        var result = await service.RefreshAsync();
        Assert.Equal((RefreshOutcome.Published, true, 1), (result.Outcome, result.IsHealthy, result.Served?.Number));
        Assert.Same(service.Store.Current, result.Served);
        Assert.Empty(result.Problems);
        var pairs = AnswerPairs.Of(service.Served.Answers.Find("stable-4.1", "amd64").Body);
        Assert.Equal(["4.1.0", "4.1.1", "4.1.2", "4.1.3"], pairs.Nodes);
        Assert.Equal((3, 2), (pairs.Edges.Count, pairs.Conditional.Count));
        Assert.Equal((4, 1, 3, 2, 1), (service.Served.Counts.Releases, service.Served.Counts.Channels, service.Served.Counts.Edges, service.Served.Counts.ConditionalEdges, service.Served.Counts.Answers));
    }

    [Fact]
    public async Task Inputs_that_did_not_change_give_no_new_revision()
    {
        using var service = new Service();
        var first = await service.RefreshAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var result = await service.RefreshAsync();
            Assert.Equal((RefreshOutcome.Unchanged, true), (result.Outcome, result.IsHealthy));
            Assert.Same(first.Served, result.Served);
        }
    }

    [Fact]
    public async Task Of_what_a_watch_tells_only_that_is_read_and_without_it_all()
    {
        using var folder = new TemporaryFolder();
        GraphDataSketch.Good.WriteTo(folder.Path);
        using var refresher = new Refresher(
            new InputCollector(new GraphDataFolder(folder.Path, TimeProvider.System), [new ReleasesInMemory(Service.Chain)], lenient: false),
            new RevisionStore(),
            new RevisionLibrary(null, 1),
            new LossGuard(0.05),
            TimeProvider.System);
        _ = await refresher.RefreshAsync(CancellationToken.None);

        var channel = folder.In("channels/stable-4.1.yaml");
        var time = File.GetLastWriteTimeUtc(channel);
        await File.WriteAllTextAsync(channel, (await File.ReadAllTextAsync(channel)).Replace("4.1.3", "4.1.4", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(channel, time);

        Assert.Equal(RefreshOutcome.Unchanged, (await refresher.RefreshAsync(SourceChanges.Of([folder.In("version")]), CancellationToken.None)).Outcome);
        Assert.Equal(RefreshOutcome.Published, (await refresher.RefreshAsync(SourceChanges.Of([channel]), CancellationToken.None)).Outcome);
        Assert.Equal(RefreshOutcome.Unchanged, (await refresher.RefreshAsync(CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Equal_bytes_in_other_arrays_are_no_change()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(GraphDataSketch.Good.With("version", "1.1.0\n"));
        Assert.Equal(RefreshOutcome.Unchanged, result.Outcome);
    }

    public static TheoryData<string, string> BrokenFiles { get; } = new()
    {
        { "blocked-edges/4.1.3.yaml", "to: 4.1.3\nfrom: (\n" },
        { "blocked-edges/new.yaml", ": [" },
        { "channels/stable-4.1.yaml", "name: stable-4.1\nversions:\n- 4.10\n" },
        { "version", "2.0.0\n" },
        { "raw/metadata.json", "{" },
        { "raw/metadata.json", "{\"4.1.3\":{\"io.openshift.upgrades.graph.previous.remove_regex\":\"(\"}}" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public async Task An_input_that_cannot_be_understood_leaves_the_last_good_revision(string path, string content)
    {
        using var service = new Service();
        var good = (await service.RefreshAsync()).Served;
        var result = await service.RefreshAsync(GraphDataSketch.Good.With(path, content));
        Assert.Equal((RefreshOutcome.Rejected, false), (result.Outcome, result.IsHealthy));
        Assert.NotEmpty(result.Reasons);
        Assert.Same(good, result.Served);
        Assert.Same(good, service.Store.Current);

        var again = await service.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, false), (again.Outcome, again.IsHealthy));
        Assert.NotEmpty(again.Reasons);
        Assert.Same(good, service.Store.Current);

        var repaired = await service.RefreshAsync(GraphDataSketch.Good);
        Assert.Equal((RefreshOutcome.Unchanged, true), (repaired.Outcome, repaired.IsHealthy));
        Assert.Equal(good!.Number, service.Served.Number);
        Assert.Equal(good.Answers.ContentHash, service.Served.Answers.ContentHash);
    }

    [Fact]
    public async Task Without_a_good_revision_nothing_is_published()
    {
        using var service = new Service(GraphDataSketch.Good.WithoutFolder("channels"));
        var result = await service.RefreshAsync();
        Assert.Equal(RefreshOutcome.Rejected, result.Outcome);
        Assert.Null(result.Served);
        Assert.Null(service.Store.Current);
    }

    [Fact]
    public async Task A_source_of_releases_that_cannot_be_read_leaves_the_last_good_revision()
    {
        using var service = new Service();
        var good = (await service.RefreshAsync()).Served;
        service.Releases.Reading = new ReleaseReading([], [new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place("c", 0), "Gone.")]);
        Assert.Equal(RefreshOutcome.Rejected, (await service.RefreshAsync()).Outcome);
        Assert.Same(good, service.Store.Current);
    }

    [Fact]
    public async Task A_change_gives_the_next_revision_and_shares_the_answers_that_did_not_change()
    {
        var sketch = GraphDataSketch.Good.With("channels/fast-4.1.yaml", "name: fast-4.1\nversions: [4.1.0, 4.1.1]\n");
        using var service = new Service(sketch);
        var first = (await service.RefreshAsync()).Served!;
        var second = (await service.RefreshAsync(sketch.With("blocked-edges/new.yaml", "to: 4.1.3\nfrom: .*\n"))).Served!;
        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Same(first.Answers.Find("fast-4.1", "amd64"), second.Answers.Find("fast-4.1", "amd64"));
        Assert.NotSame(first.Answers.Find("stable-4.1", "amd64"), second.Answers.Find("stable-4.1", "amd64"));
        Assert.NotEqual(first.Answers.ContentHash, second.Answers.ContentHash);
    }

    [Fact]
    public async Task An_answer_that_comes_out_with_the_same_bytes_is_shared_even_where_nodes_outside_it_changed()
    {
        var sketch = GraphDataSketch.Good.With("channels/fast-4.1.yaml", "name: fast-4.1\nversions: [4.1.0, 4.1.1]\n");
        using var service = new Service(sketch);
        var first = (await service.RefreshAsync()).Served!;
        var second = (await service.RefreshAsync([.. Service.Chain, Release("4.0.1"), Release("4.1.4").From("4.1.3")])).Served!;
        Assert.Same(first.Answers.Find("fast-4.1", "amd64"), second.Answers.Find("fast-4.1", "amd64"));
    }

    [Fact]
    public async Task A_payload_that_is_served_stays_when_a_rival_appears()
    {
        var (large, small) = (Release("4.1.0").Payload($"r@sha256:{new string('f', 64)}"), Release("4.1.0").Payload($"r@sha256:{new string('0', 64)}").Line(2));
        using var service = new Service(null, false, large, Release("4.1.1").From("4.1.0"));
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(small, large, Release("4.1.1").From("4.1.0"));
        Assert.Equal(RefreshOutcome.Published, result.Outcome);
        Assert.Equal(large.Payload, service.Served.PayloadOf(new ReleaseKey("4.1.0", Architecture.Default)));
        Assert.Equal(small.Payload, Assert.Single(service.Served.Build.Quarantine).Release.Payload);
        Assert.Equal(1, service.Served.Counts.Quarantined);
    }

    [Fact]
    public async Task Warnings_and_errors_are_published_with_the_revision()
    {
        using var service = new Service(GraphDataSketch.Good.With("blocked-edges/new.yml", "to: 4.1.1\nfrom: .*\nname: A\n"));
        var result = await service.RefreshAsync();
        Assert.Equal((RefreshOutcome.Published, true), (result.Outcome, result.IsHealthy));
        Assert.Equal([ProblemRule.YmlExtension, ProblemRule.HardBlockWithReason], service.Served.Problems.Select(problem => problem.Rule));
    }

    [Fact]
    public async Task Refreshes_at_once_follow_one_another()
    {
        using var service = new Service();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => service.RefreshAsync())));
        _ = Assert.Single(results, result => result.Outcome == RefreshOutcome.Published);
        Assert.Equal(7, results.Count(result => result.Outcome == RefreshOutcome.Unchanged));
        Assert.Equal(1, service.Served.Number);
    }

    [Fact]
    public async Task A_cancelled_refresh_changes_nothing_and_the_next_one_works()
    {
        using var service = new Service();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.RefreshAsync(new CancellationToken(canceled: true)));
        Assert.Null(service.Store.Current);
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync()).Outcome);
    }

    [Fact]
    public async Task A_revision_does_not_hold_those_before_it()
    {
        const int many = 12;
        const int inUse = 3; // The newest, the one that is kept, and what the last build was compared with.
        using var service = new Service();
        var revisions = new List<WeakReference>();
        for (var number = 0; number < many; number++)
        {
            revisions.Add(await PublishAsync(service, number));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(many, service.Served.Number);
        Assert.InRange(revisions.Count(revision => revision.IsAlive), 1, inUse);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> PublishAsync(Service service, int number)
    {
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync(GraphDataSketch.Good.With("channels/extra.yaml", $"name: extra-{number}\nversions: [4.1.0]\n"))).Outcome);
        return new WeakReference(service.Served);
    }
}
