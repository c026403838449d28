using System.Collections.Immutable;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Building;

/// <summary>
/// The directives for the builder in a release's metadata, its own and that of <c>raw/metadata.json</c>. If any directive of a
/// release cannot be read, the release keeps no edge that the directive could refer to.
/// </summary>
internal sealed class Directives
{
    private Directives(ImmutableArray<KeyValuePair<string, string>> metadata) => Metadata = metadata;

    /// <summary>The release's metadata including the raw entries, keys in ordinal order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; }

    public List<ReleaseVersion> PreviousAdd { get; } = [];

    public List<ReleaseVersion> NextAdd { get; } = [];

    public List<ReleaseVersion> PreviousRemove { get; } = [];

    public List<SourcePattern> PreviousRemovePatterns { get; } = [];

    public List<ReleaseVersion> NextRemove { get; } = [];

    public bool RemoveAllPrevious { get; private set; }

    public bool RemoveAllNext { get; private set; }

    public bool RemoveRelease { get; private set; }

    /// <summary>Whether there is no directive, as for nearly every release.</summary>
    public bool IsEmpty { get; private set; } = true;

    public static Directives Read(Release release, IReadOnlyList<RawMetadata> raw, bool lenient, ProblemList problems)
    {
        var directives = new Directives(raw.Count == 0 ? release.Metadata : Join(release.Metadata, raw));
        foreach (var (key, value) in directives.Metadata)
        {
            if (MetadataKeys.IsConsumed(key))
            {
                directives.IsEmpty = false;
                directives.Apply(key, value, release, raw, lenient, problems);
            }
        }

        return directives;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Join(
        ImmutableArray<KeyValuePair<string, string>> own,
        IReadOnlyList<RawMetadata> raw)
    {
        var joined = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            joined[key] = value;
        }

        foreach (var entry in raw.OrderBy(entry => entry.Place).ThenBy(entry => entry.Key, StringComparer.Ordinal).ThenBy(entry => entry.Value, StringComparer.Ordinal))
        {
            joined[entry.Key] = joined.TryGetValue(entry.Key, out var existing) ? $"{existing},{entry.Value}" : entry.Value;
        }

        return [.. joined];
    }

    private void Apply(string key, string value, Release release, IReadOnlyList<RawMetadata> raw, bool lenient, ProblemList problems)
    {
        var reason = key switch
        {
            MetadataKeys.Remove => Take(RemoveRelease = value.Split(',').Any(part => part.Trim() == "true")),
            MetadataKeys.PreviousAdd => ReadVersions(value, PreviousAdd),
            MetadataKeys.NextAdd => ReadVersions(value, NextAdd),
            MetadataKeys.PreviousRemove when value.Trim() == "*" => Take(RemoveAllPrevious = true),
            MetadataKeys.PreviousRemove => ReadVersions(value, PreviousRemove),
            MetadataKeys.PreviousRemoveRegex => ReadPatterns(release, raw),
            MetadataKeys.NextRemove => ReadVersions(value, NextRemove),
            _ => null,
        };
        if (reason is null)
        {
            return;
        }

        RemoveAllPrevious |= key is MetadataKeys.PreviousRemove or MetadataKeys.PreviousRemoveRegex;
        RemoveAllNext |= key is MetadataKeys.NextRemove;
        problems.Add(
            ProblemRule.InvalidMetadata,
            lenient ? ProblemSeverity.Error : ProblemSeverity.Rejecting,
            release.Place,
            $"The metadata '{key}' of {release} cannot be read: {reason}.");
    }

    private static string? Take(bool _) => null;

    private static string? ReadVersions(string value, List<ReleaseVersion> versions)
    {
        foreach (var part in value.Split(','))
        {
            if (!ReleaseVersion.TryParse(part.Trim(), out var version, out var reason))
            {
                return reason;
            }

            versions.Add(version.WithoutBuild);
        }

        return null;
    }

    /// <summary>
    /// Each value is a separate pattern: joined with a comma, as other values are, the two would match nothing.
    /// </summary>
    private string? ReadPatterns(Release release, IReadOnlyList<RawMetadata> raw)
    {
        var texts = release.Metadata.Where(entry => entry.Key == MetadataKeys.PreviousRemoveRegex).Select(entry => entry.Value)
            .Concat(raw.Where(entry => entry.Key == MetadataKeys.PreviousRemoveRegex).Select(entry => entry.Value));
        foreach (var text in texts)
        {
            if (!SourcePattern.TryParse(text, out var pattern, out var reason))
            {
                return reason;
            }

            PreviousRemovePatterns.Add(pattern);
        }

        return null;
    }
}
