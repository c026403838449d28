using System.Collections.Immutable;

namespace UpdateService.Planning;

/// <summary>What plans need to know about a product beyond its graph: the names of its streams of channels, and its command.</summary>
public sealed record ProductRules
{
    /// <summary>OpenShift's.</summary>
    public static ProductRules OpenShift { get; } = new();

    /// <summary>
    /// The streams, the part of a channel's name before its first <c>-</c>, in tiers: a later tier is searched only where the
    /// earlier ones have no plan. Channels of other streams come last of all.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>> Tiers { get; init; } = [["stable"], ["eus"], ["fast"], ["candidate"]];

    /// <summary>Streams whose later releases are for subscribers only. No release is promoted from them to a stream of another kind.</summary>
    public ImmutableArray<string> SubscriptionStreams { get; init; } = ["eus"];

    /// <summary>Streams whose pre-releases count as the newest release.</summary>
    public ImmutableArray<string> PreReleaseStreams { get; init; } = ["candidate"];

    /// <summary>What an administrator types to change the channel, before its name.</summary>
    public string ChannelCommand { get; init; } = "oc adm upgrade channel ";

    /// <summary>The stream of a channel: <c>stable</c> of <c>stable-4.16</c>.</summary>
    public static string StreamOf(string channel)
    {
        var hyphen = channel.IndexOf('-', StringComparison.Ordinal);
        return hyphen < 0 ? channel : channel[..hyphen];
    }

    /// <summary>The tier that the channel belongs to, from 0; channels of unknown streams are in the tier after the last.</summary>
    public int TierOf(string channel)
    {
        var stream = StreamOf(channel);
        var tier = 0;
        while (tier < Tiers.Length && !Tiers[tier].Contains(stream, StringComparer.Ordinal))
        {
            tier++;
        }

        return tier;
    }

    /// <summary>Whether the newest release of the channel may be a pre-release.</summary>
    public bool OffersPreReleases(string channel) => PreReleaseStreams.Contains(StreamOf(channel), StringComparer.Ordinal);

    /// <summary>Whether the channel needs a subscription of its own.</summary>
    public bool NeedsSubscription(string channel) => SubscriptionStreams.Contains(StreamOf(channel), StringComparer.Ordinal);

    /// <summary>Whether the name is that of a stream and so means all of its channels.</summary>
    public bool IsGroup(string name) => Tiers.Any(tier => tier.Contains(name, StringComparer.Ordinal));

    /// <summary>By the order of streams, then by the version in the name, then by the name: which channel is preferred.</summary>
    public IComparer<string> Preference => Comparer<string>.Create((left, right) =>
    {
        var order = Rank(left).CompareTo(Rank(right));
        order = order != 0 ? order : VersionIn(left).CompareTo(VersionIn(right));
        return order != 0 ? order : string.CompareOrdinal(left, right);
    });

    /// <summary>The place of the channel's stream among all; compared often, so nothing is allocated.</summary>
    private int Rank(ReadOnlySpan<char> channel)
    {
        var hyphen = channel.IndexOf('-');
        var stream = hyphen < 0 ? channel : channel[..hyphen];
        var rank = 0;
        foreach (var tier in Tiers)
        {
            foreach (var known in tier)
            {
                if (stream.SequenceEqual(known))
                {
                    return rank;
                }

                rank++;
            }
        }

        return int.MaxValue;
    }

    private static (ulong Major, ulong Minor) VersionIn(ReadOnlySpan<char> channel)
    {
        var version = channel[(channel.IndexOf('-') + 1)..];
        var dot = version.IndexOf('.');
        return dot >= 0 && ulong.TryParse(version[..dot], out var major) && ulong.TryParse(version[(dot + 1)..], out var minor)
            ? (major, minor)
            : (ulong.MaxValue, ulong.MaxValue);
    }
}
