namespace UpdateService.Server.Tests.Pages;

/// <summary>Pages of the real data, the largest channel among them.</summary>
public sealed class RealDataPageTests
{
    private const int MostElements = 3_000;

    [SharedDataFact]
    public async Task Every_page_of_real_data_is_whole_and_has_no_more_elements_than_a_reader_can_wait_for()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h", "--graph-data", SharedData.GraphData, "--releases", SharedData.Releases);

        var counts = new List<(string Target, int Elements)>();
        foreach (var target in (string[])
        [
            "/", "/plan", "/plan?from=4.14.20", "/plan?from=4.14.20&to=4.16.3&alternatives=25", "/plan?from=4.8.37&to=4.10.64", "/plan?from=4.6.1&to=4.16.3&alternatives=25", "/recommended?version=4.14.20", "/recommended?version=4.14.0&channel=candidate-4.14",
            "/channels/candidate-4.14?focus=4.14.20", "/releases/4.14.20", "/releases/4.13.0", "/matrix?channel=candidate-4.14", "/matrix?channel=candidate-4.14&from=4.13&to=4.14",
            "/compare?channel=candidate-4.14&with=stable-4.14", "/compare?channel=candidate-4.14&with=stable-4.10",
        ])
        {
            counts.Add((target, (await service.ShowAsync(target)).All.Count()));
        }

        Assert.DoesNotContain(counts, page => page.Elements > MostElements);
    }
}
