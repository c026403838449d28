using UpdateService.Server.Tests.Metrics;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Pages in the metrics.</summary>
public sealed class PageMetricsTests
{
    private const string Requests = "cincinnati_pe_graph_incoming_requests_total";
    private const string Errors = "cincinnati_pe_graph_response_errors_total";

    [Fact]
    public async Task Pages_are_counted_by_kind_whatever_their_addresses_say()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        foreach (var number in Enumerable.Range(0, 5))
        {
            _ = await service.OpenAsync($"/plan?from=4.18.{number}&x{number}=1");
            _ = await service.OpenAsync($"/channels/stable-4.{number}?focus={number}");
            _ = await service.OpenAsync($"/releases/4.18.{number + 50}");
            _ = await service.OpenAsync($"/assets/{number}/planner.js");
            _ = await service.OpenAsync($"/nothing-{number}");
            _ = await service.OpenAsync($"/plan?from=4.18.3&to=4.18.1&a{number}=1");
            _ = await service.OpenAsync($"/plan?revision={number + 90}");
        }

        await Eventually.HoldsAsync(async () => (await Samples(service, Errors)).Values.Sum() == 30, "the errors are counted");
        var requests = await Samples(service, Requests);

        Assert.Equal(
            ["/", "/assets/{hash}/{name}", "/channels/{channel}", "/compare", "/matrix", "/plan", "/recommended", "/releases/{version}", "/update_channel", "/update_path"],
            requests.Keys.Select(Path).Where(path => !path.StartsWith(RunningService.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((15, 5, 5, 5), (Count("/plan"), Count("/channels/{channel}"), Count("/releases/{version}"), Count("/assets/{hash}/{name}")));
        Assert.Equal(
            [
                "code=\"404\",kind=\"does_not_exist\" 5", "code=\"404\",kind=\"no_such_page\" 5", "code=\"404\",kind=\"unknown_name\" 5", "code=\"404\",kind=\"unknown_release\" 5",
                "code=\"404\",kind=\"unknown_revision\" 5", "code=\"422\",kind=\"rollback_not_supported\" 5",
            ],
            (await Samples(service, Errors)).Select(sample => $"{sample.Key[(Errors.Length + 1)..^1]} {sample.Value}").Order(StringComparer.Ordinal));

        double Count(string path) => requests.Single(sample => Path(sample.Key) == path).Value;
    }

    private static string Path(string sample) => sample[(Requests.Length + "{uri_path=\"".Length)..^2];

    private static async Task<IReadOnlyDictionary<string, double>> Samples(RunningService service, string family) =>
        MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text)[family].Samples;
}
