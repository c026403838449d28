using Microsoft.AspNetCore.Connections.Features;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Sends ready bytes at the client's pace. The server copies what it is given to send, so a long body goes in pieces, each when there is
/// room for it: a client that hardly reads costs the room of one connection, not of the whole body, and not for hours.
/// </summary>
/// <remarks>Kestrel's own limit counts bytes that it took over long ago as read, so after a fast beginning it waits for hours.</remarks>
internal static class PacedBody
{
    /// <summary>More than the headers of any answer take.</summary>
    private const int HeaderBytes = 1 << 10;

    /// <summary>Most answers to clusters are shorter, and go in one piece; with its headers it fills a block of 32 kB, and blocks are of powers of two.</summary>
    private const int PieceBytes = (32 << 10) - HeaderBytes;

    /// <summary>How long a client may take until there is room for the next piece: a phone at its worst does better.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends all bytes; the connection of a client that is too slow is cut.</summary>
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
    /// Lets the server put headers and piece into one block, which is handed to the system as it is. Its own blocks are of 4 kB, and to make, to
    /// pin and to let go of a list of them costs more than to copy what is in them.
    /// </summary>
    private static void MakeRoom(HttpContext context, int bytes)
    {
        // The streams of HTTP/2 share a connection, which is not one stream's to touch.
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
            // The connection was cut meanwhile: writing finds that out.
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
