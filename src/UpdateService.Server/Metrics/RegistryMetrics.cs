using System.Diagnostics.Metrics;
using UpdateService.Builder.Refreshing;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Scraping;

namespace UpdateService.Server.Metrics;

/// <summary>The traffic with registries, and the results of the last scrape of each repository.</summary>
internal sealed class RegistryMetrics
{
    private readonly RegistryTraffic traffic;
    private readonly IRevisionOrigin origin;

    public RegistryMetrics(IMeterFactory factory, RegistryConnections registries, IRevisionOrigin origin)
    {
        traffic = registries.Traffic;
        this.origin = origin;
        var meter = factory.Create(ServiceMetrics.MeterName);
        _ = meter.CreateObservableCounter("update_service_registry_requests_total", ObserveRequests, null, "Requests to registries and addresses, retries and redirects too, by what they are for.");
        _ = meter.CreateObservableCounter("update_service_registry_failures_total", ObserveFailures, null, "Calls to registries and addresses that failed after all retries.");
        _ = meter.CreateObservableCounter("update_service_registry_received_bytes_total", () => traffic.Counts.Bytes, "By", "Bytes of bodies that registries and addresses sent.");
        _ = meter.CreateObservableCounter("update_service_registry_retries_total", () => traffic.Counts.Retries, null, "Attempts after the first.");
        _ = meter.CreateObservableGauge("update_service_scrape_tags", ObserveTags, null, "Tags of the last scrape of each repository by what they were.");
    }

    private static Measurement<long> Measure(long value, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var list = new List<KeyValuePair<string, object?>>();
        foreach (var (name, text) in tags)
        {
            list.Add(new KeyValuePair<string, object?>(name, text));
        }

        return new Measurement<long>(value, list);
    }

    private IEnumerable<Measurement<long>> ObserveRequests()
    {
        var counts = traffic.Counts;
        return Enum.GetValues<RegistryRequestKind>().Select(kind => Measure(counts.Requests(kind), ("kind", kind.ToString())));
    }

    private IEnumerable<Measurement<long>> ObserveFailures()
    {
        var counts = traffic.Counts;
        return Enum.GetValues<RegistryFault>().Select(fault => Measure(counts.Failures(fault), ("fault", fault.ToString())));
    }

    private IEnumerable<Measurement<long>> ObserveTags() => origin.Repositories
        .SelectMany(source => source.Counts is { } counts ? Tags(source.Description, counts) : []);

    /// <summary>The operator configures the names of repositories, so the set is closed.</summary>
    private static IEnumerable<Measurement<long>> Tags(string repository, ScrapeCounts counts)
    {
        foreach (var (what, count) in ((string What, int Count)[])
        [
            ("skipped", counts.Skipped), ("release", counts.Releases), ("foreign", counts.Foreign), ("shard", counts.Shards), ("defect", counts.Defects),
            ("hit", counts.Hits), ("read", counts.Read), ("failed", counts.Failed), ("carried", counts.Carried), ("missing", counts.Missing),
        ])
        {
            yield return Measure(count, ("repository", repository), ("tags", what));
        }
    }
}
