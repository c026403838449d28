namespace UpdateService.Cli.Output;

/// <summary>Tells a person at a terminal what takes so long, on standard error, once it takes longer than a second.</summary>
internal static class Progress
{
    private const string Erase = "\r\u001b[K";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for work.</summary>
    /// <param name="around">With the terminal.</param>
    /// <param name="what">What is done: "reading the graph".</param>
    /// <param name="work">The work.</param>
    public static async Task<T> ShowAsync<T>(Surroundings around, string what, Task<T> work)
    {
        if (!around.IsErrorTerminal || around.Variable("TERM") == "dumb")
        {
            return await work;
        }

        var isShown = false;
        for (var seconds = 1; await Task.WhenAny(work, Task.Delay(Pause, around.Time)) != work; seconds++)
        {
            isShown = true;
            await around.Errors.WriteAsync($"{Erase}{what} … {seconds} s");
        }

        if (isShown)
        {
            await around.Errors.WriteAsync(Erase);
        }

        return await work;
    }
}
