using System.Text.Json;
using UpdateService.Server.Tests.Metrics;

namespace UpdateService.Server.Tests.Administration;

/// <summary>A service with a token and a state folder, which can be started again on the same data.</summary>
public sealed class AdministeredService : IAsyncDisposable
{
    /// <summary>What the administrator sends.</summary>
    public const string Token = "correct-horse-battery-staple";

    private readonly List<string> log = [];
    private RunningService? service;

    private AdministeredService()
    {
        File.WriteAllText(TokenFile, $"{Token}\n");
        Switches = ["--refresh", "24h", "--state", State, "--admin-token-file", TokenFile];
    }

    public GraphDataDirectory Data { get; } = GraphDataDirectory.Sample();

    public string State => Data.Beside("state");

    public string TokenFile => Data.Beside("token");

    public string AuditFile => Path.Combine(State, "audit.jsonl");

    public RunningService Service => service!;

    /// <summary>For the next start.</summary>
    public IReadOnlyList<string> Switches { get; set; }

    /// <summary>All lines that were ever logged.</summary>
    public IEnumerable<string> Log => log.Concat(Service.Log);

    /// <summary>The audit log's objects: when, what, from, result.</summary>
    public IEnumerable<(string What, string Result)> Audit => Read(AuditFile, "^127\\.0\\.0\\.1:[0-9]+$");

    /// <summary>The same of acts that were refused for a wrong token; of several in one line without a port.</summary>
    public IEnumerable<(string What, string Result)> RefusedAudit => Read(Path.Combine(State, "audit-refused.jsonl"), "^127\\.0\\.0\\.1(:[0-9]+)?$");

    private static IEnumerable<(string What, string Result)> Read(string file, string from) => File.Exists(file)
        ? File.ReadAllLines(file).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            Assert.Equal(["when", "what", "from", "result"], document.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.True(document.RootElement.GetProperty("when").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
            Assert.Matches(from, document.RootElement.GetProperty("from").GetString());
            return (document.RootElement.GetProperty("what").GetString()!, document.RootElement.GetProperty("result").GetString()!);
        }).ToList()
        : [];

    /// <summary>Starts and waits until the first refresh is over.</summary>
    public static async Task<AdministeredService> StartAsync(params string[] switches)
    {
        var administered = new AdministeredService();
        administered.Switches = [.. administered.Switches, .. switches];
        await administered.StartAgainAsync();
        return administered;
    }

    /// <summary>Ends the service, where it runs, and starts it again.</summary>
    public async Task StartAgainAsync()
    {
        if (service is not null)
        {
            log.AddRange(service.Log);
            await service.DisposeAsync();
        }

        service = await RunningService.StartAsync(Data, [.. Switches]);
        await Eventually.HoldsAsync(async () => (await StatusAsync()).GetProperty("lastRefresh").ValueKind == JsonValueKind.Object, "the first refresh is over");
    }

    /// <summary>Changes the data and has them published.</summary>
    public async Task PublishAsync(string channel)
    {
        Data.Write("channels/extra.yaml", GraphDataDirectory.ChannelOf(channel, "4.18.1"));
        var number = Service.Current!.Number;
        Assert.Equal(200, (await ActAsync("refresh")).Status);
        Assert.True((await StatusAsync()).GetProperty("newest").GetProperty("number").GetInt32() >= number);
    }

    /// <summary>An act with the right token.</summary>
    public Task<WireAnswer> ActAsync(string act) => ActAsync(act, Token);

    /// <summary>An act with some token.</summary>
    public Task<WireAnswer> ActAsync(string act, string token) => Service.PostStatusAsync($"/admin/{act}", $"Authorization: Bearer {token}");

    public async Task<JsonElement> StatusAsync()
    {
        using var document = JsonDocument.Parse((await Service.GetStatusAsync("/status")).Body);
        return document.RootElement.Clone();
    }

    public async Task<int> NumberAsync(string revision) => (await StatusAsync()).GetProperty(revision) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("number").GetInt32() : 0;

    /// <summary>The value of a metric by its name and labels; 0 where it has no such series.</summary>
    public async Task<double> MetricAsync(string name, string labels = "") =>
        MetricFamily.ReadAll((await Service.GetStatusAsync("/metrics")).Text)[name].Samples.GetValueOrDefault(name + labels);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Data.Dispose();
    }
}
