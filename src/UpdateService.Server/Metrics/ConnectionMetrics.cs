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
        _ = meter.CreateObservableCounter("update_service_connections_refused_total", () => connections.Refused, null, "Connections that were closed at once, since too many were open, in all or of one address.");
        _ = meter.CreateObservableCounter("update_service_connections_over_share_total", () => connections.RefusedByShare, null, "Connections that were closed at once, since their address held its share.");
        _ = meter.CreateObservableCounter("update_service_connections_cut_total", () => connections.WereCut, null, "HTTP/2 connections that were ended for too many streams at once, or too many frames that ask for nothing.");
        _ = meter.CreateObservableCounter("update_service_connections_abandoned_total", () => connections.Abandoned, null, "Connections that were not finished with some seconds after their socket was closed.");
    }
}
