using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>A comparison in a few lines: counts by minor, and the changes that matter to a cluster's owner.</summary>
/// <param name="Channel">What is summed up.</param>
internal sealed record ComparisonSummary(ChannelComparison Channel)
{
    /// <summary>What a count does not say, one sentence each.</summary>
    public IEnumerable<string> Notable
    {
        get
        {
            var lost = Channel.Edges.Added.Select(edge => (edge.From, edge.To)).Intersect(Channel.ConditionalEdges.Removed.Select(edge => (edge.From, edge.To))).Count();
            var got = Channel.Edges.Removed.Select(edge => (edge.From, edge.To)).Intersect(Channel.ConditionalEdges.Added.Select(edge => (edge.From, edge.To))).Count();
            if (lost > 0)
            {
                yield return $"{Amount.Of(lost, "update")} without risks that had some";
            }

            if (got > 0)
            {
                yield return $"{Amount.Of(got, "update")} with risks that had none";
            }
        }
    }

    /// <summary>Releases by minor: <c>12 of 4.16 (4.16.56 to 4.16.67), 1 of 4.18 (4.18.53)</c>.</summary>
    /// <param name="releases">By precedence.</param>
    public static string OfReleases(ImmutableArray<ReleaseVersion> releases) => ByMinor(releases, "of");

    /// <summary>Updates by the minor of their target: <c>754 to 4.16 (4.16.56 to 4.16.67)</c>.</summary>
    /// <param name="targets">One for each update, by precedence.</param>
    public static string OfTargets(IEnumerable<ReleaseVersion> targets) => ByMinor(targets, "to");

    /// <summary>Names in full.</summary>
    public static string OfNames(ImmutableArray<string> names) => string.Join("; ", names);

    private static string ByMinor(IEnumerable<ReleaseVersion> versions, string word) => string.Join("; ", versions
        .GroupBy(MinorName.Of)
        .OrderBy(group => group.Key)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count():N0} {word} {group.Key} ({Range([.. group])})")));

    private static string Range(ReleaseVersion[] versions) => versions[0].Text == versions[^1].Text ? versions[0].Text : $"{versions[0]} to {versions[^1]}";
}
