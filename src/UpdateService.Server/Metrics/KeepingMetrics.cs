using System.Diagnostics.Metrics;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;

namespace UpdateService.Server.Metrics;

/// <summary>Which revisions are kept, and what waits for an operator.</summary>
internal sealed class KeepingMetrics
{
    public KeepingMetrics(IMeterFactory factory, RevisionStore store, RevisionLibrary library, IRevisionOrigin origin)
    {
        var meter = factory.Create(ServiceMetrics.MeterName);
        _ = meter.CreateObservableGauge("update_service_pinned", () => store.Pinned is null ? 0 : 1, null, "1 while an operator has pinned a revision.");
        _ = meter.CreateObservableGauge("update_service_held_back", () => origin.HeldBack is null ? 0 : 1, null, "1 while the loss guard holds a build back.");
        _ = meter.CreateObservableGauge("update_service_guard_impaired", () => origin.GuardTroubles.Any() ? 1 : 0, null, "1 while the loss guard has to do without something that it compares builds with.");
        _ = meter.CreateObservableGauge("update_service_revisions_kept", () => library.Records.Length, null, "Revisions that are kept.");
        _ = meter.CreateObservableGauge("update_service_state_healthy", () => library.Failure is null ? 1 : 0, null, "1 while revisions can be kept.");
    }
}
