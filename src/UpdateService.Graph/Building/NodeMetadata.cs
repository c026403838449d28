using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>
/// The metadata of a release for clients. If a client refuses one entry, it refuses the whole answer, so such an entry is left out
/// and reported; the release itself stays.
/// </summary>
internal static class NodeMetadata
{
    /// <summary>The metadata of a release for clients, without its channels.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Clean(
        Release release,
        ImmutableArray<KeyValuePair<string, string>> metadata,
        ProblemList problems)
    {
        var composed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata)
        {
            if (MetadataKeys.IsConsumed(key) || key is MetadataKeys.Channels or MetadataKeys.ManifestRef)
            {
                continue;
            }

            if (Refuse(release, key, value) is { } reason)
            {
                problems.Error(ProblemRule.InvalidMetadata, release.Place, $"The metadata '{Excerpt.Of(key)}' of {release} is left out: {reason}.");
                continue;
            }

            composed[key] = key == MetadataKeys.Url ? value.Trim() : value;
        }

        DropCaseTwins(release, composed, problems);
        if (release.Digest.Length > 0)
        {
            composed[MetadataKeys.ManifestRef] = release.Digest;
        }

        return [.. composed];
    }

    /// <summary>The same with the list of channels. A release in no channel has no list, because clients refuse an empty one.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> WithChannels(
        ImmutableArray<KeyValuePair<string, string>> metadata,
        ImmutableArray<string> channels)
    {
        if (channels.IsEmpty)
        {
            return metadata;
        }

        var place = 0;
        while (place < metadata.Length && string.CompareOrdinal(metadata[place].Key, MetadataKeys.Channels) < 0)
        {
            place++;
        }

        return metadata.Insert(place, KeyValuePair.Create(MetadataKeys.Channels, string.Join(',', channels)));
    }

    private static string? Refuse(Release release, string key, string value) => key switch
    {
        MetadataKeys.PayloadArchitecture when value != Architecture.Multi.Name || release.Architecture != Architecture.Multi =>
            "clients accept it only with the value multi, on a release of architecture multi",
        // White space around an address, as one real release has it, is not part of it.
        MetadataKeys.Url => GoUrl.Refuse(value.Trim()),
        _ when IsTwinOfReserved(key) =>
            "it differs from a key of the service only in case",
        _ => null,
    };

    private static bool IsTwinOfReserved(string key) =>
        string.Equals(key, MetadataKeys.Channels, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, MetadataKeys.ManifestRef, StringComparison.OrdinalIgnoreCase);

    /// <summary>Go ignores the case of keys. If two differ only in case, the ordinally last one, in small letters, stays.</summary>
    private static void DropCaseTwins(Release release, SortedDictionary<string, string> composed, ProblemList problems)
    {
        foreach (var twins in composed.Keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()).ToList())
        {
            foreach (var key in twins.Order(StringComparer.Ordinal).SkipLast(1).ToList())
            {
                _ = composed.Remove(key);
                problems.Error(
                    ProblemRule.InvalidMetadata,
                    release.Place,
                    $"The metadata '{Excerpt.Of(key)}' of {release} is left out: another key differs from it only in case.");
            }
        }
    }
}
