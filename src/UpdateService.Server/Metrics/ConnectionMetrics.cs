using System.Diagnostics.Metrics;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Metrics;

/// <summary>The connections of clients.</summary>
internal sealed class ConnectionMetrics
{
    public ConnectionMetrics(IMeterFactory factory, ConnectionLimit connections)
    {
        var meter = factory.Create(ServiceMetrics.MeterName);
        _ = meter.CreateObservableGauge("update_service_connections", () => connections.Open, null, "Connections of clients that are open.");
        _ = meter.CreateObservableGauge("update_service_connections_limit", () => connections.Most, null, "Connections of clients that may be open: --max-connections, or what files and memory leave room for.");
        _ = meter.CreateObservableCounter("update_service_connections_refused_total", () => connections.Refused, null, "Connections that were closed at once, since too many were open.");
    }
}
