using System.Text.Json;

namespace UpdateService.Hardening.Tests;

/// <summary>Acts with a wrong token, as many as one can send.</summary>
public sealed class AdministrationTests
{
    private const string Token = "correct-horse-battery-staple";

    [Fact]
    public async Task They_push_no_real_act_out_of_its_trail_and_keep_no_administrator_out()
    {
        using var data = GraphDataDirectory.Sample();
        await File.WriteAllTextAsync(data.Beside("token"), Token);
        var state = data.Beside("state");
        using var server = await ServerProcess.StartReadyAsync(data, "--state", state, "--admin-token-file", data.Beside("token"));
        Assert.Equal(200, (await ActAsync(server, "refresh")).Status);
        Assert.Equal(404, (await ActAsync(server, "pin?revision=7%0A12:00:00%20info%1B[31m%E2%80%AE")).Status);

        using (await AttackProcess.StartAsync("wrong-token", server.Status))
        {
            await Attacked.AssertServesAsync(server, TimeSpan.FromSeconds(3));
            Assert.Equal(200, (await ActAsync(server, "refresh")).Status);
            Assert.Equal(429, (await Wire.AskAsync(server.Status, "POST", "/admin/unpin", "Authorization: Bearer wrong", "Content-Length: 0")).Status);
        }

        Assert.Equal(["refresh", "pin 7\\u000a12:00:00 info\\u001b[31m\\u202e", "refresh"], Acts(Path.Combine(state, "audit.jsonl")));
        Assert.False(File.Exists(Path.Combine(state, "audit.jsonl.1")));
        var refused = Path.Combine(state, "audit-refused.jsonl");
        await Eventually.HoldsAsync(() => Acts(refused).Any(act => act.EndsWith(" more", StringComparison.Ordinal)), "the others are summed up");
        Assert.InRange(Acts(refused).Count, 2, 40); // Ten, and a sum, of each ten seconds.
        Assert.DoesNotContain(server.Output, line => line.Contains('\e', StringComparison.Ordinal) || line.StartsWith("12:00:00 info", StringComparison.Ordinal));
        Assert.InRange(server.Output.Count(line => line.Contains("the token is wrong", StringComparison.Ordinal)), 2, 40);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task State_and_trails_are_for_their_owner_and_group_only()
    {
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        using var data = GraphDataDirectory.Sample();
        await File.WriteAllTextAsync(data.Beside("token"), Token);
        var state = data.Beside("state");
        _ = Directory.CreateDirectory(state);
        await File.WriteAllTextAsync(Path.Combine(state, "audit.jsonl"), "{}\n"); // As an earlier version left it.
        File.SetUnixFileMode(Path.Combine(state, "audit.jsonl"), (UnixFileMode)0b110_100_100);
        using var server = await ServerProcess.StartReadyAsync(data, "--state", state, "--admin-token-file", data.Beside("token"));
        _ = await ActAsync(server, "refresh");
        _ = await Wire.AskAsync(server.Status, "POST", "/admin/unpin", "Content-Length: 0");

        Assert.True(File.Exists(Path.Combine(state, "audit-refused.jsonl")));
        Assert.All(Directory.EnumerateFileSystemEntries(state, "*", SearchOption.AllDirectories).Append(state), path => Assert.Equal(0, (int)(File.GetUnixFileMode(path) & others)));
    }

    private static Task<WireAnswer> ActAsync(ServerProcess server, string act) =>
        Wire.AskAsync(server.Status, "POST", $"/admin/{act}", $"Authorization: Bearer {Token}", "Content-Length: 0");

    private static List<string> Acts(string path) => !File.Exists(path) ? [] : [.. File.ReadLines(path).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("what").GetString()!;
    })];
}
