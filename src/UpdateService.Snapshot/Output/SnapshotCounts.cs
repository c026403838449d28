using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>How much there is of everything, for the report and the README.</summary>
internal sealed record SnapshotCounts
{
    /// <summary>Counts.</summary>
    public SnapshotCounts(ShippedData data)
    {
        var risks = data.Blocks.Select(block => block.Risk).OfType<Risk>().ToList();
        Channels = data.Channels.Length;
        HardBlocks = data.Blocks.Length - risks.Count;
        Risks = risks.Count;
        var always = risks.FindAll(risk => risk.MatchingRules is [{ Type: MatchingRule.Always }]);
        AlwaysRisks = always.Count;
        RiskNames = risks.DistinctBy(risk => risk.Name, StringComparer.Ordinal).Count();
        AlwaysNames = always.DistinctBy(risk => risk.Name, StringComparer.Ordinal).Count();
        Releases = [.. data.Releases.GroupBy(release => release.Release.Architecture).OrderBy(group => group.Key).Select(ReleaseCounts.Of)];
    }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>Hard blocks.</summary>
    public int HardBlocks { get; }

    /// <summary>Entries with a risk.</summary>
    public int Risks { get; }

    /// <summary>Entries whose risk applies to every cluster.</summary>
    public int AlwaysRisks { get; }

    /// <summary>Names of risks.</summary>
    public int RiskNames { get; }

    /// <summary>Names of risks that apply to every cluster.</summary>
    public int AlwaysNames { get; }

    /// <summary>By architecture.</summary>
    public ImmutableArray<ReleaseCounts> Releases { get; }
}

/// <summary>The releases of one architecture.</summary>
/// <param name="Architecture">Its name.</param>
/// <param name="All">All of them.</param>
/// <param name="ByDigest">Those whose payload's digest is known.</param>
/// <param name="PreviousAssumed">Those whose sources are assumed to be those of amd64.</param>
internal sealed record ReleaseCounts(string Architecture, int All, int ByDigest, int PreviousAssumed)
{
    /// <summary>Those whose payload is known by tag only.</summary>
    public int ByTag => All - ByDigest;

    /// <summary>Counts.</summary>
    public static ReleaseCounts Of(IGrouping<Architecture, ShippedRelease> releases) => new(
        releases.Key.Name,
        releases.Count(),
        releases.Count(release => release.HasDigest),
        releases.Count(release => release.IsPreviousAssumed));

    /// <summary>The sum of all.</summary>
    public static ReleaseCounts Sum(IReadOnlyCollection<ReleaseCounts> counts) => new(
        "all",
        counts.Sum(count => count.All),
        counts.Sum(count => count.ByDigest),
        counts.Sum(count => count.PreviousAssumed));
}
