using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using UpdateService.Server.Tests.Metrics;
using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>
/// The service on a registry that fails as the test wants it, with a state folder, and a clock that goes only when the test says
/// so: a refresh comes when the test asks for one, and pauses before retries cost no time.
/// </summary>
internal sealed class MirroredService : IAsyncDisposable
{
    public const string Repository = "openshift/release-images";

    private const string Channel = "stable-4.18";

    /// <summary>What the service waits for between refreshes: when all is well, and the last steps of its back-off.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromHours(1), TimeSpan.FromSeconds(32), TimeSpan.FromMinutes(1)];
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private RunningService? service;

    private MirroredService(FakeRegistry registry)
    {
        Registry = registry;
        Switches =
        [
            "--graph-data", Data.Path,
            "--releases", $"oci://{registry.Host}/{Repository}",
            "--state", State,
            "--refresh", "1h",
            .. registry.Address.StartsWith("https", StringComparison.Ordinal) ? Array.Empty<string>() : ["--insecure-registry", registry.Host],
        ];
    }

    public FakeRegistry Registry { get; }

    public GraphDataDirectory Data { get; } = new();

    public ManualTime Time { get; } = new(longestPause: TimeSpan.FromSeconds(20));

    public string State => Data.Beside("state");

    /// <summary>For the next start.</summary>
    public IReadOnlyList<string> Switches { get; set; }

    public RunningService Service => service!;

    /// <summary>What problems of the repository begin with.</summary>
    public string Place => $"{Registry.Host}/{Repository}";

    /// <summary>A registry with 4.18.1 and on, and a channel that names some more; the service is not started.</summary>
    public static async Task<MirroredService> CreateAsync(int releases = 3, X509Certificate2? certificate = null)
    {
        var mirrored = new MirroredService(await FakeRegistry.StartAsync(certificate));
        mirrored.Data.Write("version", "1.1.0\n");
        mirrored.Data.Write("blocked-edges/4.17.9-Nothing.yaml", GraphDataDirectory.RiskOf("4.17.9", ".*", "Nothing", "No release here has it."));
        mirrored.Data.Write($"channels/{Channel}.yaml", GraphDataDirectory.ChannelOf(Channel, Enumerable.Range(1, releases + 3).Select(Version)));
        for (var number = 1; number <= releases; number++)
        {
            mirrored.Push(number);
        }

        return mirrored;
    }

    public static string Version(int number) => $"4.18.{number}";

    public static string Tag(int number) => $"{Version(number)}-x86_64";

    /// <summary>Pushes a release, which may follow the one before.</summary>
    public void Push(int number) => Push(Repository, Tag(number), new ReleaseSketch(Version(number)) { Previous = number == 1 ? [] : [Version(number - 1)] }.ToImage());

    /// <summary>Pushes an image.</summary>
    public void Push(string repository, string tag, ImageSketch image)
    {
        foreach (var blob in image.Blobs.Values)
        {
            _ = Registry.AddBlob(blob.ToArray());
        }

        _ = Registry.Add(repository, tag, image.Manifest.Content.ToArray(), image.Manifest.MediaType);
    }

    /// <summary>Starts the service, or starts it again; its first refresh need not be over.</summary>
    public async Task StartAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        service = await RunningService.StartAsync(Time, Switches);
    }

    /// <summary>Starts the service and waits until it serves and has nothing more to do.</summary>
    /// <returns>What clients get.</returns>
    public async Task<WireAnswer> StartReadyAsync()
    {
        await StartAsync();
        await SettleAsync();
        var ready = await ReadyAsync();
        Assert.True(ready == "ready: revision 1\n", ready);
        return await AskAsync();
    }

    /// <summary>Waits until a refresh is over, and all those that follow a failed one at once.</summary>
    public Task SettleAsync() => Eventually.HoldsAsync(() => Time.Waits.Any(Pauses.Contains), "the service waits for its next refresh");

    /// <summary>The same while the registry stands still: the time limit of a request passes as often as it takes.</summary>
    public Task SettleThroughTimeoutsAsync() => Eventually.HoldsAsync(
        () =>
        {
            var waiting = Time.Waits.Count(wait => wait == RequestTimeout);
            if (waiting > 0 && waiting == Registry.Faults.Stalled)
            {
                Time.Advance(RequestTimeout);
            }

            return Time.Waits.Any(Pauses.Contains);
        },
        "the service waits for its next refresh");

    /// <summary>Lets the time until the next refresh pass.</summary>
    public void BeginRefresh() => Time.Advance(Time.Waits.First(Pauses.Contains));

    /// <summary>Lets the time until the next refresh pass, and waits until it is over.</summary>
    public Task RefreshAsync()
    {
        BeginRefresh();
        return SettleAsync();
    }

    /// <summary>What clients get.</summary>
    public Task<WireAnswer> AskAsync() => Service.GetAsync($"/v1/graph?channel={Channel}&arch=amd64");

    /// <summary>Clients get what they got before, byte for byte.</summary>
    public async Task AssertServesAsync(WireAnswer before)
    {
        var answer = await AskAsync();
        Assert.Equal((200, before.Text, before["ETag"]), (answer.Status, answer.Text, answer["ETag"]));
    }

    /// <summary>Clients are told to come again, and nothing that they could take for a graph.</summary>
    public async Task AssertServesNothingAsync()
    {
        var answer = await AskAsync();
        Assert.Equal((503, "5"), (answer.Status, answer["Retry-After"]));
        Assert.StartsWith("{\"kind\":\"not_ready\",", answer.Text, StringComparison.Ordinal);
        Assert.Equal(503, (await Service.GetStatusAsync("/readyz")).Status);
        Assert.Equal(200, (await Service.GetStatusAsync("/livez")).Status);
    }

    /// <summary>The versions that clients get.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync() => AnswerPairs.Of((await AskAsync()).Body).Nodes;

    /// <summary>What <c>/readyz</c> says.</summary>
    public async Task<string> ReadyAsync() => (await Service.GetStatusAsync("/readyz")).Text;

    public async Task<JsonElement> StatusAsync()
    {
        using var document = JsonDocument.Parse((await Service.GetStatusAsync("/status")).Body);
        return document.RootElement.Clone();
    }

    /// <summary>The value of a metric by its name and labels; null where it has no such series.</summary>
    public async Task<double?> MetricAsync(string name, string labels = "") =>
        MetricFamily.ReadAll((await Service.GetStatusAsync("/metrics")).Text)[name].Samples.TryGetValue(name + labels, out var value) ? value : null;

    /// <summary>How many calls failed for this reason.</summary>
    public Task<double?> FailuresAsync(string fault) => MetricAsync("update_service_registry_failures_total", $"{{fault=\"{fault}\"}}");

    /// <summary>Tags of the last scrape.</summary>
    public Task<double?> TagsAsync(string tags) => MetricAsync("update_service_scrape_tags", $"{{repository=\"{Place}\",tags=\"{tags}\"}}");

    public Task<double?> HealthyAsync() => MetricAsync("update_service_inputs_healthy");

    /// <summary>The log's lines that begin so.</summary>
    public IReadOnlyList<string> Logged(string beginning) => [.. Service.Log.Where(line => line.StartsWith(beginning, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        await Registry.DisposeAsync();
        Data.Dispose();
    }
}
