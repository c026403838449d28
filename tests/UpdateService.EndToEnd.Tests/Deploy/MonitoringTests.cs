using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>Alerts and the dashboard ask for what the service tells.</summary>
public sealed partial class MonitoringTests
{
    private const string AlertFile = "components/monitoring/alerts.yaml";

    /// <summary>What Prometheus itself and kube-state-metrics tell.</summary>
    private static readonly string[] ForeignMetrics = ["up", "kube_pod_container_status_waiting_reason"];

    private static readonly string AlertTests = File.ReadAllText(Path.Combine(Repository.Root, "tests", "UpdateService.EndToEnd.Tests", "Deploy", "alerts.test.yaml"));

    private static IReadOnlyList<JsonNode> Rules { get; } = [.. Manifests.Items(Manifests.Load(AlertFile)["spec"]!["groups"]).SelectMany(group => Manifests.Items(group["rules"]))];

    private static JsonNode Dashboard { get; } = JsonNode.Parse(Manifests.Read("components/monitoring/dashboard.json"))!;

    private static IEnumerable<JsonNode> Panels => Manifests.Items(Dashboard["panels"]);

    private static List<string> Queries =>
        [.. Panels.SelectMany(panel => Manifests.Items(panel["targets"])).Concat(Manifests.Items(Dashboard["annotations"]!["list"])).Select(target => Manifests.Text(target["expr"]))];

    private static IEnumerable<string> Alerts => Rules.Select(rule => Manifests.Text(rule["alert"]));

    [Fact]
    public async Task Every_metric_of_alerts_and_dashboard_is_one_that_a_running_service_tells()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--publish", "oci://127.0.0.1:1/updates:current"); // What a builder tells, too.
        var families = Family().Matches((await Wire.AskAsync(server.Status, "GET", "/metrics")).Text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value, StringComparer.Ordinal);
        var expressions = Rules.Select(rule => Manifests.Text(rule["expr"])).Concat(Queries).ToList();

