using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Refreshing;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>A loss waits for an operator; an update that a file tries to block meanwhile does not.</summary>
public sealed class InterimTests : IDisposable
{
    private const string Block = "to: 4.1.3\nfrom: 4\\.1\\.1\n";
    private const string Risk = "to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: Slow\nmessage: m\nmatchingRules:\n- type: Always\n";

    /// <summary>One of the releases is lost to an error, and another has come.</summary>
    private static readonly ReleaseReading Lossy =
        new([.. Service.Chain[..2], Service.Chain[2].Payload(Service.Chain[0].Payload), Service.Chain[3], Release("4.1.4").From("4.1.3")], []);

    private static readonly GraphDataSketch Blocked = GraphDataSketch.Good
        .With("blocked-edges/4.1.3-new.yaml", Block)
        .With("blocked-edges/4.1.2-new.yaml", Risk)
        .With("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.1.0, 4.1.3, 4.1.4]\n");

    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task While_a_build_is_held_back_its_added_blocks_and_risks_are_served_and_nothing_else_of_it()
    {
        using var life = new Life(state.Path);
        var before = await FirstAsync(life);

        life.Releases.Reading = Lossy;
        var result = await life.RefreshAsync(Blocked);

        Assert.Equal((RefreshOutcome.HeldBack, false, 2, 2), (result.Outcome, result.IsHealthy, result.Published!.Number, life.Served));
        Assert.EndsWith(" What the build closes is closed in revision 2, which is served; nothing else of it is.", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(before.Where(edge => edge != "4.1.1 4.1.3").Select(edge => edge.EndsWith("4.1.2 A", StringComparison.Ordinal) ? $"{edge} Slow" : edge), Edges(life.Store.Current!));
        Assert.Equal(4, life.Store.Current!.Counts.Releases);
        Assert.Equal([1, 2], life.Kept);
    }

    [Fact]
    public async Task What_is_held_back_waits_on_after_them_under_its_name_and_the_same_blocks_again_are_no_new_revision()
    {
        using var life = new Life(state.Path);
        _ = await FirstAsync(life);
        life.Releases.Reading = Lossy;
        _ = await life.RefreshAsync(Blocked);
        var candidate = life.HeldBack!.Candidate;

        Assert.Equal((RefreshOutcome.Unchanged, false), ((await life.RefreshAsync()).Outcome, (await life.RefreshAsync()).IsHealthy));
        life.Releases.Reading = Lossy with { Problems = [new Problem(ProblemRule.UnreadableSource, ProblemSeverity.Error, new Place("r", 0), "m")] };
        var again = await life.RefreshAsync();
        Assert.Equal((RefreshOutcome.HeldBack, null, 2, candidate), (again.Outcome, again.Published, life.Served, life.HeldBack.Candidate));

        var published = await life.PublishAsync(candidate);
        Assert.Equal((RefreshOutcome.Published, true, 3), (published!.Outcome, published.IsHealthy, life.Served));
        Assert.Contains("4.1.4", life.Store.Current!.Graph.Architectures.Single().Nodes.Select(node => node.Version.Text));
        Assert.DoesNotContain("4.1.1 4.1.3", Edges(life.Store.Current!));
    }

    [Fact]
    public async Task After_a_restart_they_are_still_there_and_others_come_over_what_was_kept()
    {
        using (var life = new Life(state.Path))
        {
            _ = await FirstAsync(life);
            life.Releases.Reading = Lossy;
            _ = await life.RefreshAsync(Blocked);
        }

        using var next = new Life(state.Path, Blocked);
        Assert.Equal(2, next.Served);
        next.Releases.Reading = Lossy;
        Assert.Equal((RefreshOutcome.HeldBack, 2), ((await next.RefreshAsync()).Outcome, next.Served));
        Assert.Equal((RefreshOutcome.HeldBack, 3), ((await next.RefreshAsync(Blocked.With("blocked-edges/another.yaml", "to: 4.1.1\nfrom: .*\n"))).Outcome, next.Served));
        Assert.Equal(["4.1.0 4.1.2 A Slow", "4.1.1 4.1.2 A Slow", "4.1.2 4.1.3"], Edges(next.Store.Current!));
        Assert.Equal(4, next.Store.Current!.Counts.Releases);

        next.Releases.Reading = new ReleaseReading([.. Service.Chain], []);
        Assert.Equal((RefreshOutcome.Published, true, 4), ((await next.RefreshAsync()).Outcome, (await next.RefreshAsync()).IsHealthy, next.Served));
    }

    [Fact]
    public async Task What_an_error_beside_it_made_look_like_a_loss_is_published_once_the_block_explains_it()
    {
        using var life = new Life(state.Path, lenient: true);
        var problem = new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Error, new Place("r", 1), "m");
        life.Releases.Reading = new ReleaseReading([.. Service.Chain], [problem]);
        _ = await FirstAsync(life);

        var result = await life.RefreshAsync(GraphDataSketch.Good.With("blocked-edges/4.1.3-new.yaml", Block));

        Assert.Equal((RefreshOutcome.Published, true), (result.Outcome, result.IsHealthy));
        Assert.Null(life.HeldBack);
        Assert.DoesNotContain("4.1.1 4.1.3", Edges(life.Store.Current!));
    }

    [Fact]
    public async Task What_a_file_tried_to_block_is_blocked_though_nobody_can_tell_what_and_the_limit_for_errors_holds_the_build_back()
    {
        using var life = new Life(state.Path, lenient: true);
        _ = await FirstAsync(life);

        var result = await life.RefreshAsync(GraphDataSketch.Good.With("blocked-edges/4.1.3-new.yaml", "to: 4.1.3\nfrom: (\n"));

        Assert.Equal((RefreshOutcome.HeldBack, 2), (result.Outcome, life.Served));
        Assert.NotNull(life.HeldBack);
        Assert.DoesNotContain(Edges(life.Store.Current!), edge => edge.EndsWith("4.1.3", StringComparison.Ordinal));
    }

    private static async Task<string[]> FirstAsync(Life life)
    {
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(GraphDataSketch.Good)).Outcome);
        var edges = Edges(life.Store.Current!);
        Assert.Contains("4.1.1 4.1.3", edges);
        return edges;
    }

    /// <summary>From, to and the names of the risks.</summary>
    private static string[] Edges(Revision revision)
    {
        var graph = Assert.Single(revision.Graph.Architectures);
        return
        [
            .. Enumerable.Range(0, graph.Nodes.Length)
                .SelectMany(target => Enumerable.Range(graph.Offsets[target], graph.Offsets[target + 1] - graph.Offsets[target]).Select(edge => string.Join(' ', [
                    graph.Nodes[graph.Sources[edge]].Version.Text,
                    graph.Nodes[target].Version.Text,
                    .. graph.RiskSetOf[edge] < 0 ? [] : graph.RiskSets[graph.RiskSetOf[edge]].Select(risk => risk.Name)])))
                .Order(StringComparer.Ordinal),
        ];
    }
}
