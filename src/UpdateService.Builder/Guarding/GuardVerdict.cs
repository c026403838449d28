using System.Collections.Immutable;

namespace UpdateService.Builder.Guarding;

/// <summary>Why a build must not be published.</summary>
/// <param name="Reason">A problem of the rule <see cref="ProblemRule.Loss"/>.</param>
/// <param name="IsLoss">Whether it lost releases, channels or edges to errors. If so, only what it closes may be served.</param>
/// <param name="Groups">What it would open and weaken; empty if that is within the limits.</param>
internal sealed record GuardVerdict(Problem Reason, bool IsLoss, ImmutableArray<PairGroup> Groups);
