using System.Text.Json;
using UpdateService.Server.Tests.Administration;
using UpdateService.Server.Tests.Metrics;
using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Sharing;

/// <summary>A builder on the sample data, its registry, and services that follow it.</summary>
internal sealed class SharedServices : IAsyncDisposable
{
    public const string RepositoryPath = "updates/revisions";
    public const string Tag = "current";
    public const string Token = AdministeredService.Token;

    private readonly List<RunningService> services = [];

    private SharedServices(FakeRegistry registry)
    {
        Registry = registry;
        File.WriteAllText(Data.Beside("token"), Token);
    }

    public FakeRegistry Registry { get; }

    public GraphDataDirectory Data { get; } = GraphDataDirectory.Sample();

    public string Place => $"{Registry.Host}/{RepositoryPath}:{Tag}";

    private IEnumerable<string> Usual => ["--insecure-registry", Registry.Host, "--admin-token-file", Data.Beside("token"), "--refresh", "24h"];

    public static async Task<SharedServices> CreateAsync() => new(await FakeRegistry.StartAsync());

    /// <summary>Starts a builder and waits until it serves; it refreshes when it is told to.</summary>
    public async Task<RunningService> BuildAsync(params string[] switches)
    {
        services.Add(await RunningService.StartReadyAsync(Data, ["--publish", $"oci://{Place}", .. Usual, .. switches]));
        return services[^1];
    }

    /// <summary>Ends one before the others.</summary>
    public async Task EndAsync(RunningService service)
    {
        _ = services.Remove(service);
        await service.DisposeAsync();
    }

    /// <summary>Starts a follower, which asks when it is told to; it may have nothing to serve yet.</summary>
    public async Task<RunningService> FollowAsync(params string[] switches)
    {
        services.Add(await RunningService.StartAsync(TimeProvider.System, ["--follow", $"oci://{Place}", .. Usual, .. switches]));
        return services[^1];
    }

    /// <summary>Changes the data, and has them built and published.</summary>
    public async Task PublishAsync(RunningService builder, string channel)
    {
        var before = Registry.Find(RepositoryPath, Tag);
        Data.Write("channels/extra.yaml", GraphDataDirectory.ChannelOf(channel, "4.18.1", "4.18.2"));
        await ActAsync(builder, "refresh");
        await Eventually.HoldsAsync(() => Registry.Find(RepositoryPath, Tag) != before, "the revision is published");
    }

    /// <summary>Waits until the tag names something.</summary>
    public Task PublishedAsync() => Eventually.HoldsAsync(() => Registry.Find(RepositoryPath, Tag) is not null, "a revision is published");

    /// <summary>An act of the administrator, which is done.</summary>
    public static async Task ActAsync(RunningService service, string act)
    {
        var answer = await service.PostStatusAsync($"/admin/{act}", $"Authorization: Bearer {Token}");
        Assert.True(answer.Status == 200, answer.Text);
    }

    public static async Task<JsonElement> StatusAsync(RunningService service)
    {
        using var document = JsonDocument.Parse((await service.GetStatusAsync("/status")).Body);
        return document.RootElement.Clone();
    }

    /// <summary>The value of a metric; null where it has no such series.</summary>
    public static async Task<double?> MetricAsync(RunningService service, string name, string labels = "") =>
        MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text) is var families && families.TryGetValue(name, out var family) && family.Samples.TryGetValue(name + labels, out var value) ? value : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services)
        {
            await service.DisposeAsync();
        }

        await Registry.DisposeAsync();
        Data.Dispose();
    }
}
