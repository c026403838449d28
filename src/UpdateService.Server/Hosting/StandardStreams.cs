namespace UpdateService.Server.Hosting;

/// <summary>
/// Standard output and standard error. Either can be closed, a broken pipe, or a file on a full disk. The process goes on, and its
/// exit status still reports the outcome.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Writes what the caller asked for, or reports on standard error that this is impossible.</summary>
    /// <returns>The exit status: 0, or 1 if it could not be written.</returns>
    public static int Print(string text)
    {
        if (TryWrite(Console.Out, text) is not { } failure)
        {
            return 0;
        }

        Tell($"The output cannot be written: {failure}.");
        return 1;
    }

    /// <summary>Writes optional output; failures are ignored.</summary>
    public static void Show(string text) => _ = TryWrite(Console.Out, text);

    /// <summary>Writes a sentence to standard error.</summary>
    public static void Tell(string sentence) => _ = TryWrite(Console.Error, $"{sentence}\n");

    private static string? TryWrite(TextWriter writer, string text)
    {
        try
        {
            writer.Write(text);
            writer.Flush();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.GetBaseException().Message; // .NET calls a closed one "access denied", with the system's word inside.
        }
    }
}
