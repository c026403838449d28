using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace UpdateService.Server.Streams;

/// <summary>
/// Limits the work that HTTP/2 clients request. A client that opens too many streams, or sends many frames that request nothing (settings,
/// pings, resets, window updates, frames without data), keeps the server busy with answers that nobody reads. Its connection is closed.
/// </summary>
internal static class StreamMeter
{
    /// <summary>Counts on connections that use HTTP/2. Use it behind TLS.</summary>
    /// <param name="next">Serves the connection.</param>
    /// <param name="cut">Called for each connection that is closed.</param>
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
