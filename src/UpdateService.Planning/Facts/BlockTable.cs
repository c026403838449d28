using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Facts;

/// <summary>Something that takes an edge away.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Pattern">The pattern or list of sources there.</param>
public sealed record Block(Place Place, string Pattern);

/// <summary>Which edges the releases themselves make, and what takes them away.</summary>
internal sealed class BlockTable
{
    private readonly ILookup<string, BlockedEdge> entries;
    private readonly ILookup<string, RawMetadata> raw;
    private readonly Dictionary<ReleaseKey, Release> releases;

    private readonly Func<Place, Place> shown;

    /// <summary>The blocks of a build.</summary>
    /// <param name="inputs">What the graph was built from.</param>
    /// <param name="selected">The releases of the graph.</param>
    /// <param name="shown">Converts a place into one that may be shown.</param>
    public BlockTable(GraphInputs inputs, ImmutableArray<Release> selected, Func<Place, Place>? shown = null)
    {
        this.shown = shown ?? (static place => place);
        entries = inputs.BlockedEdges.OrderBy(entry => entry.Place).ToLookup(entry => entry.To.Version.Text, StringComparer.Ordinal);
        raw = inputs.RawMetadata.ToLookup(entry => entry.Version.Version.Text, StringComparer.Ordinal);
        releases = selected.ToDictionary(release => new ReleaseKey(release.Version.Text, release.Architecture));
    }

    /// <summary>
    /// What takes the edge away: hard blocks first, then directives, then risks that clients could not store. Empty if the
    /// releases make no such edge.
    /// </summary>
    public ImmutableArray<Block> Of(ReleaseVersion from, ReleaseVersion to, Architecture architecture) =>
        HasEdge(from, to, architecture)
            ? [.. HardBlocks(from, to, architecture), .. Directives(from, to, architecture), .. Risks(from, to, architecture)]
            : [];

    /// <summary>The entries that block updates into the release, whatever their sources.</summary>
    public ImmutableArray<Block> Into(ReleaseVersion to, Architecture architecture) =>
        [.. entries[to.Text].Where(entry => IsHard(entry) && entry.To.Covers(architecture)).Select(ToBlock)];

    /// <summary>The versions that the releases themselves let update to this one.</summary>
    public IEnumerable<ReleaseVersion> SourcesOf(ReleaseVersion to, Architecture architecture) =>
        releases.TryGetValue(new ReleaseKey(to.Text, architecture), out var target)
            ? target.Previous.Concat(Listed(target, MetadataKeys.PreviousAdd).Select(Parse).OfType<ReleaseVersion>())
            : [];

    private Block ToBlock(BlockedEdge entry) => new(shown(entry.Place), entry.From.Text);

    /// <summary>A risk that clients would refuse blocks outright, as the builder does it.</summary>
    private static bool IsHard(BlockedEdge entry) => entry.Risk is null || entry.Risk.Refuse() is not null;

    private static ReleaseVersion? Parse(string text) => ReleaseVersion.TryParse(text, out var version, out _) ? version.WithoutBuild : null;

    private bool HasEdge(ReleaseVersion from, ReleaseVersion to, Architecture architecture) =>
        releases.TryGetValue(new ReleaseKey(from.Text, architecture), out var source)
        && releases.TryGetValue(new ReleaseKey(to.Text, architecture), out var target)
        && (target.Previous.Contains(from)
            || source.Next.Contains(to)
            || Names(target, MetadataKeys.PreviousAdd, from)
            || Names(source, MetadataKeys.NextAdd, to));

    private IEnumerable<Block> HardBlocks(ReleaseVersion from, ReleaseVersion to, Architecture architecture) => entries[to.Text]
        .Where(entry => IsHard(entry) && entry.To.Covers(architecture) && entry.From.Matches($"{from.Text}+{architecture.Name}"))
        .Select(ToBlock);

    /// <summary>Only asked of an edge that is not in the graph: its risks together were more than a cluster can store.</summary>
    private IEnumerable<Block> Risks(ReleaseVersion from, ReleaseVersion to, Architecture architecture) => entries[to.Text]
        .Where(entry => !IsHard(entry) && entry.To.Covers(architecture) && entry.From.Matches($"{from.Text}+{architecture.Name}"))
        .Select(ToBlock);

    private IEnumerable<Block> Directives(ReleaseVersion from, ReleaseVersion to, Architecture architecture)
    {
        var source = releases[new ReleaseKey(from.Text, architecture)];
        var target = releases[new ReleaseKey(to.Text, architecture)];
        foreach (var (value, place) in Values(target, MetadataKeys.PreviousRemove).Where(entry => entry.Value.Trim() == "*" || Lists(entry.Value, from)))
        {
            yield return new Block(shown(place), value);
        }

        foreach (var (value, place) in Values(source, MetadataKeys.NextRemove).Where(entry => Lists(entry.Value, to)))
        {
            yield return new Block(shown(place), value);
        }

        foreach (var (value, place) in Values(target, MetadataKeys.PreviousRemoveRegex))
        {
            if (SourcePattern.TryParse(value, out var pattern, out _) && pattern.Matches($"{from.Text}+{architecture.Name}"))
            {
                yield return new Block(shown(place), value);
            }
        }
    }

    private bool Names(Release release, string key, ReleaseVersion version) => Values(release, key).Any(entry => Lists(entry.Value, version));

    private IEnumerable<string> Listed(Release release, string key) =>
        Values(release, key).SelectMany(entry => entry.Value.Split(',', StringSplitOptions.TrimEntries));

    private static bool Lists(string value, ReleaseVersion version) =>
        value.Split(',', StringSplitOptions.TrimEntries).Any(text => Parse(text) == version);

    private IEnumerable<(string Value, Place Place)> Values(Release release, string key) => release.Metadata
        .Where(entry => entry.Key == key)
        .Select(entry => (entry.Value, release.Place))
        .Concat(raw[release.Version.Text]
            .Where(entry => entry.Key == key && entry.Version.Covers(release.Architecture))
            .Select(entry => (entry.Value, entry.Place)));
}
