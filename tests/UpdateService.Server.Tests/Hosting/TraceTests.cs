using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>Traces reach a collector, and say what happened.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_collector_gets_the_steps_of_a_refresh_and_requests_by_their_route()
    {
        using var data = GraphDataDirectory.Sample();
        await using var collector = await Collector.StartAsync();
        await using (var service = await RunningService.StartReadyAsync(data, "--traces-to", collector.Address, "--trace-share", "100%"))
        {
            Assert.Equal(200, (await service.GetAsync("/v1/path?from=4.18.1&to=4.18.3")).Status);
        }

        // Ending the service sends what is left.
        foreach (var name in (string[])["refresh", "read graph-data", "build the graph", "make the answers", "Published", "GET /api/upgrades_info/v1/path", "plan", "update-service"])
        {
            Assert.Contains(name, collector.Received, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--traces-to", "http://127.0.0.1:1", "--trace-share", "100%");

        Assert.Equal(200, (await service.GetAsync("/graph?channel=stable-4.18")).Status);
    }

    /// <summary>The framework makes one for each request as long as its own log of requests might be read, at whatever level; it costs as much as the answer.</summary>
    [Fact]
    public async Task Where_nobody_asks_for_traces_the_log_of_the_framework_asks_for_no_spans()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);

        Assert.False(service.IsLogged("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical));
        Assert.True(service.IsLogged("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)); // It tells of exceptions.
    }

    /// <summary>Takes whatever is posted; OTLP's texts stand in it as UTF-8.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<string> bodies = [];

        private Collector(WebApplication app) => this.app = app;

        public string Address => app.Urls.First();

        public string Received => string.Concat(bodies);

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            _ = builder.Logging.ClearProviders();
            _ = builder.WebHost.UseUrls($"http://{IPAddress.Loopback}:0");
            var collector = new Collector(builder.Build());
            _ = collector.app.MapPost("/v1/traces", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector.bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
            });
            await collector.app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
