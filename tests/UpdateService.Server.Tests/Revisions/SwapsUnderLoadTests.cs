using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using UpdateService.Server.Tests.Graphs;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>A hundred revisions follow each other while clients ask all the time: every answer is whole and of one revision.</summary>
public sealed partial class SwapsUnderLoadTests
{
    private const int Swaps = 100;

    [Fact]
    public async Task Every_answer_during_a_hundred_swaps_is_one_of_the_published_ones()
    {
        using var data = new GraphDataDirectory();
        data.Write("version", "1.1.0\n");
        data.Write("LICENSE", "Apache License 2.0\n");
        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", Enumerable.Range(0, 60).Select(patch => $"4.18.{patch}")));
        data.Write("releases/releases.jsonl", string.Concat(Enumerable.Range(0, 60).Select(patch =>
            GraphDataDirectory.ReleaseOf($"4.18.{patch}", "amd64", Enumerable.Range(0, patch).Select(from => $"4.18.{from}")))));
        WriteMarker(data, 0);
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "1s");
        var published = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        published[await BodyHashAsync(service)] = 0;
        using var ending = new CancellationTokenSource();
        var clients = ((string[])["identity", "gzip", "br", "gzip"]).Select(coding => Task.Run(() => AskAllTheTimeAsync(service, coding, ending.Token))).ToList();

        for (var swap = 1; swap <= Swaps; swap++)
        {
            var number = service.Current!.Number;
            WriteMarker(data, swap);
            await service.ReachesRevisionAsync(number + 1);
            published[await BodyHashAsync(service)] = swap;
        }

        await ending.CancelAsync();
        var seen = (await Task.WhenAll(clients)).SelectMany(answers => answers).ToList();

        Assert.Equal(Swaps + 1, published.Count);
        Assert.True(seen.Count > Swaps, $"{seen.Count} answers are too few to tell anything.");
        Assert.All(seen, answer => Assert.Equal(published[answer.Hash], answer.Marker));
        Assert.True(seen.Select(answer => answer.Marker).Distinct().Count() > Swaps / 4, "The clients saw too few of the revisions.");
    }

    private static void WriteMarker(GraphDataDirectory data, int marker) =>
        data.Write("blocked-edges/marker.yaml", GraphDataDirectory.RiskOf("4.18.59", ".*", "Marker", $"marker-{marker}."));

    private static async Task<string> BodyHashAsync(RunningService service) =>
        Convert.ToHexStringLower(SHA256.HashData((await service.GetAsync("/graph?channel=stable-4.18")).Body));

    private static async Task<List<(string Hash, int Marker)>> AskAllTheTimeAsync(RunningService service, string coding, CancellationToken ending)
    {
        var seen = new List<(string Hash, int Marker)>();
        while (!ending.IsCancellationRequested)
        {
            using var wire = await Wire.OpenAsync(service.Protocol);
            for (var request = 0; request < 200 && !ending.IsCancellationRequested; request++)
            {
                await wire.SendAsync($"GET /api/upgrades_info/graph?channel=stable-4.18 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {coding}\r\n\r\n");
                var answer = await wire.ReadAnswerAsync();
                var body = ContentCodingTests.Decode(answer);
                var hash = Convert.ToHexStringLower(SHA256.HashData(body));
                var marker = int.Parse(MarkerText().Match(System.Text.Encoding.UTF8.GetString(body)).Groups["number"].Value, CultureInfo.InvariantCulture);
                Assert.Equal((200, $"\"{hash[..32]}-{coding}\""), (answer.Status, answer["ETag"]));
                seen.Add((hash, marker));
            }
        }

        return seen;
    }

    [GeneratedRegex("\"marker-(?<number>[0-9]+)\\.\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex MarkerText();
}
