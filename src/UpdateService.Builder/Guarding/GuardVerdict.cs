using System.Collections.Immutable;

namespace UpdateService.Builder.Guarding;

/// <summary>Why a build must not be published.</summary>
/// <param name="Reason">A problem of the rule <see cref="ProblemRule.Loss"/>.</param>
/// <param name="IsLoss">Whether it lost releases, channels or edges to errors: then nothing of it may be served but what it closes.</param>
/// <param name="Groups">What it would open and weaken; empty where that is within the limits.</param>
internal sealed record GuardVerdict(Problem Reason, bool IsLoss, ImmutableArray<PairGroup> Groups);
