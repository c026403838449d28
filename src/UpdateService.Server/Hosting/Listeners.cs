using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using UpdateService.Server.Streams;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The listening addresses and the limits of a connection. Requests are short and have no body, so a connection that sends more, or more
/// slowly, than real clients do is closed. The size limits of lines and headers are Kestrel's own (8 KiB, 32 KiB).
/// </summary>
internal static class Listeners
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default of HTTP/2: no request has a body that would need more.</summary>
    private const int LeastWindow = 65_535;

    /// <summary>More than probes, metrics and administrators need.</summary>
    private const int MostStatusConnections = 200;

    /// <summary>The slowest reading rate after a grace time. A phone is faster; a client that does not read at all takes up memory.</summary>
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>Sets the addresses and limits.</summary>
    public static void Configure(KestrelServerOptions kestrel, ServiceOptions options, ConnectionLimit connections)
    {
        var time = kestrel.ApplicationServices.GetRequiredService<TimeProvider>();
        var statusConnections = new ConnectionLimit(MostStatusConnections, new AddressShare(MostStatusConnections * 3 / 4, []), time);
        kestrel.AddServerHeader = false;
        kestrel.Limits.KeepAliveTimeout = options.KeepAlive;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.MaxRequestBodySize = 0; // No request has one.
        kestrel.Limits.MinResponseDataRate = SlowestReader;
        kestrel.Limits.Http2.InitialConnectionWindowSize = LeastWindow;
        kestrel.Limits.Http2.InitialStreamWindowSize = LeastWindow;
        var certificate = options.Certificate is null ? null : new CertificateFile(options.Certificate, options.CertificateKey!);
        certificate?.Check();
        foreach (var address in options.Listen)
        {
            Listen(kestrel, address, listen => Secure(Limited(listen, connections), connections, address, certificate, time));
        }

        foreach (var address in options.StatusListen)
        {
            Listen(kestrel, address, listen => Secure(Limited(Marked(listen), statusConnections), statusConnections, address, certificate, time));
        }
    }

    /// <summary>Whether a request was sent to the status address.</summary>
    public static bool IsStatus(HttpContext context) => context.Features.Get<StatusListener>() is not null;

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, Action<ListenOptions> configure)
    {
        if (address.Host == "*")
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else if (address.Address is { } ip)
        {
            kestrel.Listen(ip, address.Port, configure);
        }
        else
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
    }

    /// <summary>Clients and probes have separate limits, so that probes and metrics still work if there are too many clients.</summary>
    private static ListenOptions Limited(ListenOptions listen, ConnectionLimit connections)
    {
        _ = listen.Use(next => connection => connections.ServeAsync(connection, next));
        return listen;
    }

    private static ListenOptions Marked(ListenOptions listen)
    {
        _ = listen.Use(next => connection =>
        {
            connection.Features.Set(StatusListener.Instance);
            return next(connection);
        });
        return listen;
    }

    private static void Secure(ListenOptions listen, ConnectionLimit connections, ListenAddress address, CertificateFile? certificate, TimeProvider time)
    {
        _ = listen.Use(FairReader.Read);
        listen.Protocols = address.IsSecure ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (address.IsSecure)
        {
            _ = listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate!.Current }),
            });
            _ = listen.Use(next => StreamMeter.Count(next, connections.Cut, time));
        }
    }

    /// <summary>Marks connections to the status address.</summary>
    private sealed class StatusListener
    {
        public static StatusListener Instance { get; } = new();
    }
}
