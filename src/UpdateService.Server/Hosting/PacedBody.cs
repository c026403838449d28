namespace UpdateService.Server.Hosting;

/// <summary>
/// Sends ready bytes at the client's pace. The server copies what it is given to send, so a long body goes in pieces, each when there is
/// room for it: a client that hardly reads costs the room of one connection, not of the whole body, and not for hours.
/// </summary>
/// <remarks>Kestrel's own limit counts bytes that it took over long ago as read, so after a fast beginning it waits for hours.</remarks>
internal static class PacedBody
{
    /// <summary>Most answers to clusters are shorter, and go in one piece.</summary>
    private const int PieceBytes = 32 << 10;

    /// <summary>How long a client may take until there is room for the next piece: a phone at its worst does better.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends all bytes; the connection of a client that is too slow is cut.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body) => body.Length <= PieceBytes
        ? context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask()
        : WritePiecesAsync(context, body);

    private static async Task WritePiecesAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        for (; !body.IsEmpty; body = body[Math.Min(body.Length, PieceBytes)..])
        {
            var writing = context.Response.Body.WriteAsync(body[..Math.Min(body.Length, PieceBytes)], context.RequestAborted);
            if (!writing.IsCompletedSuccessfully && !await IsInTimeAsync(writing.AsTask()))
            {
                context.Abort();
                return;
            }
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
