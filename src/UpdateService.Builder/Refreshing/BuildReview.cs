using System.Collections.Immutable;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Revisions;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Asks the loss guard about each build, with what the service served before at hand: the newest revision from its inputs or else from its
/// answers, and what was served seven days ago. It is never off; what it has to do without is told in <see cref="Troubles"/>.
/// </summary>
/// <remarks>Not thread-safe; the refresher takes turns.</remarks>
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

    /// <summary>What the guard has to do without: sentences; empty where it compares with all that it should.</summary>
    public IEnumerable<string> Troubles => [.. startTroubles, .. damageTroubles, .. history.Problems];

    /// <summary>Begins with what could be restored.</summary>
    /// <param name="newest">The revision that builds are compared with; null where none could be restored.</param>
    /// <param name="problems">Why others could not.</param>
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

    /// <summary>Why the build must not follow the revision; null where it may.</summary>
    public GuardVerdict? Judge(Revision? newest, RevisionMaterial material)
    {
        if (newest is null)
        {
            return guard.Judge(null, material, static () => null) ?? (mustWait ? LossGuard.RefuseUncompared(material) : null);
        }

        return guard.Judge(BaselineOf(newest), material, WeekAgo);
    }

    /// <summary>What is served while the build is held back; null: what was served.</summary>
    public RevisionMaterial? InterimOf(Revision? newest, RevisionMaterial material, GuardVerdict verdict) =>
        newest is null ? null : RefreshTraces.Do("close what a held-back build closes", () => Interim.Of(BaselineOf(newest), material, verdict.IsLoss));

    /// <summary>A revision follows another.</summary>
    /// <param name="before">The one that it follows; null for the first.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="isApproved">Whether an administrator published it in spite of the guard: then all that was served before is forgotten.</param>
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
            // One revision long: whoever looks an hour after a start must still find it.
            (startTroubles, damageTroubles) = ([], known?.Damage is null ? [] : damageTroubles);
            mustWait = false;
        }

        known = null;
    }

    /// <summary>Remembers a build that is held back.</summary>
    public void HeldBack(string candidate) => candidates.Add(candidate);

    /// <summary>Whether a text names the build and no other that was ever held back.</summary>
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

    /// <summary>Where there is no history, as in a state folder of an earlier version, or it is damaged: what is kept of that time is taken instead.</summary>
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
