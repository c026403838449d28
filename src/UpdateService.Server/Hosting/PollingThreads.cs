using System.Globalization;
using System.Runtime.CompilerServices;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The threads that wait for all sockets, one for every two cores. They answer a cluster's poll directly: passing it to the thread pool would
/// cost a fifth of its time. Anything that may take longer goes to the pool, so that the thread's other connections do not wait for it.
/// </summary>
internal static class PollingThreads
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Lets sockets continue on the thread that sees their events. Call it before the first socket. Variables that are set already stay.</summary>
    /// <remarks>
    /// With as many threads as cores, the pool's threads, which open and close each connection, would take the core of a polling thread. If
    /// clusters connect again for each poll, that happens every time.
    /// </remarks>
    public static void GoOnInPlace()
    {
        SetDefault(InlineCompletions, "1");
        SetDefault(Count, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Awaiting it moves the rest to the thread pool.</summary>
    public static ConfiguredTaskAwaitable Leave() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>.NET has no other switches for this.</summary>
    private static void SetDefault(string variable, string value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
