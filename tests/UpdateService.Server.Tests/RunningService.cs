using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests;

/// <summary>The whole service in this process, with its real web server on free ports of 127.0.0.1.</summary>
public sealed class RunningService : IAsyncDisposable
{
    /// <summary>What stands before the protocol's paths where a test does not say otherwise.</summary>
    public const string Prefix = "/api/upgrades_info";

    private readonly WebApplication app;
    private readonly LogLines log;

    private RunningService(WebApplication app, LogLines log)
    {
        this.app = app;
        this.log = log;
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        Protocol = new Uri(addresses[0]);
        Status = new Uri(addresses[1]);
    }

    /// <summary>The first address of <c>--listen</c>.</summary>
    public Uri Protocol { get; }

    /// <summary>The first address of <c>--status-listen</c>.</summary>
    public Uri Status { get; }

    /// <summary>What was logged so far: level, then the message.</summary>
    public IReadOnlyCollection<string> Log => log.Lines;

    /// <summary>The revision that is served; null before the first.</summary>
    public Revision? Current => app.Services.GetRequiredService<RevisionStore>().Current;

    /// <summary>Whether what a category says at this level is logged.</summary>
    public bool IsLogged(string category, LogLevel level) => app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level);

    /// <summary>Starts the service on a folder; it may not have a revision yet.</summary>
    public static Task<RunningService> StartAsync(GraphDataDirectory data, params string[] switches) =>
        StartAsync(TimeProvider.System, ["--graph-data", data.Path, .. switches]);

    /// <summary>Starts the service with a clock of the test's.</summary>
    public static Task<RunningService> StartAsync(TimeProvider time, IEnumerable<string> switches) => StartAsync(UpdateServiceHost.Build(
        UpdateServiceHost.ReadOptions(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", .. switches]),
        time));

    /// <summary>Starts a service that was built.</summary>
    public static async Task<RunningService> StartAsync(WebApplication host)
    {
        var lines = new LogLines();
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        await host.StartAsync();
        return new RunningService(host, lines);
    }

    /// <summary>Starts the service on a folder and waits for its first revision.</summary>
    public static async Task<RunningService> StartReadyAsync(GraphDataDirectory data, params string[] switches)
    {
        var service = await StartAsync(data, switches);
        await service.ReachesRevisionAsync(1);
        return service;
    }

    /// <summary>Asks the protocol address; the target stands behind the prefix.</summary>
    public Task<WireAnswer> GetAsync(string target, params IEnumerable<string> headers) => AskAsync("GET", target, headers);

    /// <summary>Asks the protocol address; the target stands behind the prefix.</summary>
    public Task<WireAnswer> AskAsync(string method, string target, params IEnumerable<string> headers) =>
        Wire.AskAsync(Protocol, method, Prefix + target, headers);

    /// <summary>Asks the status address.</summary>
    public Task<WireAnswer> GetStatusAsync(string target) => Wire.AskAsync(Status, "GET", target);

    /// <summary>Asks the status address for an act.</summary>
    public Task<WireAnswer> PostStatusAsync(string target, params IEnumerable<string> headers) =>
        Wire.AskAsync(Status, "POST", target, headers.Append("Content-Length: 0"));

    /// <summary>Waits until that revision, or a later one, is served.</summary>
    public Task ReachesRevisionAsync(int number) =>
        Eventually.HoldsAsync(() => Current?.Number >= number, $"revision {number} is served");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>The service on the sample data, shared by the tests of one class: they only ask.</summary>
public sealed class SampleService : IAsyncLifetime
{
    private RunningService? service;

    /// <summary>The data.</summary>
    public GraphDataDirectory Data { get; } = GraphDataDirectory.Sample();

    /// <summary>The service.</summary>
    public RunningService Service => service!;

    public async Task InitializeAsync() => service = await RunningService.StartReadyAsync(Data);

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        Data.Dispose();
    }
}
