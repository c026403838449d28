using Microsoft.AspNetCore.Connections.Features;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Sends bytes at the client's pace. The server copies what it sends, so a long body is sent in pieces, each when there is room for
/// it. A client that hardly reads then takes up the memory of one connection, not of the whole body, and not for hours.
/// </summary>
/// <remarks>Kestrel's own limit counts buffered bytes as read, so after a fast start it waits for hours.</remarks>
internal static class PacedBody
{
    /// <summary>More than the headers of any answer need.</summary>
    private const int HeaderBytes = 1 << 10;

    /// <summary>Most answers to clusters are shorter and fit in one piece. With its headers it fills a block of 32 kB; blocks are powers of two.</summary>
    private const int PieceBytes = (32 << 10) - HeaderBytes;

    /// <summary>How long a client may take until there is room for the next piece. Even a slow phone is faster.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends all bytes. The connection of a client that is too slow is closed.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body) => body.Length <= PieceBytes
        ? WritePieceAsync(context, body).AsTask()
        : WritePiecesAsync(context, body);

    private static async Task WritePiecesAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            var piece = body[..Math.Min(body.Length, PieceBytes)];
            var writing = WritePieceAsync(context, piece);
            if (!writing.IsCompletedSuccessfully && !await IsInTimeAsync(writing.AsTask()))
            {
                context.Abort();
                return;
            }

            body = body[piece.Length..];
        }
    }

    private static ValueTask WritePieceAsync(HttpContext context, ReadOnlyMemory<byte> piece)
    {
        MakeRoom(context, HeaderBytes + piece.Length);
        return context.Response.Body.WriteAsync(piece, context.RequestAborted);
    }

    /// <summary>
    /// Lets the server put headers and piece into one block, which is passed to the system as it is. The server's own blocks have 4 kB;
    /// creating, pinning and releasing a list of them costs more than copying their content.
    /// </summary>
    private static void MakeRoom(HttpContext context, int bytes)
    {
        // The streams of HTTP/2 share a connection, which no stream may change.
        if (!HttpProtocol.IsHttp11(context.Request.Protocol) || context.Features.Get<IConnectionTransportFeature>() is not { } connection)
        {
            return;
        }

        try
        {
            _ = connection.Transport.Output.GetMemory(bytes);
        }
        catch (InvalidOperationException)
        {
            // The connection was closed meanwhile; the next write reports that.
        }
    }

    private static async Task<bool> IsInTimeAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(Patience, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
