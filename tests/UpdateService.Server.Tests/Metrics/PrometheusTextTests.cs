using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Tests.Metrics;

/// <summary>What <c>/metrics</c> writes.</summary>
public sealed class PrometheusTextTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Requests = "cincinnati_pe_graph_incoming_requests_total";
    private const string Errors = "cincinnati_pe_graph_response_errors_total";

    [Fact]
    public async Task The_names_that_dashboards_know_are_there()
    {
        var answer = await sample.Service.GetStatusAsync("/metrics");
        var families = MetricFamily.ReadAll(answer.Text);

        Assert.Equal((200, "text/plain; version=0.0.4; charset=utf-8"), (answer.Status, answer["Content-Type"]));
        var types = families.ToDictionary(family => family.Key, family => family.Value.Type, StringComparer.Ordinal);
        foreach (var (name, type) in (ReadOnlySpan<(string Name, string Type)>)
        [
            ("cincinnati_pe_graph_incoming_requests_total", "counter"),
            ("cincinnati_pe_graph_response_errors_total", "counter"),
            ("cincinnati_pe_graph_serve_duration_seconds", "histogram"),
            ("cincinnati_gb_graph_final_releases", "gauge"),
            ("cincinnati_gb_graph_upstream_raw_releases", "gauge"),
            ("cincinnati_gb_graph_upstream_scrapes_total", "counter"),
            ("cincinnati_gb_graph_upstream_errors_total", "counter"),
            ("cincinnati_gb_graph_last_successful_refresh_timestamp", "gauge"),
            ("cincinnati_gb_graph_initial_upstream_scrape_duration", "gauge"),
            ("cincinnati_gb_graph_upstream_scrapes_duration", "histogram"),
            ("cincinnati_gb_build_info", "gauge"),
            ("cincinnati_pe_build_info", "gauge"),
            ("cincinnati_pe_http_upstream_requests_total", "counter"),
            ("cincinnati_pe_http_upstream_errors_total", "counter"),
            ("update_service_inputs_healthy", "gauge"),
            ("update_service_revision", "gauge"),
            ("update_service_refreshes_total", "counter"),
            ("process_start_time_seconds", "gauge"),
            ("process_resident_memory_bytes", "gauge"),
            ("process_cpu_seconds_total", "counter"),
        ])
        {
            Assert.Equal(type, types[name]);
        }

        Assert.Equal(types.Keys.Order(StringComparer.Ordinal), types.Keys);
    }

    [Fact]
    public async Task The_numbers_are_those_of_the_served_revision()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        await Eventually.HoldsAsync(async () => Value(await Families(service), "update_service_inputs_healthy") == 1, "the refresh is counted");

        var families = await Families(service);

        Assert.Equal(7, Value(families, "cincinnati_gb_graph_final_releases"));
        Assert.Equal(7, Value(families, "cincinnati_gb_graph_upstream_raw_releases"));
        Assert.Equal(1, Value(families, "update_service_revision"));
        Assert.Equal(1, Value(families, "update_service_channels"));
        Assert.Equal(3, Value(families, "update_service_answers"));
        Assert.Equal(5, families["update_service_edges"].Samples["update_service_edges{kind=\"unconditional\"}"]);
        Assert.Equal(1, families["update_service_edges"].Samples["update_service_edges{kind=\"conditional\"}"]);
        Assert.Equal(0, Value(families, "update_service_quarantined_releases"));
        Assert.Equal(0, Value(families, "cincinnati_gb_graph_upstream_errors_total"));
        Assert.Equal((0, 0), (Value(families, "cincinnati_pe_http_upstream_requests_total"), Value(families, "cincinnati_pe_http_upstream_errors_total")));
        Assert.Equal(1, families["cincinnati_gb_graph_upstream_scrapes_duration"].Samples["cincinnati_gb_graph_upstream_scrapes_duration_count"]);
    }

    [Theory]
    [InlineData("cincinnati_gb_build_info")]
    [InlineData("cincinnati_pe_build_info")]
    public async Task The_build_is_told_with_its_commit(string name)
    {
        var (labels, value) = Assert.Single((await Families(sample.Service))[name].Samples);

        Assert.Equal(1, value);
        Assert.Equal($"{name}{{git_commit=\"{ServiceVersion.Commit}\",version=\"{ServiceVersion.Text}\"}}", labels);
        Assert.True(ServiceVersion.Commit == "unknown" || ServiceVersion.Text.EndsWith(ServiceVersion.Commit, StringComparison.Ordinal), ServiceVersion.Text);
    }

    [Theory]
    [InlineData("0.1.0+85eb0707097fc6396cc7612048b2d22b27eef47c", "85eb0707097fc6396cc7612048b2d22b27eef47c")]
    [InlineData("0.1.0-rc.1+build.7.85eb070", "85eb070")]
    [InlineData("0.1.0", "unknown")]
    [InlineData("0.1.0+", "unknown")]
    [InlineData("0.1.0+nightly", "unknown")]
    [InlineData("0.1.0-85eb0707097f", "unknown")]
    [InlineData("unknown", "unknown")]
    public void The_commit_is_what_the_build_was_told(string version, string commit) => Assert.Equal(commit, ServiceVersion.CommitOf(version));

    [Fact]
    public async Task A_follower_counts_its_requests_to_the_builder_and_those_that_failed()
    {
        await using var service = await RunningService.StartAsync(TimeProvider.System, ["--follow", "oci://127.0.0.1:1/updates:current", "--insecure-registry", "127.0.0.1:1", "--refresh", "1s"]);

        await Eventually.HoldsAsync(async () => Value(await Families(service), "cincinnati_pe_http_upstream_errors_total") >= 1, "the failure is counted");

        var families = await Families(service);
        Assert.True(Value(families, "cincinnati_pe_http_upstream_requests_total") >= Value(families, "cincinnati_pe_http_upstream_errors_total"));
    }

    [Fact]
    public async Task Requests_are_counted_by_their_path_and_errors_by_their_kind()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);

        _ = await service.GetAsync("/graph?channel=stable-4.18");
        _ = await service.GetAsync("/graph?channel=stable-4.18", "If-None-Match: *");
        _ = await service.GetAsync("/v1/graph");
        _ = await service.GetAsync("/signatures/sha256=00/signature-1");
        await Eventually.HoldsAsync(
            async () => await Families(service) is var counted
                && counted["cincinnati_pe_graph_serve_duration_seconds"].Samples["cincinnati_pe_graph_serve_duration_seconds_count"] == 4
                && counted[Errors].Samples.Values.Sum() == 2,
            "four requests and two errors are counted");
        var families = await Families(service);

        Assert.Equal(2, families[Requests].Samples[$"{Requests}{{uri_path=\"/api/upgrades_info/graph\"}}"]);
        Assert.Equal(1, families[Requests].Samples[$"{Requests}{{uri_path=\"/api/upgrades_info/v1/graph\"}}"]);
        Assert.Equal(1, families[Requests].Samples[$"{Requests}{{uri_path=\"/api/upgrades_info/signatures\"}}"]);
        Assert.Equal(0, families[Requests].Samples[$"{Requests}{{uri_path=\"/api/upgrades_info/openapi\"}}"]);
        Assert.Equal(1, families[Errors].Samples[$"{Errors}{{code=\"400\",kind=\"missing_params\"}}"]);
        Assert.Equal(1, families[Errors].Samples[$"{Errors}{{code=\"404\",kind=\"does_not_exist\"}}"]);
        Assert.Equal(2, families[Errors].Samples.Count);
    }

    [Fact]
    public async Task A_client_cannot_make_a_series()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        foreach (var warmUp in (string[])["/graph", "/nothing", "/graph?channel=A", "/signatures/md5=0", "/signatures/sha256=0/signature-1"])
        {
            _ = await service.GetAsync(warmUp);
            _ = await service.AskAsync("FOO", warmUp);
        }

        await Eventually.HoldsAsync(async () => (await Families(service))[Errors].Samples.Count == 4, "the errors are counted");
        var before = Names(await Families(service));
        for (var number = 0; number < 20; number++)
        {
            _ = await service.GetAsync($"/unknown-{number}?channel=c-{number}&arch=a{number}");
            _ = await service.GetAsync($"/graph?channel=c-{number}&arch=a{number}&version=4.{number}.0", $"User-Agent: agent-{number}");
            _ = await service.GetAsync($"/graph?channel=C{number}");
            _ = await service.GetAsync($"/signatures/sha256={number}/signature-{number}");
            _ = await service.AskAsync($"METHOD{number}", "/graph");
        }

        await Eventually.HoldsAsync(async () => (await Families(service))[Errors].Samples.Values.Sum() == 10 + 80, "the errors are counted");
        Assert.Equal(before, Names(await Families(service)));
    }

    [Fact]
    public void Labels_are_escaped_and_help_is_written_once()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var text = new PrometheusText(factory);
        var meter = factory.Create(ServiceMetrics.MeterName);
        var counter = meter.CreateCounter<long>("odd_labels_total", null, "For this test.");
        const string odd = "a\"b\\c\nd\\n é {},=";
        counter.Add(2, new KeyValuePair<string, object?>("text", odd));
        counter.Add(3, new KeyValuePair<string, object?>("text", odd));
        counter.Add(1, new KeyValuePair<string, object?>("text", null));

        var samples = MetricFamily.ReadAll(text.Write())["odd_labels_total"].Samples;

        Assert.Equal(["", odd], samples.Keys.Select(key => MetricFamily.Unescape(key["odd_labels_total{text=\"".Length..^2])).Order(StringComparer.Ordinal));
        Assert.Equal(5, samples.Single(sample => sample.Key.Length > 30).Value);
    }

    [Fact]
    public void A_histogram_counts_into_every_bucket_above()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var text = new PrometheusText(factory);
        var meter = factory.Create(ServiceMetrics.MeterName);
        var histogram = meter.CreateHistogram("odd_seconds", "s", "For this test.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2] });
        foreach (var value in (double[])[0, 0.5, 0.75, 1, 1.5, 100])
        {
            histogram.Record(value);
        }

        var samples = MetricFamily.ReadAll(text.Write())["odd_seconds"].Samples;

        Assert.Equal([2, 4, 5, 6], (double[])[samples["odd_seconds_bucket{le=\"0.5\"}"], samples["odd_seconds_bucket{le=\"1\"}"], samples["odd_seconds_bucket{le=\"2\"}"], samples["odd_seconds_bucket{le=\"+Inf\"}"]]);
        Assert.Equal((6, 103.75), (samples["odd_seconds_count"], samples["odd_seconds_sum"]));
    }

    [Fact]
    public async Task Two_services_in_one_process_count_apart()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        await using var other = await RunningService.StartReadyAsync(data);
        _ = await other.GetAsync("/graph");

        await Eventually.HoldsAsync(async () => (await Families(other))[Errors].Samples.Count == 1, "the error is counted");
        Assert.Empty((await Families(service))[Errors].Samples);
    }

    private static async Task<Dictionary<string, MetricFamily>> Families(RunningService service) =>
        MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text);

    private static double Value(Dictionary<string, MetricFamily> families, string name) => families[name].Samples.GetValueOrDefault(name, double.NaN);

    private static List<string> Names(Dictionary<string, MetricFamily> families) =>
        [.. families.Values.SelectMany(family => family.Samples.Keys).Order(StringComparer.Ordinal)];
}
