using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Builder.Guarding;

/// <summary>What a build changes about an update that was blocked or had risks.</summary>
[Flags]
internal enum PairEffects
{
    /// <summary>The build closes it or leaves it as it was.</summary>
    None = 0,

    /// <summary>It was no edge or had risks, and is now an edge without risks.</summary>
    Opened = 1,

    /// <summary>It was blocked and now has risks.</summary>
    BlockToRisk = 2,

    /// <summary>It lost a risk and still has another.</summary>
    RiskLost = 4,

    /// <summary>One of its risks has other matching rules.</summary>
    RulesChanged = 8,
}

/// <summary>An update that a build would open or weaken.</summary>
/// <param name="Effects">What the build would do to it.</param>
/// <param name="Before">The pairs of the revision before.</param>
/// <param name="MarkBefore">Its mark in those pairs; <see cref="DeclaredPairs.Blocked"/> also if it was not declared at all.</param>
/// <param name="After">The pairs of the build.</param>
/// <param name="MarkAfter">Its mark in the build.</param>
/// <param name="Source">The version that is updated.</param>
/// <param name="Target">The version it is updated to.</param>
internal readonly record struct PairChange(
    PairEffects Effects,
    DeclaredPairs Before,
    int MarkBefore,
    DeclaredPairs After,
    int MarkAfter,
    ReleaseVersion Source,
    ReleaseVersion Target)
{
    /// <summary>The architecture of both releases.</summary>
    public Architecture Architecture => After.Architecture;

    /// <summary>The risks that it had; empty if it was blocked.</summary>
    public ImmutableArray<Risk> RisksBefore => MarkBefore >= 0 ? Before.RiskSets[MarkBefore] : [];

    /// <summary>The risks that it would have.</summary>
    public ImmutableArray<Risk> RisksAfter => MarkAfter >= 0 ? After.RiskSets[MarkAfter] : [];
}