        Assert.True(expressions.Count > 40);
        Assert.All(expressions, expression => Assert.All(Metrics(expression).Except(ForeignMetrics, StringComparer.Ordinal), metric => Assert.True(
            families.TryGetValue(metric, out var type) ? type != "histogram" : families.GetValueOrDefault(HistogramEnd().Replace(metric, "")) == "histogram",
            $"{metric} in {expression}")));
    }

    [Fact]
    public async Task Prometheus_takes_the_metrics()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--publish", "oci://127.0.0.1:1/updates:current");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In("metrics"), (await Wire.AskAsync(server.Status, "GET", "/metrics")).Text);

        var told = await InstalledCommand.RunAsync("prometheus", ["bash", "-c", $"promtool check metrics < '{folder.In("metrics")}'"]);

        // It takes upstream's "gb" for a unit, which is a matter of style (exit status 3); what it cannot read is exit status 1.
        var lines = (told.Output + told.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, told.Status);
        Assert.All(lines, line => Assert.Matches("^cincinnati_gb_[a-z_]+ metric names should not contain abbreviated units$", line));
    }

    /// <summary>Those of openshift/cincinnati, <c>e2e/tests/slo.rs</c>, that ask for the service's own metrics.</summary>
    [Fact]
    public async Task Upstreams_queries_find_their_series()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        _ = await Wire.AskAsync(server.Protocol, "GET", "/api/upgrades_info/v1/graph");
        var metrics = "";
        await Eventually.HoldsAsync(
            async () => (metrics = (await Wire.AskAsync(server.Status, "GET", "/metrics")).Text).Contains("response_errors_total{", StringComparison.Ordinal),
            "the error is counted");

        Assert.Matches("\ncincinnati_gb_graph_upstream_errors_total 0\n", metrics);
        Assert.Matches("\ncincinnati_pe_http_upstream_errors_total 0\n", metrics);
        Assert.Matches("\ncincinnati_gb_graph_upstream_scrapes_total [1-9]", metrics);
        Assert.Matches("\ncincinnati_pe_graph_response_errors_total{code=\"400\",", metrics);
        Assert.Matches("\ncincinnati_pe_graph_serve_duration_seconds_bucket{le=\"0.5\"} [1-9]", metrics);
        Assert.Matches("\ncincinnati_pe_graph_incoming_requests_total{uri_path=\"/api/upgrades_info/v1/graph\"} 1\n", metrics);
        var commit = Path.Exists(Path.Combine(Repository.Root, ".git")) ? "[0-9a-f]{40}" : "unknown";
        Assert.Matches($"\ncincinnati_gb_build_info{{git_commit=\"{commit}\",version=\"[^\"]+\"}} 1\n", metrics);
        Assert.Matches($"\ncincinnati_pe_build_info{{git_commit=\"{commit}\",version=\"[^\"]+\"}} 1\n", metrics);
    }

    [Fact]
    public void Every_expression_asks_for_this_service_alone()
    {
        var service = Manifests.Text(Manifests.Load("base/service.yaml")["metadata"]!["name"]); // The job of all, by the label part-of.
        var container = Manifests.Text(Manifests.Load("base/deployment.yaml")["spec"]!["template"]!["spec"]!["containers"]![0]!["name"]);

        foreach (var expression in Rules.Select(rule => Manifests.Text(rule["expr"])).Concat(Queries))
        {
            var selectors = Selector().Matches(expression);
            Assert.NotEmpty(selectors);
            Assert.DoesNotMatch(BareMetric(), expression);
            Assert.All(selectors, selector => Assert.Contains(selector.Groups["name"].Value.StartsWith("kube_", StringComparison.Ordinal) ? $"container=\"{container}\"" : $"job=\"{service}\"", selector.Value, StringComparison.Ordinal));
        }

        Assert.All(Queries, query => Assert.Contains("namespace=\"$namespace\"", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prometheus_takes_the_rules_and_they_fire_when_they_should()
    {
        using var folder = new TemporaryFolder();
        await WriteRulesAsync(folder.In("rules.yaml"));
        await File.WriteAllTextAsync(folder.In("alerts.test.yaml"), AlertTests);

        _ = (await InstalledCommand.RunAsync("prometheus", ["promtool", "check", "rules", folder.In("rules.yaml")])).Expect();
        _ = (await InstalledCommand.RunAsync("prometheus", ["promtool", "test", "rules", folder.In("alerts.test.yaml")])).Expect();
    }

    [Fact]
    public void Every_alert_fires_in_a_test_once() =>
        Assert.All(Alerts, alert => Assert.Contains($"alertname=\"{alert}\", severity=", AlertTests, StringComparison.Ordinal));

    [Fact]
    public void Every_alert_says_what_to_do_and_stands_in_the_manual()
    {
        var rows = AlertRow().Matches(Manifests.Readme).Select(match => match.Groups["name"].Value).ToList();

        Assert.Equal(Alerts.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.Equal(rows.Count, rows.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Rules, rule => Assert.True(Manifests.Text(rule["annotations"]!["description"]).Length > 60));
    }

    [Fact]
    public void The_dashboard_has_no_panel_over_another_and_the_same_source_everywhere()
    {
        var cells = Panels.SelectMany(panel => Cells(panel["gridPos"]!)).ToList();

        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));
        Assert.Equal(Panels.Count(), Panels.Select(panel => Manifests.Text(panel["id"])).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Panels.Where(panel => Manifests.Text(panel["type"]) != "row"), panel => Assert.Equal("${datasource}", Manifests.Text(panel["datasource"]!["uid"])));
        Assert.Equal(["datasource", "namespace"], Manifests.Items(Dashboard["templating"]!["list"]).Select(variable => Manifests.Text(variable["name"])));
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range(place["x"]!.GetValue<int>(), place["w"]!.GetValue<int>())
        from y in Enumerable.Range(place["y"]!.GetValue<int>(), place["h"]!.GetValue<int>())
        select (x, y);

    /// <summary>All metrics of an expression; each has a selector, as a test asks.</summary>
    private static IEnumerable<string> Metrics(string expression) => Selector().Matches(expression).Select(match => match.Groups["name"].Value);

    private static async Task WriteRulesAsync(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Manifests.Read(AlertFile)));
        await using var writer = new StreamWriter(file);
        new YamlStream(new YamlDocument(stream.Documents[0].RootNode["spec"])).Save(writer, assignAnchors: false);
    }

    [GeneratedRegex(@"(?<name>[a-z_]+)\{[^}]*\}", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(cincinnati|update_service|process|dotnet|kube)_[a-z_]+(?![a-z_{])", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex BareMetric();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex HistogramEnd();

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex Family();

    [GeneratedRegex(@"^\| `(?<name>UpdateService[A-Za-z]+)` \| [^|]{10,} \| [^|]{10,} \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex AlertRow();
}
