using System.Globalization;
using System.Text.Json;

namespace UpdateService.EndToEnd.Tests;

/// <summary>A process that is killed at any moment leaves revisions that the next one serves at once.</summary>
public sealed class CrashTests
{
    private const int Kills = 50;
    private const int Seed = 20260821;
    private const int LongestLife = 150;
    private const string RiskFile = "blocked-edges/4.18.3-SampleRisk.yaml";
    private const string Graph = "/api/upgrades_info/v1/graph?channel=stable-4.18&arch=amd64";

    [Fact]
    public async Task Fifty_kills_at_any_moment_leave_a_readable_store_and_the_last_good_revision()
    {
        using var data = GraphDataDirectory.Sample();
        var state = data.Beside("state");
        string[] switches = [.. FreeAddresses, "--graph-data", data.Path, "--state", state, "--keep", "3", "--refresh", "24h"];
        using (var first = await ServerProcess.StartReadyAsync(switches))
        {
            await Eventually.HoldsAsync(() => Kept(state) is [1], "the first revision is kept");
        }

        var isWriting = true;
        var writer = Task.Run(async () =>
        {
            for (var change = 1; Volatile.Read(ref isWriting); change++)
            {
                data.Write(RiskFile, GraphDataDirectory.RiskOf("4.18.3", "4[.]18[.]1[+]amd64", "SampleRisk", $"Change {change} is whole."));
                await Task.Delay(80);
            }
        });
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var kept = Kept(state)[^1];
            using var server = await ServerProcess.StartReadyAsync(switches);
            await AssertServesAsync(server, kept);

            // Revisions follow one another without a pause; the process ends somewhere in that: early in its life, or while it keeps its second.
            if (kill % 2 == 1)
            {
                await Eventually.HoldsAsync(() => Kept(state)[^1] > kept, "a revision is kept");
            }

            await Task.Delay(random.Next(LongestLife));
            await AssertServesAsync(server, kept);
            await server.SignalAsync("KILL");
            _ = await server.EndAsync();
        }

        Volatile.Write(ref isWriting, false);
        await writer;
        var last = Kept(state);
        Assert.True(last[^1] > Kills / 2, $"Only {last[^1]} revisions were built while the process was killed {Kills} times.");
        using var end = await ServerProcess.StartReadyAsync(switches);
        await Eventually.HoldsAsync(async () => (await StatusAsync(end)).GetProperty("lastRefresh").ValueKind == JsonValueKind.Object, "the first refresh is over");
        var status = await StatusAsync(end);
        Assert.Equal(0, status.GetProperty("troubles").GetArrayLength());
        Assert.Equal(3, status.GetProperty("keptRevisions").GetInt32());
        Assert.DoesNotContain(end.Output, line => line.Contains("cannot be", StringComparison.Ordinal));
        Assert.True(Kept(state).Count <= 4, "What crashes left behind is cleared away.");
    }

    [Fact]
    public async Task A_service_that_starts_without_its_sources_serves_what_it_kept()
    {
        using var data = GraphDataDirectory.Sample();
        CopyFolder(Path.Combine(Repository.Root, "graph-data"), data.Path);
        string[] switches = [.. FreeAddresses, "--graph-data", data.Path, "--state", data.Beside("state")];
        WireAnswer before;
        using (var first = await ServerProcess.StartReadyAsync(switches))
        {
            before = await Wire.AskAsync(first.Protocol, "GET", Graph);
            await Eventually.HoldsAsync(() => Kept(data.Beside("state")) is [1], "the first revision is kept");
            await first.SignalAsync("KILL");
            _ = await first.EndAsync();
        }

        Directory.Move(data.Path, data.Beside("away"));
        using var next = await ServerProcess.StartReadyAsync(switches);

        var after = await Wire.AskAsync(next.Protocol, "GET", Graph);
        Assert.Equal((200, before.HeaderText, before.Text), (after.Status, after.HeaderText, after.Text));
        Assert.Contains("\"version\":\"4.18.1\"", after.Text, StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => (await Wire.AskAsync(next.Status, "GET", "/readyz")).Text.StartsWith("ready: revision 1\nThe inputs are refused for ", StringComparison.Ordinal), "it tells that its sources are gone");
        Assert.Equal(after.Text, (await Wire.AskAsync(next.Protocol, "GET", Graph)).Text);
    }

    private static string[] FreeAddresses => ["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0"];

    /// <summary>The numbers of the revisions that are whole on disk.</summary>
    private static List<int> Kept(string state) => !Directory.Exists(Path.Combine(state, "revisions")) ? [] :
    [
        .. Directory.EnumerateDirectories(Path.Combine(state, "revisions"))
            .Where(folder => File.Exists(Path.Combine(folder, "revision.json")))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Order(),
    ];

    /// <summary>It is ready with that revision or a later one, and its answer is one of those that were ever meant.</summary>
    private static async Task AssertServesAsync(ServerProcess server, int atLeast)
    {
        var ready = await Wire.AskAsync(server.Status, "GET", "/readyz");
        Assert.Equal(200, ready.Status);
        var number = int.Parse(ready.Text.Split('\n')[0]["ready: revision ".Length..], CultureInfo.InvariantCulture);
        Assert.True(number >= atLeast, $"Revision {number} is served, and {atLeast} was kept.");
        var answer = await Wire.AskAsync(server.Protocol, "GET", Graph);
        Assert.Equal(200, answer.Status);
        var pairs = AnswerPairs.Of(answer.Body);
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3"], pairs.Nodes);
        var message = Assert.Single(JsonDocument.Parse(answer.Body).RootElement.GetProperty("conditionalEdges").EnumerateArray()).GetProperty("risks")[0].GetProperty("message").GetString()!;
        Assert.True(message == "A risk: \"quoted\", größer." || (message.StartsWith("Change ", StringComparison.Ordinal) && message.EndsWith(" is whole.", StringComparison.Ordinal)), message);
    }

    private static async Task<JsonElement> StatusAsync(ServerProcess server)
    {
        using var document = JsonDocument.Parse((await Wire.AskAsync(server.Status, "GET", "/status")).Body);
        return document.RootElement.Clone();
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
