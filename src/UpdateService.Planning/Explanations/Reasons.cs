using System.Collections.Immutable;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Explanations;

/// <summary>The reasons that need no look at the graph, in words.</summary>
internal static class Reasons
{
    private const int MostSets = 20;

    /// <summary>That the target is below the source.</summary>
    public static Reason Rollback(ReleaseVersion from, string to) => new(
        ReasonKind.RollbackNotSupported,
        $"{to} is below {from}, and a cluster does not go back to an earlier version.",
        new Evidence { Version = to },
        "Choose a later version; to go back, restore the cluster from a backup taken before the update.");

    /// <summary>That the cluster runs the version that it is asked to run.</summary>
    public static Reason AlreadyThere(ReleaseVersion version) => new(
        ReasonKind.AlreadyThere,
        $"The cluster runs {version} already.",
        new Evidence { Version = version.Text },
        "Nothing to do.");

    /// <summary>That there is no later release.</summary>
    /// <param name="version">The version that the cluster runs.</param>
    /// <param name="of">What it is the newest of: a channel, a minor, or channels.</param>
    /// <param name="channel">The channel that was asked about; null for none.</param>
    /// <param name="onward">Channels that lead on from it, the preferred one first.</param>
    public static Reason UpToDate(ReleaseVersion version, string of, string? channel, ImmutableArray<string> onward) => new(
        ReasonKind.UpToDate,
        $"{version} is the newest release {of}.",
        new Evidence { Version = version.Text, Channel = channel, Channels = onward },
        onward.IsEmpty ? "Wait for the next release." : $"Wait for the next release, or change to {onward[0]}.");

    public static Reason OnlyConditional(ReleaseVersion from, ReleaseVersion to, string? channel, ImmutableArray<ImmutableArray<string>> sets) => new(
        ReasonKind.OnlyConditional,
        $"Every path from {from} to {to}{In(channel)} carries risks; {Enough(sets)}.",
        new Evidence { RiskSets = Few(sets), Channel = channel },
        $"Read what the risks say; where they do not concern the cluster, accept them: {string.Join(',', sets[0])}");

    public static Reason OnlyAvoided(ReleaseVersion from, ReleaseVersion to, ImmutableArray<ImmutableArray<string>> sets, ImmutableArray<string> avoid, string? channel) => new(
        ReasonKind.OnlyConditional,
        $"Every path from {from} to {to}{In(channel)} goes through something that is to be avoided.",
        new Evidence { RiskSets = sets is [[]] ? [] : Few(sets), Risks = avoid, Channel = channel },
        avoid.Length == 1 ? $"Ask again without avoiding {avoid[0]}." : $"Ask again without avoiding one of {string.Join(", ", avoid)}.");

    /// <summary><c> in stable-4.16</c>, or nothing.</summary>
    public static string In(string? channel) => channel is null ? "" : $" in {Name(channel)}";

    /// <summary>A channel by its name; a group as <c>stable channels</c>.</summary>
    public static string Name(string channel) => ProductRules.OpenShift.IsGroup(channel) ? $"{channel} channels" : channel;

    private static ImmutableArray<ImmutableArray<string>> Few(ImmutableArray<ImmutableArray<string>> sets) => [.. sets.Take(MostSets)];

    private static string Enough(ImmutableArray<ImmutableArray<string>> sets) => sets.Length == 1
        ? $"{string.Join(", ", sets[0])} {(sets[0].Length == 1 ? "is" : "are")} enough to accept"
        : $"the smallest of {sets.Length} sets to accept is {string.Join(", ", sets[0])}";
}
