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
    /// <param name="above">If no final release is above this node, pre-releases count too; -1 for nothing.</param>
    public static List<int> Candidates(ArchitectureIndex index, ChannelTier tier, MinorName? minor, int above = -1)
    {
        var all = All(index, tier, minor).ToList();
        var final = all.FindAll(node => !index.Version(node).IsPreRelease);
        return tier.OffersPreReleases || final.Count == 0 || final[0] <= above ? all : final;
    }

    /// <summary>The newest release of a minor in the channel, or else in the narrowest tier that has one; null where none has.</summary>
    public static int? OfMinor(ArchitectureIndex index, ProductRules rules, MinorName minor, string? channel = null)
    {
        var asked = channel is null ? [] : ChannelTier.Of(index, channel, rules);
        foreach (var tier in asked.AddRange(ChannelTier.Of(index, null, rules)))
        {
            if (Candidates(index, tier, minor) is [var newest, ..])
            {
                return newest;
            }
        }

        return null;
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
