using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Refreshing;

/// <summary>What the guard counts, and against what: each loss on its own, with a limit of 5 %.</summary>
public sealed class LossCountTests
{
    private static readonly Problem Unreadable = Trouble(ProblemRule.UnreadableSource, ProblemSeverity.Error);

    [Fact]
    public async Task Releases_that_come_do_not_make_up_for_those_that_go() =>
        Assert.NotNull(await RefuseAsync(GraphDataSketch.Good, Releases(0, 30), GraphDataSketch.Good, Releases(30, 60)));

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Twenty_releases_are_no_longer_few(int left, bool refused) =>
        Assert.Equal(refused, await RefuseAsync(GraphDataSketch.Good, Releases(0, 30), GraphDataSketch.Good, Releases(0, left)) is not null);

    [Theory]
    [InlineData(30, 15, false)]
    [InlineData(30, 10, true)]
    [InlineData(30, 0, true)]
    [InlineData(19, 0, false)]
    public async Task Most_releases_of_a_channel_are_too_many_though_they_stay_in_others(int count, int left, bool refused)
    {
        var problem = await RefuseAsync(Channels(count), Releases(0, 100), Channels(left), Releases(0, 100));
        Assert.Equal(refused, problem is not null);
        if (problem is not null)
        {
            Assert.StartsWith($"The inputs lost {count - left} of {count} releases of the channel z-4.1 for amd64 at once, ", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_channels_that_are_lost_together_one_is_told_and_how_many_more()
    {
        Release[] releases = [.. Releases(0, 100).Releases, .. Enumerable.Range(0, 100).Select(patch => Release($"4.1.{patch}+arm64"))];
        var problem = await RefuseAsync(Channels(30), Read(releases), GraphDataSketch.Good, Read(releases));
        Assert.Contains(" for amd64 at once, ", problem!.Message, StringComparison.Ordinal);
        Assert.Contains(" So it is with 1 more, of other channels or architectures.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Releases_that_come_into_a_channel_do_not_make_up_for_those_that_leave_it()
    {
        var after = GraphDataSketch.Good.With("channels/z.yaml", $"name: z-4.1\nversions: [{Names(30, 60)}]\n");
        Assert.NotNull(await RefuseAsync(Channels(30), Releases(0, 100), after, Releases(0, 100)));
    }

    [Fact]
    public async Task A_mirror_may_prune_all_of_a_channel() =>
        Assert.Null(await RefuseAsync(Channels(30), Releases(0, 100), Channels(30), Releases(30, 100)));

    [Theory]
    [InlineData(ProblemRule.UnreadableRelease, ProblemSeverity.Error, true)]
    [InlineData(ProblemRule.UnreadableSource, ProblemSeverity.Error, true)]
    [InlineData(ProblemRule.UnreadableRelease, ProblemSeverity.Warning, false)]
    [InlineData(ProblemRule.UnreadableSource, ProblemSeverity.Warning, false)]
    [InlineData(ProblemRule.DuplicateRelease, ProblemSeverity.Error, false)]
    public async Task A_release_that_goes_is_lost_where_an_error_may_have_cost_it(ProblemRule rule, ProblemSeverity severity, bool refused)
    {
        var refusal = await RefuseAsync(GraphDataSketch.Good, Read(Service.Chain), GraphDataSketch.Good, Read(Service.Chain[..3], Trouble(rule, severity)));
        Assert.Equal(refused, refusal is not null);
    }

    [Theory]
    [InlineData("[4.1.0]", "[4.1.1, 4.1.2]")]
    [InlineData("[4.1.1, 4.1.2]", "[4.1.0]")]
    public async Task Every_channel_is_looked_at_also_one_of_a_single_release(string first, string second)
    {
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", $"name: a-4.1\nversions: {first}\n").With("channels/z.yaml", $"name: z-4.1\nversions: {second}\n");
        Assert.NotNull(await RefuseAsync(sketch, Read(Service.Chain), sketch, Read(Service.Chain[1..], Unreadable)));
        Assert.Null(await RefuseAsync(sketch, Read(Service.Chain), sketch, Read(Service.Chain[..3], Unreadable)));
    }

    [Theory]
    [InlineData("4.1.0+arm64")]
    [InlineData("4.1.1+arm64")]
    [InlineData("4.1.1")]
    public async Task Every_architecture_is_looked_at_also_one_that_is_gone(string lost)
    {
        Release[] before = [Release("4.1.0"), Release("4.1.0+arm64"), Release(lost == "4.1.0+arm64" ? "4.1.1" : lost)];
        var after = Read([.. before.Where(release => release.ToString() != Release(lost).ToString())], Unreadable);
        var problem = await RefuseAsync(GraphDataSketch.Good, Read(before), GraphDataSketch.Good, after);
        Assert.Contains($"would lose 1 releases for {Release(lost).Architecture} ", problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 1, false)]
    [InlineData(20, 2, true)]
    [InlineData(19, 1, true)]
    public async Task Updates_that_go_may_be_5_percent_of_a_channel_and_no_more(int updates, int lost, bool refused)
    {
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", "name: a-4.1\nversions: [4.1.0]\n").With("channels/z.yaml", $"name: z-4.1\nversions: [{Names(0, updates)}, 4.1.99]\n");
        Assert.Equal(refused, await RefuseAsync(sketch, Star(0, updates), sketch, Star(lost, updates, Unreadable)) is not null);
    }

    [Fact]
    public async Task Updates_from_outside_a_channel_do_not_make_those_that_go_few()
    {
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.1.0, 4.1.99]\n");
        Assert.NotNull(await RefuseAsync(sketch, Star(0, 30), sketch, Star(1, 30, Unreadable)));
    }

    [Theory]
    [InlineData("4.1.0")]
    [InlineData("4.1.29")]
    public async Task The_only_update_of_a_channel_counts_wherever_it_stands(string source)
    {
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", $"name: stable-4.1\nversions: [{source}, 4.1.99]\n");
        Assert.NotNull(await RefuseAsync(sketch, Star(0, 30), sketch, Star(30, 30, Unreadable)));
    }

    [Fact]
    public async Task Updates_are_counted_in_every_architecture()
    {
        var sketch = GraphDataSketch.Good.With("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.1.0, 4.1.1]\n");
        Release[] before = [Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.0+arm64"), Release("4.1.1+arm64").From("4.1.0")];
        foreach (var number in (int[])[1, 3])
        {
            Release[] after = [.. before[..number], before[number] with { Previous = [] }, .. before[(number + 1)..]];
            var problem = await RefuseAsync(sketch, Read(before), sketch, Read(after, Unreadable));
            Assert.Contains($"would lose 1 of 1 updates for {before[number].Architecture} ", problem!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_first_build_that_lacks_releases_tells_which_could_not_be_read()
    {
        using var service = new Service();
        var (warning, error) = (Trouble(ProblemRule.UnreadableRelease, ProblemSeverity.Warning) with { Place = new Place("host/repository:an-earlier-tag", 0) }, Trouble(ProblemRule.UnreadableRelease, ProblemSeverity.Error));
        service.Releases.Reading = new ReleaseReading([.. Service.Chain], [Unreadable, warning, error]) { IsComplete = false };
        var message = Assert.Single((await service.RefreshAsync()).Reasons, reason => reason.Rule == ProblemRule.Loss).Message;
        Assert.Contains($"The first: {error}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_revision_without_releases_that_an_operator_wanted_the_next_one_may_have_none_either()
    {
        using var state = new TemporaryFolder();
        using var life = new Life(state.Path);
        life.Releases.Reading = new ReleaseReading([], []);
        _ = await life.RefreshAsync();
        _ = await life.PublishAsync(life.HeldBack!.Candidate);
        Assert.Equal((RefreshOutcome.Published, 2), ((await life.RefreshAsync(2)).Outcome, life.Served));
    }

    /// <summary>A second channel, with the first so many releases; without it where there are none.</summary>
    private static GraphDataSketch Channels(int count) =>
        count == 0 ? GraphDataSketch.Good : GraphDataSketch.Good.With("channels/z.yaml", $"name: z-4.1\nversions: [{Names(0, count)}]\n");

    private static string Names(int from, int to) => string.Join(", ", Enumerable.Range(from, to - from).Select(patch => $"4.1.{patch}"));

    private static ReleaseReading Releases(int from, int to) => Read([.. Enumerable.Range(from, to - from).Select(patch => Release($"4.1.{patch}"))]);

    /// <summary>4.1.99 with an update from each release from <paramref name="from"/> on; those before it are there as well.</summary>
    private static ReleaseReading Star(int from, int to, params Problem[] problems) =>
        Read([.. Releases(0, to).Releases, Release("4.1.99").From([.. Enumerable.Range(from, to - from).Select(patch => $"4.1.{patch}")])], problems);

    private static ReleaseReading Read(Release[] releases, params Problem[] problems) => new([.. releases], [.. problems]);

    private static Problem Trouble(ProblemRule rule, ProblemSeverity severity) => new(rule, severity, new Place("host/repository:tag", 0), $"{rule} {severity}.");

    private static Task<Problem?> RefuseAsync(GraphDataSketch before, GraphDataSketch after) => RefuseAsync(before, Read(Service.Chain), after, Read(Service.Chain));

    private static async Task<Problem?> RefuseAsync(GraphDataSketch sketchBefore, ReleaseReading before, GraphDataSketch sketchAfter, ReleaseReading after)
    {
        var (served, next) = (await BuildAsync(sketchBefore, before), await BuildAsync(sketchAfter, after));
        return new LossGuard(0.05).Refuse(served, new RevisionMaterial(next.Inputs, next.Build));
    }

    private static async Task<Revision> BuildAsync(GraphDataSketch sketch, ReleaseReading reading)
    {
        using var service = new Service(sketch);
        service.Releases.Reading = reading;
        _ = await service.RefreshAsync();
        return service.Served;
    }
}
