using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using UpdateService.Builder.Revisions;
using UpdateService.Registry.Signatures;
using UpdateService.Server.Metrics;
using UpdateService.Server.Signatures;

namespace UpdateService.Server.Tests.Signatures;

/// <summary>Signatures from a folder besides those of the graph-data.</summary>
public sealed class SignatureFolderTests(SampleService sample) : IClassFixture<SampleService>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("sha256=00ff/signature-1")]
    [InlineData("sha256/00ff/signature-1")]
    public async Task A_signature_of_the_folder_is_served_in_both_layouts(string path)
    {
        Put(path, "from the folder");
        Assert.Equal((200, "from the folder", 15L), await AskAsync("sha256=00ff/signature-1"));
        Assert.Equal((200, "", 15L), await AskAsync("sha256=00ff/signature-1", HttpMethods.Head));
        Assert.Equal(404, (await AskAsync("sha256=00ff/signature-2")).Status);
    }

    [Theory]
    [InlineData("README", 404, 1)]
    [InlineData("4.16.10-x86_64-sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 200, 0)]
    public async Task A_folder_in_which_no_signature_is_found_is_warned_of(string file, int status, int warnings)
    {
        Put(file, "x");
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--signatures", folder.In("store"));

        Assert.Equal(warnings, service.Log.Count(line => line.StartsWith($"Warning: --signatures: 0 signatures in {folder.In("store")}.", StringComparison.Ordinal)));
        Assert.Equal(status, (await service.GetAsync($"/signatures/sha256={new string('a', 64)}/signature-1")).Status);
    }

    [Fact]
    public async Task A_signature_of_the_graph_data_comes_first()
    {
        var name = $"sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1";
        Put(name, "from the folder");
        Assert.Equal("the first signature", (await AskAsync(name)).Text);
    }

    [Fact]
    public async Task Before_there_is_a_revision_the_folder_serves_and_nothing_is_unknown()
    {
        Put("sha256=00ff/signature-1", "from the folder");
        Assert.Equal("from the folder", (await AskAsync("sha256=00ff/signature-1", store: new RevisionStore())).Text);
        Assert.Equal(503, (await AskAsync("sha256=00ff/signature-2", store: new RevisionStore())).Status);
    }

    [Theory]
    [InlineData("sha256=../secret")]
    [InlineData("sha256=00/../../secret")]
    [InlineData("sha256=00/signature-1/../../../secret")]
    [InlineData("sha256=/etc/passwd")]
    [InlineData("sha256=00ff/signature-01")]
    [InlineData("sha256=00ff/signature-1000")]
    [InlineData("sha256=00FF/signature-1")]
    public async Task No_path_leads_to_another_file(string path)
    {
        await File.WriteAllTextAsync(folder.In("secret"), "secret");
        Put("sha256=00ff/signature-01", "x");
        Put("sha256=00ff/signature-1000", "x");
        Put("sha256=00FF/signature-1", "x");
        Assert.Equal(404, (await AskAsync(path)).Status);
    }

    [Fact]
    public async Task Requests_are_counted_by_their_result()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => Listen(instrument, listening) };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => counts[(string)tags[0].Value!] = counts.GetValueOrDefault((string)tags[0].Value!) + count);
        Put("sha256=00ff/signature-1", "x");
        var metrics = Metrics();
        listener.Start();
        foreach (var path in (string[])["sha256=00ff/signature-1", "sha256=00ff/signature-2", "sha256=00ff/signature-x", "md5=00/signature-1"])
        {
            _ = await AskAsync(path, metrics: metrics);
        }

        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["served"] = 1, ["unknown"] = 2, ["invalid"] = 1 }, counts);

        void Listen(Instrument instrument, MeterListener listening)
        {
            if (instrument.Name == "update_service_signatures_total" && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
            {
                listening.EnableMeasurementEvents(instrument);
            }
        }
    }

    private ServiceMetrics Metrics() => new(services.GetRequiredService<IMeterFactory>(), new RevisionStore(), TimeProvider.System);

    private async Task<(int Status, string Text, long? Length)> AskAsync(string path, string method = "GET", RevisionStore? store = null, ServiceMetrics? metrics = null)
    {
        if (store is null)
        {
            store = new RevisionStore();
            store.Publish(sample.Service.Current!);
        }

        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = method }, Response = { Body = body } };
        await new SignatureEndpoint(store, metrics ?? Metrics(), new SignatureFolder(folder.In("store"), TimeProvider.System)).GetAsync(context, path);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), context.Response.ContentLength);
    }

    private void Put(string path, string text)
    {
        var target = folder.In($"store/{path}");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }
}
