using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace UpdateService.Server.Streams;

/// <summary>
/// Counts what HTTP/2 clients ask for. A client that opens more streams than it may, or sends many frames that ask for nothing (settings,
/// pings, resets, window updates, frames without data), makes the server work without end for answers that nobody waits for; its connection is ended.
/// </summary>
internal static class StreamMeter
{
    /// <summary>Counts on connections that speak HTTP/2. Behind TLS.</summary>
    /// <param name="next">Serves the connection.</param>
    /// <param name="cut">Is told of each connection that is ended.</param>
    /// <param name="time">The clock.</param>
    public static ConnectionDelegate Count(ConnectionDelegate next, Action cut, TimeProvider time) => connection =>
    {
        if (connection.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span.SequenceEqual("h2"u8) == true)
        {
            var ledger = new StreamLedger(time);
            var transport = connection.Transport;
            connection.Transport = new Transport(new MeteredInput(transport.Input, ledger, cut), new MeteredOutput(transport.Output, ledger));
        }

        return next(connection);
    };

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
