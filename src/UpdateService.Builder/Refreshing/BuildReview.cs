using System.Collections.Immutable;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Revisions;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Asks the loss guard about each build. It compares the build with the newest revision, read from its inputs or else from its answers, and
/// with what was served seven days ago. It is never off; <see cref="Troubles"/> reports what it lacks.
/// </summary>
/// <remarks>Not thread-safe; the refresher makes one call at a time.</remarks>
/// <param name="guard">The limits.</param>
/// <param name="library">The kept revisions.</param>
/// <param name="time">The clock.</param>
internal sealed class BuildReview(LossGuard guard, RevisionLibrary library, TimeProvider time)
{
    private readonly PairHistory history = new(library.State, time);
    private readonly CandidateNames candidates = new(library.State);
    private Baseline? known;
    private bool mustWait;
    private volatile string[] startTroubles = [];
    private volatile string[] damageTroubles = [];

    /// <summary>Reports what the guard lacks, one sentence each; empty if it can compare with everything that it should.</summary>
    public IEnumerable<string> Troubles => [.. startTroubles, .. damageTroubles, .. history.Problems];

    /// <summary>Starts with the revisions that could be restored.</summary>
    /// <param name="newest">The revision that builds are compared with; null if none could be restored.</param>
    /// <param name="problems">Why other revisions could not be restored.</param>
    public void Begin(Revision? newest, IReadOnlyList<string> problems)
    {
        var last = library.LastKept;
        mustWait = newest is null && (last > 0 || history.IsKnown);
        startTroubles = mustWait
            ? [$"No kept revision can be read, so the loss guard has nothing to compare with: the first build waits until an administrator publishes it. {First(problems)}".TrimEnd()]
            : newest is not null && last > newest.Number && problems.Count > 0
            ? [$"Revision {last} was kept last and cannot be read, so the loss guard compares with revision {newest.Number}. {First(problems)}".TrimEnd()]
            : [];
    }

    /// <summary>Why the build must not follow the revision; null if it may.</summary>
    public GuardVerdict? Judge(Revision? newest, RevisionMaterial material)
    {
        if (newest is null)
        {
            return guard.Judge(null, material, static () => null) ?? (mustWait ? LossGuard.RefuseUncompared(material) : null);
        }

        return guard.Judge(BaselineOf(newest), material, WeekAgo);
    }

    /// <summary>What is served while the build is held back; null if what was served stays.</summary>
    public RevisionMaterial? InterimOf(Revision? newest, RevisionMaterial material, GuardVerdict verdict) =>
        newest is null ? null : RefreshTraces.Do("close what a held-back build closes", () => Interim.Of(BaselineOf(newest), material, verdict.IsLoss));

    /// <summary>Records that a revision follows another.</summary>
    /// <param name="before">The revision before it; null for the first.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="isApproved">Whether an administrator published it in spite of the guard. If so, all earlier history is forgotten.</param>
    /// <param name="isInterim">Whether it is served while another build is held back.</param>
    public void Published(Revision? before, RevisionMaterial material, bool isApproved, bool isInterim)
    {
        var hasRevision = !library.Records.IsEmpty;
        if (isApproved)
        {
            history.Forget(material.Build.Pairs, hasRevision);
        }
        else
        {
            history.Note(() => before is null ? material.Build.Pairs : BaselineOf(before).Pairs, hasRevision);
        }

        if (!isInterim)
        {
            // Kept until the next revision, so that it can still be seen an hour after a start.
            (startTroubles, damageTroubles) = ([], known?.Damage is null ? [] : damageTroubles);
            mustWait = false;
        }

        known = null;
    }

    /// <summary>Remembers a build that was held back.</summary>
    public void HeldBack(string candidate) => candidates.Add(candidate);

    /// <summary>Whether a text names this build and no other build that was ever held back.</summary>
    public bool IsNamed(string candidate, string text) => candidates.IsNamed(candidate, text);

    private static string First(IReadOnlyList<string> problems) => problems.Count > 0 ? problems[^1] : "";

    private Baseline BaselineOf(Revision newest)
    {
        if (known is null || !ReferenceEquals(known.Revision, newest))
        {
            known = Baseline.Of(newest);
            damageTroubles = known.Damage is { } damage
                ? [$"The kept inputs of revision {newest.Number} are damaged, so the loss guard compares with its answers: {damage}"]
                : damageTroubles;
        }

        return known;
    }

    private (ImmutableArray<DeclaredPairs> Pairs, string Since)? WeekAgo() => history.WeekAgo() ?? (history.IsWhole ? null : OfLibrary());

    /// <summary>Uses the kept revisions of that time if there is no history, as in a state folder of an earlier version, or it is damaged.</summary>
    private (ImmutableArray<DeclaredPairs> Pairs, string Since)? OfLibrary()
    {
        var records = library.Records;
        var record = records.LastOrDefault(record => record.BuiltAt <= time.GetUtcNow().AddDays(-PairHistory.Days)) ?? records.FirstOrDefault();
        if (record is null)
        {
            return null;
        }

        try
        {
            return (Baseline.Of(library.Restore(record)).Pairs, $"as revision {record.Number}");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
