using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>
/// The one rule for the newest release of a minor, or of all: the newest final release. A pre-release counts only in a candidate
/// channel that was asked for, and where there is no final release.
/// </summary>
internal static class NewestRelease
{
    /// <summary>The releases that can be meant within a tier of channels, newest first.</summary>
    /// <param name="index">The graph.</param>
    /// <param name="tier">The channels.</param>
    /// <param name="minor">Only of this minor; null for all.</param>
    /// <param name="preRelease">Where a pre-release would go on from: if no final release is above it, later pre-releases count too; null for a final release.</param>
    public static List<int> Candidates(ArchitectureIndex index, ChannelTier tier, MinorName? minor, int? preRelease = null)
    {
        var all = All(index, tier, minor).ToList();
        if (tier.OffersPreReleases)
        {
            return all;
        }

        var final = all.FindAll(node => !index.Version(node).IsPreRelease);
        return final switch
        {
            [] => preRelease is not null || (minor is not null && tier.HasPreReleases) ? all : [],
            [var newest, ..] => newest <= preRelease ? all : final,
        };
    }

    /// <summary>The newest release of a minor in the channel, or else in the narrowest tier that has one; null if none has.</summary>
    public static int? OfMinor(ArchitectureIndex index, ProductRules rules, MinorName minor, string? channel = null)
    {
        var asked = channel is null ? [] : ChannelTier.Of(index, channel, rules);
        var tiers = asked.AddRange(ChannelTier.Of(index, null, rules));
        return tiers.Select(tier => Candidates(index, tier, minor)).Concat(tiers.Select(tier => All(index, tier, minor).Take(1).ToList()))
            .Where(found => found.Count > 0)
            .Select(found => (int?)found[0])
            .FirstOrDefault();
    }

    /// <summary>All releases of the channels, newest first.</summary>
    public static IEnumerable<int> All(ArchitectureIndex index, ChannelTier tier, MinorName? minor)
    {
        var channels = index.Channels.Set(tier.Channels);
        for (var node = index.Graph.Nodes.Length - 1; node >= 0; node--)
        {
            if ((minor is not { } wanted || MinorName.Of(index.Version(node)) == wanted) && index.Channels.Has(node, channels))
            {
                yield return node;
            }
        }
    }
}
