using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Tests.Deflating;
using UpdateService.Builder.Tests.Refreshing;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Answers;

public sealed class AnswerImproverTests : IDisposable
{
    private const int Long = 16 << 20;

    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task What_is_served_becomes_small_and_is_kept_so()
    {
        using (var life = new Life(state.Path))
        {
            var served = (await life.RefreshAsync(1)).Served!;
            using var improver = new AnswerImprover(life.Store, life.Library);
            improver.Wake();
            await Eventually.HoldsAsync(() => AreKeptSmall(served), "all answers are improved and kept");
        }

        using var next = new Life(state.Path);
        Assert.All(next.Store.Current!.Answers.All, entry => Assert.True(entry.Answer is { IsGzipImproved: true, IsBrotliImproved: true }));
    }

    [Fact]
    public async Task A_newer_revision_is_improved_where_it_changed()
    {
        using var service = new Service(releases: [.. Service.Chain, Release("4.1.9")]);
        _ = await service.RefreshAsync();
        var first = service.Served;
        using var improver = new AnswerImprover(service.Store, new RevisionLibrary(null, 1));
        improver.Wake();
        await Eventually.HoldsAsync(() => AreSmall(first), "all answers are improved");

        _ = await service.RefreshAsync(GraphDataSketch.Good.With("channels/extra.yaml", "name: extra\nversions: [4.1.9]\n"));
        Assert.NotSame(first, service.Served);
        var unchanged = service.Served.Answers.Find("stable-4.1", "amd64");
        Assert.Same(first.Answers.Find("stable-4.1", "amd64"), unchanged);
        var bytes = unchanged.Gzip;
        improver.Wake();
        await Eventually.HoldsAsync(() => AreSmall(service.Served), "the changed answers are improved too");
        Assert.Same(bytes, unchanged.Gzip);
    }

    [Fact]
    public async Task The_end_of_the_process_does_not_wait_for_an_answer()
    {
        // The larger is done at once and comes first. The smaller takes many seconds: it is being improved when the end comes.
        var (quick, slow) = (Answer.Of(new byte[Long + 1]), Answer.Of(Bodies.Noise(Long)));
        using var service = new Service();
        _ = await service.RefreshAsync();
        service.Store.Publish(Serving(service.Served, quick, slow));
        using (var improver = new AnswerImprover(service.Store, new RevisionLibrary(null, 1)))
        {
            improver.Wake();
            await Eventually.HoldsAsync(() => quick.IsGzipImproved, "the first answer is improved");
        }

        Assert.False(slow.IsGzipImproved);
        Assert.False(quick.IsBrotliImproved);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_made_small_stays_as_it_is_and_ends_nothing()
    {
        var good = Answer.Of(new byte[1000]);
        var broken = Answer.Kept(2000, new byte[32], ([1, 2, 3], false), ([1, 2, 3], false));
        using var service = new Service();
        _ = await service.RefreshAsync();
        service.Store.Publish(Serving(service.Served, broken, good));
        using var improver = new AnswerImprover(service.Store, new RevisionLibrary(null, 1));

        improver.Wake();

        await Eventually.HoldsAsync(() => good is { IsGzipImproved: true, IsBrotliImproved: true }, "the other answer is improved");
        Assert.False(broken.IsGzipImproved || broken.IsBrotliImproved);
        Assert.Equal([1, 2, 3], broken.Gzip);
    }

    private static Revision Serving(Revision revision, params Answer[] answers)
    {
        var set = new AnswerSet(answers.Select((answer, number) => (Answer: answer, Channel: $"stable-4.{number}"))
            .ToDictionary(entry => (entry.Channel, Architecture.Default), entry => entry.Answer));
        return new Revision(revision.Record with { ContentHash = set.ContentHash }, set, new RevisionMaterial(revision.Inputs, revision.Build), new ArchivePacker());
    }

    private static bool AreSmall(Revision revision) => revision.Answers.All.All(entry => entry.Answer is { IsGzipImproved: true, IsBrotliImproved: true });

    private bool AreKeptSmall(Revision revision)
    {
        var names = File.ReadAllLines(StateFiles.Of(state, revision.Number, StateFiles.Answers));
        var kept = new AnswerFolder(state.In("answers")).Read(names);
        return kept.All.All(entry => entry.Answer is { IsGzipImproved: true, IsBrotliImproved: true });
    }
}
