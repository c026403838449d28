using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;
using UpdateService.GraphData.Linting;

namespace UpdateService.Builder.Linting;

/// <summary>The known releases. The names in graph-data are checked against them.</summary>
internal sealed class KnownReleases
{
    private readonly Release[] releases;
    private readonly HashSet<string> names;
    private readonly HashSet<string> versions;

    public KnownReleases(GraphInputs inputs)
    {
        releases = [.. inputs.Releases.OrderBy(release => release.Version, ReleaseVersion.SortOrder)];
        names = [.. releases.Select(release => release.ToString())];
        versions = [.. releases.Select(release => release.Version.Text)];
    }

    /// <summary>A version that no release has.</summary>
    public Problem? CheckVersion(VersionMention mention)
    {
        var isKnown = mention.Name.Architecture is null ? versions.Contains(mention.Name.Version.Text) : names.Contains(mention.Name.ToString());
        return isKnown ? null : new Problem(ProblemRule.UnknownVersion, ProblemSeverity.Warning, mention.Place, $"No release has the version {mention.Name}.");
    }

    /// <summary>
    /// Patterns that match no release below their target. A pattern that matches releases without an edge to the target is not
    /// reported: it says what would apply if there were an edge.
    /// </summary>
    public IEnumerable<Problem> CheckSources(IEnumerable<SourceMention> mentions)
    {
        foreach (var group in mentions.GroupBy(mention => mention.From))
        {
            var isMatch = group.Key.ToMatcher(); // One automaton at a time: each is large.
            Release[] matched = [.. releases.Where(release => isMatch(release.ToString()))];
            foreach (var mention in group.Where(mention => !matched.Any(release => IsBelow(release, mention.To))))
            {
                yield return new Problem(ProblemRule.IdlePattern, ProblemSeverity.Warning, mention.Place, $"'{Excerpt.Of(mention.From.Text)}' matches no release below {mention.To}, so the entry has no effect.");
            }
        }
    }

    private static bool IsBelow(Release release, VersionName target) =>
        target.Covers(release.Architecture) && ReleaseVersion.SortOrder.Compare(release.Version, target.Version) < 0;
}
