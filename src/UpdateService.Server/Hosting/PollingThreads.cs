using System.Globalization;
using System.Runtime.CompilerServices;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The threads that wait for all sockets, one for every two cores. A cluster's poll is answered right there: handing it to a thread of the pool would
/// cost a fifth of its time. Whatever may take longer goes to the pool, or all other connections of that thread would wait for it.
/// </summary>
internal static class PollingThreads
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Lets sockets go on where their events are seen. Before the first socket of the process; who sets the variables otherwise has their way.</summary>
    /// <remarks>
    /// With as many threads as cores, those of the pool, which begin and end each connection, would take the core of one that polls away, and
    /// where clusters connect anew for each poll, that is every time.
    /// </remarks>
    public static void GoOnInPlace()
    {
        SetDefault(InlineCompletions, "1");
        SetDefault(Count, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>To be awaited: what follows is done by a thread of the pool.</summary>
    public static ConfiguredTaskAwaitable Leave() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>.NET has no other switches for it.</summary>
    private static void SetDefault(string variable, string value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
