using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UpdateService.Server.Metrics;

/// <summary>The process metrics that every Prometheus client has, under the names that dashboards expect.</summary>
internal sealed class ProcessMetrics
{
    public ProcessMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(ServiceMetrics.MeterName);
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeSeconds();
        _ = meter.CreateObservableGauge("process_start_time_seconds", () => started, "s", "Unix time at which the process started.");
        _ = meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, "By", "Resident memory.");
        _ = meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time used.");
        _ = meter.CreateObservableGauge("dotnet_gc_heap_size_bytes", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed heap in use.");
        _ = meter.CreateObservableCounter("dotnet_gc_collections_total", () => (long)GC.CollectionCount(2), null, "Full garbage collections.");
    }
}
