using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Refreshing;
using UpdateService.Builder.Tests.Revisions;
using UpdateService.Graph.Building;
using UpdateService.GraphData.Folders;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Sources;

/// <summary>Several sources become the inputs of one build.</summary>
public sealed class InputCollectorTests
{
    private readonly ReleasesInMemory first = new(Release("4.1.0").Payload(PayloadOf("first")));
    private readonly ReleasesInMemory second = new(Release("4.1.0").Payload(PayloadOf("second")), Release("4.1.1"));

    [Fact]
    public async Task Of_two_sources_the_first_that_has_a_release_wins()
    {
        Assert.Equal([PayloadOf("first"), PayloadOf("4.1.1+amd64")], await PayloadsAsync(Collector(first, second)));
        Assert.Equal([PayloadOf("second"), PayloadOf("4.1.1+amd64")], await PayloadsAsync(Collector(second, first)));
    }

    [Fact]
    public async Task A_change_of_any_source_is_collected_and_no_change_gives_the_same_releases_again()
    {
        var collector = Collector(first, second);
        var before = (await CollectAsync(collector)).Inputs.Releases;
        Assert.True(before == (await CollectAsync(collector)).Inputs.Releases);
        second.Reading = new ReleaseReading([Release("4.1.2")], []);
        Assert.Equal(["4.1.0", "4.1.2"], (await CollectAsync(collector)).Inputs.Releases.Select(release => release.Version.Text));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task What_one_source_could_not_read_to_its_end_makes_all_incomplete(bool isFirst, bool isSecond, bool isComplete)
    {
        first.Reading = first.Reading with { IsComplete = isFirst };
        second.Reading = second.Reading with { IsComplete = isSecond };
        Assert.Equal(isComplete, (await CollectAsync(Collector(first, second))).IsComplete);
    }

    [Fact]
    public void The_folder_of_graph_data_is_watched_as_well_as_catalogues()
    {
        using var folder = new TemporaryFolder();
        var collector = new InputCollector(new GraphDataFolder(folder.Path, TimeProvider.System), [first, new CatalogueFile(folder.In("c.jsonl"), lenient: false)], lenient: false);
        Assert.Equal($"{folder.Path} {folder.In("c.jsonl")}", string.Join(' ', collector.WatchedPaths));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_has_no_other_problem()
    {
        using var folder = new TemporaryFolder();
        var inputs = await CollectAsync(new InputCollector(new GraphDataFolder(folder.In("missing"), TimeProvider.System), [], lenient: false));
        Assert.Equal("The folder does not exist.", Assert.Single(inputs.Problems).Message);
        Assert.True(inputs.IsRejected);
    }

    [Fact]
    public async Task A_file_under_another_name_is_a_change()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        var renamed = GraphDataSketch.Good.Without("blocked-edges/4.1.3.yaml").With("blocked-edges/4.1.3-a.yaml", "to: 4.1.3\nfrom: 4\\.1\\.0\n");
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync(renamed)).Outcome);
        Assert.Contains("blocked-edges/4.1.3-a.yaml", service.Served.Archive.Unpack().Contents.Keys);
    }

    [Fact]
    public async Task Directives_of_a_release_that_cannot_be_read_are_replaced_where_that_is_allowed()
    {
        using var service = new Service(GraphDataSketch.Good.With("raw/metadata.json", "{\"4.1.3\":{\"io.openshift.upgrades.graph.previous.remove_regex\":\"(\"}}"), lenient: true);
        Assert.Equal(RefreshOutcome.Published, (await service.RefreshAsync()).Outcome);
        Assert.Equal((ProblemRule.InvalidMetadata, ProblemSeverity.Error), (Assert.Single(service.Served.Problems).Rule, service.Served.Problems[0].Severity));
    }

    [Fact]
    public async Task A_channel_that_a_kept_revision_serves_is_not_left_out_by_a_process_that_never_read_its_file_whole()
    {
        using var state = new TemporaryFolder();
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync();
        }

        using var next = new Life(state.Path, GraphDataSketch.Good.With("channels/fast.yaml", "name: fast-4.1\nversions: [4.1.0]\n").With("channels/stable-4.1.yaml", ": ["), lenient: true);
        Assert.Equal((RefreshOutcome.Rejected, 1), ((await next.RefreshAsync()).Outcome, next.Served));
    }

    private static InputCollector Collector(params IReleaseSource[] sources) => new(new GraphDataInMemory(GraphDataSketch.Good.Files), [.. sources], lenient: false);

    private static Task<CollectedInputs> CollectAsync(InputCollector collector) => collector.CollectAsync(CancellationToken.None);

    private static async Task<IEnumerable<string>> PayloadsAsync(InputCollector collector) =>
        Assert.Single(new GraphBuilder().Build((await CollectAsync(collector)).Inputs).Graph.Architectures).Nodes.Select(node => node.Release.Payload);
}
