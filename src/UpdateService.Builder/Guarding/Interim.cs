using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// What is served while a build is held back: the updates that it closes are closed at once, and none is opened. If the build only opens or
/// weakens too much, this is the build with each such pair as it was. If it lost something to errors, this is what was served, plus all that
/// the build closes. It is made of inputs from which anybody can build the same graph.
/// </summary>
internal static class Interim
{
    /// <summary>Makes the interim revision.</summary>
    /// <param name="served">What was served.</param>
    /// <param name="build">The build that is held back.</param>
    /// <param name="isLoss">Whether it lost something to errors.</param>
    /// <returns>Null if it cannot be made, or would still open something. What was served then stays.</returns>
    public static RevisionMaterial? Of(Baseline served, RevisionMaterial build, bool isLoss)
    {
        if (isLoss)
        {
            return KeepServed(served, served.Inputs ?? AnswerInputs.Of(served.Graph, build.Inputs), build);
        }

        var before = served.Inputs?.Inputs.BlockedEdges ?? [];
        var changes = served.Compare(build.Build.Pairs).Changes;
        var targets = changes.Select(change => change.Target.Text).ToHashSet(StringComparer.Ordinal);
        var draft = new InterimDraft(build.Inputs, served.Revision.PayloadOf);
        var entries = before.Where(entry => targets.Contains(entry.To.Version.Text));
        draft.AddBlocks(served.Inputs, entries, RulesToKeep(changes), ImmutableDictionary<string, Risk>.Empty);
        draft.RemoveReleases(RemovedIn(served.Pairs, build.Build.Pairs));
        return Finish(
            draft,
            material =>
            [
                .. served.Compare(material.Build.Pairs).Changes.Select(PairDemand.AsBefore),
                .. PairDemand.ClosedBy(build.Build.Pairs, material.Build.Pairs), // A risk with the rules as they were no longer clashes with another, which blocked its updates.
            ],
            served);
    }

    private static RevisionMaterial? KeepServed(Baseline served, CollectedInputs inputs, RevisionMaterial build)
    {
        var draft = new InterimDraft(inputs, served.Revision.PayloadOf);
        draft.AddBlocks(build.Inputs, build.Inputs.Inputs.BlockedEdges, ImmutableDictionary<string, Risk>.Empty, RulesOf(inputs));
        draft.RemoveReleases(RemovedIn(build.Build.Pairs, served.Pairs));
        return Finish(draft, material => [.. PairDemand.ClosedBy(build.Build.Pairs, material.Build.Pairs)], served);
    }

    /// <summary>Closes most pairs with the blocks and risks of files, and the remaining pairs one by one.</summary>
    private static RevisionMaterial? Finish(InterimDraft draft, Func<RevisionMaterial, ImmutableArray<PairDemand>> missing, Baseline served)
    {
        const int mostRounds = 3;
        for (var round = 0; round < mostRounds && draft.Build() is { } material; round++)
        {
            var demands = missing(material);
            if (demands.IsEmpty)
            {
                return served.Compare(material.Build.Pairs).Changes.Count == 0 ? material : null;
            }

            draft.Close(demands, material.Build.Pairs, mustBlock: round > 0);
        }

        return null;
    }

    /// <summary>The served version of each risk that would get other matching rules.</summary>
    private static ImmutableDictionary<string, Risk> RulesToKeep(IEnumerable<PairChange> changes)
    {
        var kept = ImmutableDictionary.CreateBuilder<string, Risk>(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => change.Effects.HasFlag(PairEffects.RulesChanged)))
        {
            foreach (var risk in change.RisksBefore.Where(risk => change.RisksAfter.Any(other => other.Name == risk.Name && !other.HasSameRules(risk))))
            {
                kept[risk.Name] = risk; // That of the newest target: a cluster evaluates each name by it.
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>The served version of each risk.</summary>
    private static ImmutableDictionary<string, Risk> RulesOf(CollectedInputs inputs) => inputs.Inputs.BlockedEdges
        .Select(entry => entry.Risk)
        .OfType<Risk>()
        .DistinctBy(risk => risk.Name, StringComparer.Ordinal)
        .ToImmutableDictionary(risk => risk.Name, StringComparer.Ordinal);

    /// <summary>The releases that are removed in one and not in the other.</summary>
    private static IEnumerable<ReleaseKey> RemovedIn(ImmutableArray<DeclaredPairs> here, ImmutableArray<DeclaredPairs> other)
    {
        var kept = Keys(other, areRemoved: false).ToHashSet();
        return Keys(here, areRemoved: true).Where(kept.Contains);

        static IEnumerable<ReleaseKey> Keys(ImmutableArray<DeclaredPairs> all, bool areRemoved) => all.SelectMany(pairs => pairs.Versions
            .Where((_, release) => pairs.IsRemoved[release] == areRemoved)
            .Select(version => new ReleaseKey(version.Text, pairs.Architecture)));
    }
}
