using System.Globalization;
using System.Text.Json;
using UpdateService.Builder.Revisions;
using UpdateService.Graph;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>
/// The built server with sources of a test's choice. It is asked from its start on, whether it serves or not, and goes on to
/// refresh only when the test tells it to, or where its inputs are refused.
/// </summary>
public sealed class SourcedService : IDisposable
{
    /// <summary>The administrator's token.</summary>
    public const string Token = "correct-horse-battery-staple";

    private const string Prefix = "/api/upgrades_info";

    private readonly TemporaryFolder folder = new();
    private readonly Uri protocol = new($"http://127.0.0.1:{FreePorts.Next()}");
    private readonly Uri status = new($"http://127.0.0.1:{FreePorts.Next()}");
    private readonly ServerProcess process;

    private SourcedService(IEnumerable<string> switches)
    {
        File.WriteAllText(folder.In("token"), $"{Token}\n");
        process = ServerProcess.Start([
            "--listen", protocol.GetLeftPart(UriPartial.Authority), "--status-listen", status.GetLeftPart(UriPartial.Authority),
            "--refresh", "24h", "--admin-token-file", folder.In("token"), .. switches]);
    }

    /// <summary>Host and port of the protocol's address.</summary>
    public string Host => protocol.Authority;

    /// <summary>The lines of the log so far.</summary>
    public IEnumerable<string> Log => process.Output.Concat(process.Errors);

    /// <summary>Starts one, and waits until its first refresh is over, whatever came of it.</summary>
    public static async Task<SourcedService> StartAsync(params IEnumerable<string> switches)
    {
        var service = new SourcedService(switches);
        try
        {
            await Eventually.HoldsAsync(service.HasRefreshedAsync, "the first refresh is over");
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a line of the log holds the text: it is written a little after what it tells.</summary>
    public Task LogsAsync(string text) =>
        Eventually.HoldsAsync(() => Log.Any(line => line.Contains(text, StringComparison.Ordinal)), $"the log tells: {text}");

    /// <summary>Has all sources asked now.</summary>
    /// <returns>The status afterwards.</returns>
    public async Task<JsonElement> RefreshAsync() =>
        Read(await Wire.AskAsync(status, "POST", "/admin/refresh", $"Authorization: Bearer {Token}", "Content-Length: 0"));

    /// <summary>What <c>/status</c> says.</summary>
    public async Task<JsonElement> StatusAsync() => Read(await Wire.AskAsync(status, "GET", "/status"));

    /// <summary>How the last refresh ended.</summary>
    public async Task<string> OutcomeAsync() => (await StatusAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString()!;

    /// <summary>What <c>/readyz</c> says.</summary>
    public Task<WireAnswer> ReadyAsync() => Wire.AskAsync(status, "GET", "/readyz");

    /// <summary>What <c>/metrics</c> says.</summary>
    public async Task<string> MetricsAsync() => (await Wire.AskAsync(status, "GET", "/metrics")).Text;

    /// <summary>The value of a metric, with its labels as they are written; fails where there is no such line.</summary>
    public async Task<double> MetricAsync(string series) => double.Parse(
        Assert.Single((await MetricsAsync()).Split('\n'), line => line.StartsWith($"{series} ", StringComparison.Ordinal))[series.Length..],
        NumberStyles.Float,
        CultureInfo.InvariantCulture);

    /// <summary>The same by somebody with another token.</summary>
    public Task<WireAnswer> RefreshAsync(string token) => Wire.AskAsync(status, "POST", "/admin/refresh", $"Authorization: Bearer {token}", "Content-Length: 0");

    /// <summary>The answer for a channel.</summary>
    public Task<WireAnswer> GraphAsync(string architecture = "amd64", string channel = "stable-4.18") =>
        Wire.AskAsync(protocol, "GET", $"{Prefix}/v1/graph?channel={channel}&arch={architecture}");

    /// <summary>The releases of the channel <c>stable-4.18</c> for an architecture.</summary>
    public async Task<IReadOnlyList<ServedRelease>> ReleasesAsync(string architecture = "amd64")
    {
        var graph = Read(await GraphAsync(architecture));
        return
        [
            .. graph.GetProperty("nodes").EnumerateArray().Select(node => new ServedRelease(
                node.GetProperty("version").GetString()!,
                node.GetProperty("payload").GetString()!,
                node.GetProperty("metadata").TryGetProperty(MetadataKeys.ManifestRef, out var digest) ? digest.GetString() : null)),
        ];
    }

    /// <summary>The versions of the channel <c>stable-4.18</c> for amd64.</summary>
    public async Task<IEnumerable<string>> VersionsAsync() => (await ReleasesAsync()).Select(release => release.Version);

    /// <summary>What is written down about the newest revision.</summary>
    public async Task<RevisionRecord> RevisionAsync()
    {
        var number = (await StatusAsync()).GetProperty("newest").GetProperty("number").GetInt32();
        return JsonSerializer.Deserialize((await Wire.AskAsync(protocol, "GET", $"{Prefix}/v1/revisions/{number}")).Body, RevisionJson.Default.RevisionRecord)!;
    }

    /// <summary>All that it tells anybody: the log, <c>/status</c>, <c>/readyz</c>, <c>/metrics</c>, the revisions.</summary>
    public async Task<string> AllWordsAsync()
    {
        var revisions = (await Wire.AskAsync(protocol, "GET", $"{Prefix}/v1/revisions")).Text;
        return string.Join('\n', [.. Log, (await StatusAsync()).GetRawText(), (await ReadyAsync()).Text, await MetricsAsync(), revisions, JsonSerializer.Serialize(await RevisionAsync(), RevisionJson.Default.RevisionRecord)]);
    }

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        await process.SignalAsync("TERM");
        Assert.Equal(0, await process.EndAsync());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        folder.Dispose();
    }

    private async Task<bool> HasRefreshedAsync()
    {
        process.ExpectRunning();
        try
        {
            return (await StatusAsync()).GetProperty("lastRefresh").ValueKind == JsonValueKind.Object;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false; // Nobody listens yet.
        }
    }

    private static JsonElement Read(WireAnswer answer)
    {
        Assert.True(answer.Status == 200, $"{answer.Status}: {answer.Text}");
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}

/// <summary>A release as clients see it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Payload">The pull spec.</param>
/// <param name="ManifestRef">The digest that clusters verify; null where none is served.</param>
public sealed record ServedRelease(string Version, string Payload, string? ManifestRef);
