using System.Diagnostics.Metrics;
using UpdateService.Builder.Sharing;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Metrics;

/// <summary>
/// The metrics of what a builder publishes for followers and of what a follower follows. A service that is neither has only the two
/// metrics of upstream's policy engine: its requests to a graph builder are a follower's requests to its builder, and a service that builds
/// sends none.
/// </summary>
internal sealed class SharingMetrics
{
    public SharingMetrics(IMeterFactory factory, TimeProvider time, PublishService? publishing = null, RevisionFollower? follower = null)
    {
        var meter = factory.Create(ServiceMetrics.MeterName);
        _ = meter.CreateObservableCounter("cincinnati_pe_http_upstream_requests_total", () => follower?.Attempts ?? 0, null, "With --follow, how often the builder was asked; else 0.");
        _ = meter.CreateObservableCounter("cincinnati_pe_http_upstream_errors_total", () => follower?.Failures ?? 0, null, "With --follow, how often what the builder publishes could not be read or followed; else 0.");
        if (publishing is not null)
        {
            _ = meter.CreateObservableGauge("update_service_published_revision", () => Measure(publishing.Published, artifact => artifact.Revision), null, "The number of the revision that followers find.");
            _ = meter.CreateObservableGauge("update_service_published_digest_age_seconds", () => Measure(publishing.Published, artifact => Age(artifact.Since)), "s", "How long the tag has named the same digest.");
            _ = meter.CreateObservableCounter("update_service_publishes_total", () => Publishes(publishing), null, "Artifacts that were pushed for followers, and tries that failed.");
            _ = meter.CreateObservableGauge("update_service_publish_healthy", () => publishing.IsHealthy ? 1 : 0, null, "1 while followers find what is served here.");
        }

        if (follower is not null)
        {
            _ = meter.CreateObservableGauge("update_service_followed_revision", () => Measure(follower.Followed, followed => followed.Revision), null, "The number of the revision that the builder published last.");
            _ = meter.CreateObservableGauge("update_service_followed_digest_age_seconds", () => Measure(follower.Followed, followed => Age(followed.Since)), "s", "How long the same digest has been followed.");
            _ = meter.CreateObservableCounter("update_service_follow_failures_total", () => follower.Failures, null, "How often the builder's tag, or what it names, could not be read or followed.");
        }

        double Age(DateTimeOffset since) => Math.Max(0, (time.GetUtcNow() - since).TotalSeconds);
    }

    private static IEnumerable<Measurement<double>> Measure<T>(T? subject, Func<T, double> measure)
        where T : class => subject is null ? [] : [new Measurement<double>(measure(subject))];

    private static IEnumerable<Measurement<long>> Publishes(PublishService publishing) =>
    [
        new(publishing.Pushes, new KeyValuePair<string, object?>("result", "pushed")),
        new(publishing.Failures, new KeyValuePair<string, object?>("result", "failed")),
    ];
}
