using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Revisions;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Refuses a build that would lose, open or weaken too much. It counts effects: which updates that were blocked or had risks clusters would
/// get, whatever the cause in the inputs.
/// </summary>
/// <param name="limits">What may change without an administrator.</param>
public sealed class LossGuard(GuardLimits limits)
{
    private const int MostGroupsTold = 5;
    private const string Remedy = "If this is meant, an operator can publish it all the same: POST /admin/publish?candidate=… on the status address.";

    private readonly Losses losses = new(limits.Loss);

    /// <summary>Creates a guard with one given limit and defaults for the others.</summary>
    /// <param name="limit">The share of a served channel's edges that errors may cost, 0 to 1.</param>
    public LossGuard(double limit)
        : this(new GuardLimits(limit))
    {
    }

    /// <summary>Why the build must not follow the revision; null if it may.</summary>
    /// <param name="newest">The revision that it would follow; null before the first.</param>
    /// <param name="material">The build.</param>
    public Problem? Refuse(Revision? newest, RevisionMaterial material) =>
        Judge(newest is null ? null : Baseline.Of(newest), material, static () => null)?.Reason;

    /// <summary>Why the build must not follow what is served; null if it may.</summary>
    /// <param name="served">What it would follow; null before the first revision.</param>
    /// <param name="material">The build.</param>
    /// <param name="weekAgo">Returns the pairs that were served seven days before, and since when. Called only if the build opens or weakens anything.</param>
    internal GuardVerdict? Judge(Baseline? served, RevisionMaterial material, Func<(ImmutableArray<DeclaredPairs> Pairs, string Since)?> weekAgo)
    {
        if (served is null)
        {
            return JudgeFirst(material);
        }

        if (served.Revision.Record.Inputs.AsSpan().SequenceEqual(material.Inputs.Digests.AsSpan()))
        {
            return null;
        }

        var stays = $"Revision {served.Revision.Number} stays. {Remedy}";
        var loss = losses.Find(served.Graph, served.Revision.Counts.Releases, material);
        var comparison = served.Compare(material.Build.Pairs);
        var excess = comparison.Changes.Count == 0 ? null
            : ExcessOf(comparison)
            ?? (weekAgo() is { } week ? ExcessOf(PairComparison.Of(week.Pairs, material.Build.Pairs), $" over what was served {week.Since}") : null);
        if (loss is null && excess is null)
        {
            return null;
        }

        ImmutableArray<PairGroup> groups = excess is null ? [] : PairGroup.Of(comparison.Changes, served.Inputs?.Inputs.BlockedEdges ?? []);
        var told = groups.IsEmpty ? excess : $"{excess} Over revision {served.Revision.Number}: {Text(groups)}.";
        return new GuardVerdict(Loss(material, string.Join(' ', new[] { loss, told, stays }.OfType<string>())), loss is not null, groups);
    }

    /// <summary>The verdict on a first build if earlier revisions were kept and none can be read, so that there is nothing to compare with.</summary>
    internal static GuardVerdict RefuseUncompared(RevisionMaterial material) => new(
        Loss(material, $"Revisions were kept here and none of them can be read, so nothing tells what this build would open or lose. {Remedy}"),
        IsLoss: false,
        Groups: []);

    private static GuardVerdict? JudgeFirst(RevisionMaterial material)
    {
        var reason = !material.Inputs.IsComplete
            ? $"Releases could not be read, and there is no revision that knows them: clusters that run them would lose every update. The sources are asked again.{First(material.Inputs.Problems)}"
            : Losses.IsEmpty(material.Build)
            ? $"The inputs contain no releases: every cluster would be told that its version is unknown, and lose every update. The sources are asked again. {Remedy}"
            : null;
        return reason is null ? null : new GuardVerdict(Loss(material, reason), IsLoss: true, Groups: []);
    }

    private static string First(ImmutableArray<Problem> problems) =>
        problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error && problem.Rule == ProblemRule.UnreadableRelease) is { } problem ? $" The first: {problem}" : "";

    private static Problem Loss(RevisionMaterial material, string message) =>
        new(ProblemRule.Loss, ProblemSeverity.Rejecting, new Place(material.Inputs.GraphData.Files.Origin, 0), message);

    /// <summary>Which limit a build exceeds, as a sentence; null if it exceeds none.</summary>
    internal string? ExcessOf(PairComparison comparison, string since = "") =>
        ExcessOf(comparison, PairEffects.Opened, limits.Open, "The build would open {0} of {1} closed updates{2}, more than {3}.", since)
        ?? ExcessOf(comparison, PairEffects.BlockToRisk, GuardLimits.BlockToRisk, "The build would turn blocks of {0} of {1} closed updates into risks{2}, more than {3}.", since)
        ?? ExcessOf(comparison, PairEffects.RiskLost, limits.Weaken, "The build would take a risk from {0} of {1} closed updates{2}, more than {3}.", since)
        ?? ExcessOf(comparison, PairEffects.RulesChanged, limits.Weaken, "The build would give a risk of {0} of {1} closed updates other matching rules{2}, more than {3}.", since);

    private static string? ExcessOf(PairComparison comparison, PairEffects effect, double limit, string sentence, string since)
    {
        var count = comparison.Count(effect);
        return count >= GuardLimits.Few && count > limit * comparison.Closed
            ? string.Format(CultureInfo.InvariantCulture, sentence, count, comparison.Closed, since, $"{(limit * 100).ToString("0.##", CultureInfo.InvariantCulture)}%")
            : null;
    }

    private static string Text(ImmutableArray<PairGroup> groups) =>
        string.Join("; ", groups.Take(MostGroupsTold)) + (groups.Length > MostGroupsTold ? $"; and {groups.Length - MostGroupsTold} more groups" : "");
}
