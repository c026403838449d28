using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.State;
using UpdateService.Builder.Tests.Refreshing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>A revision from disk is the one that was kept.</summary>
public sealed class RestoredRevisionTests : IDisposable
{
    private static readonly GraphDataSketch Full = GraphDataSketch.Good
        .With("LICENSE", "licence\n")
        .With("date", "2026-08-21\n")
        .With("raw/metadata.json", "{\"4.1.2\":{\"io.openshift.upgrades.graph.previous.remove\":\"4.1.0\",\"note\":\"é\"}}")
        .With("signatures/sha256/ab/signature-1", [0, 1, 2])
        .With("channels/fast.yaml", "name: fast\nversions: [4.1.0, 4.1.1+arm64]\n");

    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_has_the_same_record_answers_archive_and_graph_with_or_without_its_answers_on_disk(bool withAnswers)
    {
        var before = await KeepAsync(Full, [.. Service.Chain, Release("4.1.0+arm64"), Release("4.1.3").Payload($"r@sha256:{new string('0', 64)}").Line(2)]);
        Assert.Equal((1, 1), (before.Counts.Quarantined, before.Record.Quarantine.Length));
        if (!withAnswers)
        {
            File.Delete(StateFiles.Of(state, 1, StateFiles.Answers));
        }

        using var life = new Life(state.Path);
        var after = life.Store.Current!;
        Assert.Empty(life.Problems);
        Assert.True(before.Record.IsSameBuildAs(after.Record));
        Assert.Equal(Text(before.Record), Text(after.Record));
        Assert.Equal(Laws.Scenario.Bytes(before.Answers), Laws.Scenario.Bytes(after.Answers));
        Assert.Equal(before.Archive.Bytes, after.Archive.Bytes);
        Assert.Equal(before.Archive.EntityTag, after.Archive.EntityTag);
        Assert.Equal(Laws.Scenario.Bytes(before.Answers), Laws.Scenario.Bytes(new AnswerFactory().Make(after.Graph)));
        Assert.Equal(before.PayloadOf(new ReleaseKey("4.1.3", Architecture.Default)), after.PayloadOf(new ReleaseKey("4.1.3", Architecture.Default)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_something_safe_stood_in_for_is_built_again_as_it_was(bool withAnswers)
    {
        using (var life = new Life(state.Path, GraphDataSketch.Good.With("raw/metadata.json", "{\"4.1.3\":{\"io.openshift.upgrades.graph.previous.remove_regex\":\"(\"}}"), lenient: true))
        {
            Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        }

        if (!withAnswers)
        {
            File.Delete(StateFiles.Of(state, 1, StateFiles.Answers));
        }

        using var next = new Life(state.Path);
        Assert.Equal((1, 0), (next.Served, next.Problems.Count));
        Assert.Null(next.Store.Current!.Damage);
    }

    [Fact]
    public async Task Equal_inputs_leave_it_and_other_inputs_follow_it()
    {
        var before = await KeepAsync(Full, Service.Chain);
        using var life = new Life(state.Path, Full);
        var same = await life.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, 1), (same.Outcome, same.IsHealthy, same.Served!.Number));
        Assert.Equal(before.Archive.Bytes, same.Served.Archive.Bytes);
        Assert.Equal([1], life.Kept);
        var next = await life.RefreshAsync(2);
        Assert.Equal((RefreshOutcome.Published, 2), (next.Outcome, next.Served!.Number));
        Assert.Equal([1, 2], life.Kept);
    }

    [Fact]
    public async Task Bytes_that_come_out_the_same_are_taken_over_with_their_compression()
    {
        using (var life = new Life(state.Path))
        {
            var revision = (await life.RefreshAsync(1)).Served!;
            foreach (var (_, _, answer) in revision.Answers.All)
            {
                answer.ImproveGzip();
            }

            life.Library.KeepAnswers(revision);
        }

        using var next = new Life(state.Path);
        var restored = next.Store.Current!.Answers.Find("stable-4.1", "amd64");
        Assert.True(restored.IsGzipImproved);
        var second = (await next.RefreshAsync(Life.Variant(1).With("LICENSE", "another\n"))).Served!;
        Assert.Equal(2, second.Number);
        Assert.Same(restored, second.Answers.Find("stable-4.1", "amd64"));
    }

    [Fact]
    public async Task The_loss_guard_compares_with_it()
    {
        _ = await KeepAsync(GraphDataSketch.Good, Service.Chain);
        using var life = new Life(state.Path);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain[..3], Service.Chain[3].Payload(Service.Chain[0].Payload)], []);
        var result = await life.RefreshAsync();
        Assert.Equal((RefreshOutcome.HeldBack, 1), (result.Outcome, result.Served!.Number));
        Assert.Contains("would lose 1 releases", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incomplete_reading_that_lacks_what_it_had_is_held_back()
    {
        _ = await KeepAsync(GraphDataSketch.Good, Service.Chain);
        using var life = new Life(state.Path);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain[..3]], []) { IsComplete = false };
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain, Release("4.1.4")], []) { IsComplete = false };
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain[..3]], []);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
    }

    [Fact]
    public async Task A_payload_that_it_serves_stays_when_a_rival_appears()
    {
        var large = Release("4.1.0").Payload($"r@sha256:{new string('f', 64)}");
        _ = await KeepAsync(GraphDataSketch.Good, [large]);
        using var life = new Life(state.Path);
        life.Releases.Reading = new ReleaseReading([Release("4.1.0").Payload($"r@sha256:{new string('0', 64)}").Line(2), large], []);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        Assert.Equal(large.Payload, life.Store.Current!.PayloadOf(new ReleaseKey("4.1.0", Architecture.Default)));
    }

    [SharedDataFact]
    public async Task With_the_real_data_it_serves_equal_bytes_and_builds_the_same_graph()
    {
        var collector = new InputCollector(new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData)), [new CatalogueFile(SharedData.Releases, lenient: false)], lenient: false);
        Revision before;
        using (var folder = new StateFolder(state.Path))
        {
            using var refresher = new Refresher(collector, new RevisionStore(), new RevisionLibrary(folder, 1), new LossGuard(0.05), TimeProvider.System);
            before = (await refresher.RefreshAsync(CancellationToken.None)).Served!;
        }

        using var life = new Life(state.Path);
        var after = life.Store.Current!;
        Assert.Equal(before.Answers.ContentHash, after.Answers.ContentHash);
        Assert.All(before.Answers.All, entry => Assert.Equal(entry.Answer.Gzip, after.Answers.Find(entry.Channel, entry.Architecture).Gzip));
        Assert.Equal(before.Answers.ContentHash, new AnswerFactory().Make(after.Graph).ContentHash);
    }

    private static string Text(RevisionRecord record) => System.Text.Json.JsonSerializer.Serialize(record, RevisionJson.Default.RevisionRecord);

    private async Task<Revision> KeepAsync(GraphDataSketch sketch, Release[] releases)
    {
        using var life = new Life(state.Path, sketch);
        life.Releases.Reading = new ReleaseReading([.. releases], []);
        var result = await life.RefreshAsync();
        Assert.Equal(RefreshOutcome.Published, result.Outcome);
        return result.Served!;
    }
}
