using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>A refresh that ends in an exception, whichever, is seen where people look.</summary>
public sealed class FailedRefreshTests
{
    public static TheoryData<Exception> Exceptions { get; } = [new InsufficientMemoryException("m"), new InvalidOperationException("m"), new OperationCanceledException("m"), new TimeoutException("m")];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task It_counts_as_failed_until_the_next_one_ends(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        using var data = GraphDataDirectory.Sample();
        var host = UpdateServiceHost.Build(UpdateServiceHost.ReadOptions(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--refresh", "24h"]));
        await using var running = await RunningService.StartAsync(host);
        await running.ReachesRevisionAsync(1);
        await Eventually.HoldsAsync(async () => (await MetricAsync(running, "update_service_inputs_healthy")) == 1, "the first refresh is over");
        var origin = new ThrowingOrigin(exception);
        using var service = Service(host, origin);

        Assert.Null(await service.RefreshNowAsync(CancellationToken.None));

        Assert.Equal(
            $"ready: revision 1\nThe last refresh failed inside the service ({exception.GetType().Name}), and what is served stays. The log tells more; the sources are asked again.\n",
            (await running.GetStatusAsync("/readyz")).Text);
        Assert.Equal((1d, 0d), (await MetricAsync(running, "update_service_refreshes_total", "{outcome=\"Failed\"}"), await MetricAsync(running, "update_service_inputs_healthy")));
        Assert.Equal(1, await MetricAsync(running, "cincinnati_gb_graph_upstream_errors_total"));
        Assert.Contains(running.Log, line => line.StartsWith("Error: A refresh failed inside the service", StringComparison.Ordinal));

        origin.Exception = null;
        Assert.NotNull(await service.RefreshNowAsync(CancellationToken.None));
        Assert.Equal("ready: revision 1\n", (await running.GetStatusAsync("/readyz")).Text);
        Assert.Equal(1, await MetricAsync(running, "update_service_inputs_healthy"));
    }

    private static RefreshService Service(WebApplication host, IRevisionOrigin origin)
    {
        var services = host.Services;
        return new RefreshService(
            origin,
            services.GetRequiredService<AnswerImprover>(),
            services.GetRequiredService<ServiceMetrics>(),
            services.GetRequiredService<StartScreen>(),
            services.GetRequiredService<RevisionStore>(),
            services.GetRequiredService<ServiceOptions>(),
            services.GetRequiredService<ConnectionLimit>(),
            TimeProvider.System,
            services.GetRequiredService<RefreshLog>());
    }

    private static async Task<double> MetricAsync(RunningService service, string name, string labels = "") =>
        Metrics.MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text)[name].Samples.GetValueOrDefault(name + labels);

    private sealed class ThrowingOrigin(Exception exception) : IRevisionOrigin
    {
        public Exception? Exception { get; set; } = exception;

        public string Description => "";

        public ImmutableArray<string> WatchedPaths => [];

        public IEnumerable<RegistryReleases> Repositories => [];

        public HeldBackRevision? HeldBack => null;

        public IReadOnlyList<string> Resume() => [];

        public Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken) =>
            Exception is null ? Task.FromResult(new RefreshResult(RefreshOutcome.Unchanged, null, [], TimeSpan.Zero, IsHealthy: true)) : Task.FromException<RefreshResult>(Exception);

        public Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken) => Task.FromResult<RefreshResult?>(null);
    }
}
