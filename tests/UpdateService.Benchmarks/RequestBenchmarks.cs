using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;

namespace UpdateService.Benchmarks;

/// <summary>A cluster's request inside the process: from the parsed request to the bytes handed to the transport.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private WebApplication? app;
    private string folder = "";
    private ProtocolRoutes? routes;
    private DefaultHttpContext? context;

    [GlobalSetup]
    public void Setup()
    {
        folder = Directory.CreateTempSubdirectory("update-service-benchmark-").FullName;
        GraphDataTar.Unpack(SharedData.GraphData, folder);
        app = UpdateServiceHost.Build(UpdateServiceHost.ReadOptions(
        [
            "--graph-data", folder, "--releases", SharedData.Releases, "--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--log-format", "json",
        ]));
        app.StartAsync().GetAwaiter().GetResult(); // An in-process run does not await a setup.
        while (app.Services.GetRequiredService<RevisionStore>().Current is null)
        {
            Task.Delay(10).Wait();
        }

        routes = app.Services.GetRequiredService<ProtocolRoutes>();
        context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/api/upgrades_info/v1/graph";
        context.Request.QueryString = new QueryString("?arch=amd64&channel=candidate-4.14&id=01234567-89ab-cdef-0123-456789abcdef&version=4.14.20");
        context.Request.Headers.Accept = "application/json";
        context.Request.Headers.AcceptEncoding = "gzip";
        context.Response.Body = Stream.Null;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        app!.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public Task AnswerAsync() => routes!.AnswerAsync(context!);
}
