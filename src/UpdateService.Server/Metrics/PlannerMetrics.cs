using System.Diagnostics.Metrics;
using UpdateService.Server.Plans;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Metrics;

/// <summary>The results of the planner's queries.</summary>
internal sealed class PlannerMetrics
{
    public PlannerMetrics(IMeterFactory factory, AnswerCache cache, PlannerTurns turns, EarlierRevisions earlier)
    {
        var meter = factory.Create(ServiceMetrics.MeterName);
        _ = meter.CreateObservableCounter("update_service_planner_cache_hits_total", () => cache.Hits, null, "Planner's questions whose answer was there already.");
        _ = meter.CreateObservableCounter("update_service_planner_cache_misses_total", () => cache.Misses, null, "Planner's questions that were answered anew.");
        _ = meter.CreateObservableGauge("update_service_planner_cache_bytes", () => cache.Bytes, "By", "Memory that kept answers of the planner take.");
        _ = meter.CreateObservableGauge("update_service_planner_waiting", () => turns.Waiting, null, "Planner's questions that are being answered or wait for it.");
        _ = meter.CreateObservableGauge("update_service_planner_waiting_for_revisions", () => earlier.Waiting, null, "Questions about earlier revisions that wait for their turn.");
        _ = meter.CreateObservableGauge("update_service_planner_revision_bytes", () => earlier.Bytes, "By", "Memory that earlier revisions take which were read again for questions.");
    }
}
