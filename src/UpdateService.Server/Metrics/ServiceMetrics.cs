using System.Diagnostics;
using System.Diagnostics.Metrics;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Signatures;

namespace UpdateService.Server.Metrics;

/// <summary>
/// Everything that the service counts, with one method for each event. Names are upstream's if the meaning is the same, so that
/// existing dashboards work. Label values come from closed sets, so no client can create a series.
/// </summary>
internal sealed class ServiceMetrics
{
    /// <summary>The meter of all instruments.</summary>
    public const string MeterName = "UpdateService";

    private static readonly double[] DurationBounds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

    /// <summary>Upstream's buckets from 5 seconds on; what takes longer there is faster here.</summary>
    private static readonly double[] ScrapeBounds = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 6, 7, 8, 9, 10, 15, 20, 30];

    private readonly Meter meter;
    private readonly List<RequestCounter> requests = [];
    private readonly Histogram<double> serveDuration;
    private readonly Histogram<double> scrapeDuration;
    private readonly Counter<long> errors;
    private readonly Counter<long> refreshes;
    private readonly Counter<long> acts;
    private readonly Counter<long> signatures;
    private readonly RevisionStore store;
    private readonly TimeProvider time;
    private RefreshResult? lastRefresh;
    private string? lastFailure;
    private long lastGoodRefresh;
    private long scrapes;
    private long failures;
    private double initialSeconds;

    public ServiceMetrics(IMeterFactory factory, RevisionStore store, TimeProvider time)
    {
        this.store = store;
        this.time = time;
        meter = factory.Create(MeterName);
        serveDuration = meter.CreateHistogram(
            "cincinnati_pe_graph_serve_duration_seconds",
            "s",
            "From the request's arrival to its last byte written.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        scrapeDuration = meter.CreateHistogram(
            "cincinnati_gb_graph_upstream_scrapes_duration",
            "s",
            "How long refreshes took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ScrapeBounds });
        refreshes = meter.CreateCounter<long>("update_service_refreshes_total", null, "Refreshes by their outcome.");
        acts = meter.CreateCounter<long>("update_service_admin_acts_total", null, "Administrators' acts by what came of them.");
        _ = meter.CreateObservableCounter("cincinnati_pe_graph_incoming_requests_total", ObserveRequests, null, "Requests by path.");
        errors = meter.CreateCounter<long>("cincinnati_pe_graph_response_errors_total", null, "Error answers by status and kind.");
        signatures = meter.CreateCounter<long>("update_service_signatures_total", null, "Requests for signatures by their result.");
        CreateRevisionInstruments();
        CreateRefreshInstruments();
    }

    /// <summary>A counter for the requests of one path.</summary>
    public RequestCounter ForPath(string path)
    {
        var counter = new RequestCounter(path);
        lock (requests)
        {
            requests.Add(counter);
        }

        return counter;
    }

    /// <summary>A request of a known path was answered.</summary>
    public void Served(RequestCounter path, long started)
    {
        path.Increment();
        serveDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Counts an error answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="kind">Which error, from a closed set.</param>
    public void Failed(int status, string kind) => errors.Add(
        1,
        Tag("code", status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Tag("kind", kind));

    /// <summary>How the last refresh ended; null before the first.</summary>
    public RefreshResult? LastRefresh => Volatile.Read(ref lastRefresh);

    /// <summary>Why the last refresh failed, as a sentence; null if it did not, or before the first.</summary>
    public string? LastFailure => Volatile.Read(ref lastFailure);

    /// <summary>An administrator's act was done or refused.</summary>
    public void Administered(string act, bool isDone) => acts.Add(1, Tag("act", act), Tag("result", isDone ? "done" : "refused"));

    /// <summary>A request for a signature was answered.</summary>
    public void Answered(SignatureResult result) => signatures.Add(1, Tag("result", result switch
    {
        SignatureResult.Served => "served",
        SignatureResult.Unknown => "unknown",
        _ => "invalid",
    }));

    /// <summary>A refresh came to no end, whatever stopped it.</summary>
    public void RefreshFailed(Exception exception)
    {
        Volatile.Write(ref lastFailure, $"The last refresh failed inside the service ({exception.GetType().Name}), and what is served stays. The log tells more; the sources are asked again.");
        refreshes.Add(1, new KeyValuePair<string, object?>("outcome", "Failed"));
        _ = Interlocked.Increment(ref scrapes);
        _ = Interlocked.Increment(ref failures);
    }

    /// <summary>A refresh ended.</summary>
    public void Refreshed(RefreshResult result)
    {
        refreshes.Add(1, new KeyValuePair<string, object?>("outcome", result.Outcome.ToString()));
        Volatile.Write(ref lastFailure, null);
        Volatile.Write(ref lastRefresh, result);
        scrapeDuration.Record(result.Duration.TotalSeconds);
        _ = Interlocked.Increment(ref scrapes);
        if (!result.IsCurrent)
        {
            _ = Interlocked.Increment(ref failures);
        }
        else
        {
            _ = Interlocked.Exchange(ref lastGoodRefresh, time.GetUtcNow().ToUnixTimeSeconds());
        }

        if (initialSeconds == 0 && result.Outcome == RefreshOutcome.Published)
        {
            initialSeconds = result.Duration.TotalSeconds;
        }
    }

    private void CreateRevisionInstruments()
    {
        _ = meter.CreateObservableGauge("cincinnati_gb_graph_final_releases", () => Served(revision => revision.Counts.Releases), null, "Releases in the served revision.");
        _ = meter.CreateObservableGauge("cincinnati_gb_graph_upstream_raw_releases", () => Served(revision => revision.Counts.SourceReleases), null, "Releases that the sources gave.");
        _ = meter.CreateObservableGauge("update_service_revision", () => Served(revision => revision.Number), null, "The number of the served revision.");
        _ = meter.CreateObservableGauge("update_service_revision_age_seconds", () => Served(revision => Math.Max(0, (time.GetUtcNow() - revision.Record.BuiltAt).TotalSeconds)), "s", "How long ago the served revision was built.");
        _ = meter.CreateObservableGauge("update_service_revision_build_seconds", () => Served(revision => revision.Record.BuildSeconds), "s", "How long its build took, from the first byte read.");
        _ = meter.CreateObservableGauge("update_service_channels", () => Served(revision => revision.Counts.Channels), null, "Channels in the served revision.");
        _ = meter.CreateObservableGauge("update_service_edges", ObserveEdges, null, "Edges in the served revision.");
        _ = meter.CreateObservableGauge("update_service_answers", () => Served(revision => revision.Counts.Answers), null, "Answers prepared.");
        _ = meter.CreateObservableGauge("update_service_answers_improved", ObserveImproved, null, "Answers of the served revision that are compressed as well as this service does.");
        _ = meter.CreateObservableGauge("update_service_quarantined_releases", () => Served(revision => revision.Counts.Quarantined), null, "Releases left out of the served revision.");
    }

    private void CreateRefreshInstruments()
    {
        _ = meter.CreateObservableGauge("cincinnati_gb_graph_last_successful_refresh_timestamp", () => Interlocked.Read(ref lastGoodRefresh), null, "Unix time of the last refresh that read all sources and could serve them.");
        _ = meter.CreateObservableGauge("cincinnati_gb_graph_initial_upstream_scrape_duration", () => initialSeconds, "s", "How long the first revision took.");
        _ = meter.CreateObservableCounter("cincinnati_gb_graph_upstream_scrapes_total", () => Interlocked.Read(ref scrapes), null, "Refreshes that were tried.");
        _ = meter.CreateObservableCounter("cincinnati_gb_graph_upstream_errors_total", () => Interlocked.Read(ref failures), null, "Refreshes that could not read a source, or not serve it.");
        _ = meter.CreateObservableGauge("update_service_inputs_healthy", () => LastFailure is null && LastRefresh is { IsCurrent: true } ? 1 : 0, null, "1 while all sources can be read and what they have now is served.");
        _ = meter.CreateObservableGauge("update_service_problems", ObserveProblems, null, "Problems in the inputs as they were read last, by rule and severity.");
        _ = meter.CreateObservableGauge("update_service_ignored_files", () => Volatile.Read(ref lastRefresh)?.IgnoredFiles ?? 0, null, "Files in channels/ and blocked-edges/ that have no meaning, such as a README.");
        foreach (var role in (ReadOnlySpan<string>)["gb", "pe"])
        {
            _ = meter.CreateObservableGauge($"cincinnati_{role}_build_info", ObserveBuild, null, "Which build this is.");
        }
    }

    private static Measurement<long> ObserveBuild() => new(1, Tag("git_commit", ServiceVersion.Commit), Tag("version", ServiceVersion.Text));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private IEnumerable<Measurement<double>> Served(Func<Revision, double> measure) =>
        store.Current is { } revision ? [new Measurement<double>(measure(revision))] : [];

    private IEnumerable<Measurement<long>> ObserveEdges() => store.Current is { } revision
        ? [new(revision.Counts.Edges, Tag("kind", "unconditional")), new(revision.Counts.ConditionalEdges, Tag("kind", "conditional"))]
        : [];

    private IEnumerable<Measurement<long>> ObserveImproved() => store.Current is { } revision
        ?
        [
            new(revision.Answers.All.Count(entry => entry.Answer.IsGzipImproved), Tag("coding", "gzip")),
            new(revision.Answers.All.Count(entry => entry.Answer.IsBrotliImproved), Tag("coding", "br")),
        ]
        : [];

    private List<Measurement<long>> ObserveRequests()
    {
        lock (requests)
        {
            return requests.ConvertAll(counter => new Measurement<long>(counter.Count, Tag("uri_path", counter.Path)));
        }
    }

    private IEnumerable<Measurement<long>> ObserveProblems() => (Volatile.Read(ref lastRefresh)?.Problems ?? [])
        .CountBy(problem => (problem.Rule, problem.Severity))
        .Select(group => new Measurement<long>(group.Value, Tag("rule", group.Key.Rule.ToString()), Tag("severity", group.Key.Severity.ToString())));
}
