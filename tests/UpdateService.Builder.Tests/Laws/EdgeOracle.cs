using System.Collections.Immutable;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>Says of one pair at a time what the inputs want of it, without graphs, numbers or regular expressions.</summary>
internal sealed class EdgeOracle(Scenario scenario, GraphBuild build)
{
    /// <summary>Whether the release is to be left out.</summary>
    public bool IsRemoved(string version, Architecture architecture) =>
        Values(version, architecture, MetadataKeys.Remove).Any(value => value.Split(',').Contains("true"));

    /// <summary>Whether any release or directive names the edge.</summary>
    public bool IsDeclared(string from, string to, Architecture architecture) =>
        from != to
        && (Find(to, architecture).Previous.Any(version => version.Text == from)
            || Find(from, architecture).Next.Any(version => version.Text == to)
            || Listed(to, architecture, MetadataKeys.PreviousAdd, from, orUnreadable: false)
            || Listed(from, architecture, MetadataKeys.NextAdd, to, orUnreadable: false));

    /// <summary>Whether an entry or directive takes the edge away, or puts a condition on it.</summary>
    public bool IsTouched(string from, string to, Architecture architecture) => IsBlocked(from, to, architecture) || Entries(from, to, architecture).Any();

    /// <summary>Whether a hard block or directive takes the edge away.</summary>
    public bool IsBlocked(string from, string to, Architecture architecture) =>
        Entries(from, to, architecture).Any(entry => entry.Risk is null)
        || Values(to, architecture, MetadataKeys.PreviousRemove).Any(value => value.Trim() == "*")
        || Values(to, architecture, MetadataKeys.PreviousRemoveRegex).Any(pattern => !Scenario.Patterns.TryGetValue(pattern, out var matches) || matches($"{from}+{architecture}"))
        || Listed(to, architecture, MetadataKeys.PreviousRemove, from, orUnreadable: true)
        || Listed(from, architecture, MetadataKeys.NextRemove, to, orUnreadable: true);

    /// <summary>The names of the risks that entries put on the edge.</summary>
    public string RisksOf(string from, string to, Architecture architecture) =>
        string.Join(", ", Entries(from, to, architecture).Select(entry => entry.Risk!.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private IEnumerable<BlockedEdge> Entries(string from, string to, Architecture architecture) => scenario.BlockedEdges.Where(entry =>
        entry.To.Version.Text == to
        && (entry.To.Architecture is null || entry.To.Architecture == architecture)
        && Scenario.Patterns[entry.From.Text]($"{from}+{architecture}"));

    private Release Find(string version, Architecture architecture) =>
        build.Selected.Single(release => release.Version.Text == version && release.Architecture == architecture);

    private IEnumerable<string> Values(string version, Architecture architecture, string key) =>
    [
        .. Find(version, architecture).Metadata.Where(entry => entry.Key == key).Select(entry => entry.Value),
        .. Raw(version, architecture, key),
    ];

    private IEnumerable<string> Raw(string version, Architecture architecture, string key) => scenario.RawMetadata
        .Where(entry => entry.Key == key && entry.Version.Version.Text == version && (entry.Version.Architecture is null || entry.Version.Architecture == architecture))
        .Select(entry => entry.Value);

    private bool Listed(string version, Architecture architecture, string key, string other, bool orUnreadable)
    {
        ImmutableArray<string> parts = [.. Values(version, architecture, key).SelectMany(value => value.Split(',')).Select(part => part.Trim())];
        return parts.Contains(other) || (orUnreadable && parts.Any(part => !VersionName.TryParse(part, out _, out _)));
    }
}
