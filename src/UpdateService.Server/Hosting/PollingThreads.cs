using System.Runtime.CompilerServices;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The threads that wait for all sockets, one for each core. A cluster's poll is answered right there: handing it to a thread of the pool would
/// cost a fifth of its time. Whatever may take longer goes to the pool, or all other connections of that thread would wait for it.
/// </summary>
internal static class PollingThreads
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Lets sockets go on where their events are seen. Before the first socket of the process; who sets the variable otherwise has their way.</summary>
    public static void GoOnInPlace()
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
        {
            Environment.SetEnvironmentVariable(InlineCompletions, "1"); // .NET has no other switch for it.
        }
    }

    /// <summary>To be awaited: what follows is done by a thread of the pool.</summary>
    public static ConfiguredTaskAwaitable Leave() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
