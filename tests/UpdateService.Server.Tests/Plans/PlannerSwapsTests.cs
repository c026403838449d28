using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Revisions follow each other while people ask: every answer is of the revision that it names.</summary>
public sealed partial class PlannerSwapsTests
{
    private const int Swaps = 30;

    [Fact]
    public async Task Every_answer_is_of_the_revision_whose_number_it_has()
    {
        using var data = GraphDataDirectory.Sample();
        WriteMarker(data, 0);
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "1s");
        var markers = new Dictionary<int, int> { [service.Current!.Number] = 0 };
        using var ending = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(client => Task.Run(() => AskAllTheTimeAsync(service, client, ending.Token))).ToList();

        for (var swap = 1; swap <= Swaps; swap++)
        {
            var number = service.Current!.Number;
            WriteMarker(data, swap);
            await service.ReachesRevisionAsync(number + 1);
            markers[service.Current!.Number] = swap;
        }

        await ending.CancelAsync();
        var seen = (await Task.WhenAll(clients)).SelectMany(answers => answers).ToList();

        Assert.Equal(Swaps + 1, markers.Count);
        Assert.All(seen, answer => Assert.Equal(markers[answer.Revision], answer.Marker));
        Assert.True(seen.Select(answer => answer.Revision).Distinct().Count() > Swaps / 4, "The clients saw too few of the revisions.");
    }

    private static void WriteMarker(GraphDataDirectory data, int marker) =>
        data.Write("blocked-edges/4.18.3-SampleRisk.yaml", GraphDataDirectory.RiskOf("4.18.3", ".*", "SampleRisk", $"marker-{marker}."));

    /// <summary>Half of the questions are new ones each time, half are kept.</summary>
    private static async Task<List<(int Revision, int Marker)>> AskAllTheTimeAsync(RunningService service, int client, CancellationToken ending)
    {
        var seen = new List<(int Revision, int Marker)>();
        for (var request = 0; !ending.IsCancellationRequested; request++)
        {
            var own = request % 2 == 0 ? $"&accept=Client{client}Request{request}" : "";
            var answer = await service.GetAsync($"/v1/path?from=4.18.1&to=4.18.3{own}");
            Assert.Equal(200, answer.Status);
            var text = answer.Text;
            seen.Add((Number(RevisionText().Match(text)), Number(MarkerText().Match(text))));
        }

        return seen;
    }

    private static int Number(Match match) => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("\"marker-(?<number>[0-9]+)\\.\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex MarkerText();

    [GeneratedRegex("\"revision\":(?<number>[0-9]+),", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex RevisionText();
}
