using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Finds the revision of a query: the served one, or one that was kept. This never waits; <see cref="EarlierRevisions"/> builds the
/// graph of a kept one again.
/// </summary>
internal sealed class RevisionFinder(RevisionStore store, RevisionLibrary library)
{
    /// <summary>All revisions that can be queried, oldest first.</summary>
    public ImmutableArray<RevisionRecord> Records
    {
        get
        {
            var records = library.Records;
            return store.Newest is { } newest && !records.Any(record => record.Number == newest.Number) ? records.Add(newest.Record) : records;
        }
    }

    /// <summary>Finds a record by a number or the start of a hash; a problem if there is none.</summary>
    public (RevisionRecord? Record, PlannerProblem? Problem) FindRecord(string name)
    {
        var records = Records;
        if (RevisionRecord.Find(records, name) is { } found)
        {
            return (found, null);
        }

        var detail = records.IsEmpty
            ? $"There is no revision '{Excerpt.Of(name)}'; none is kept yet."
            : $"There is no revision '{Excerpt.Of(name)}'{(int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number < records[0].Number ? " any more" : "")}; those from {records[0].Number} to {records[^1].Number} are kept.";
        return (null, new PlannerProblem(StatusCodes.Status404NotFound, "Unknown revision", detail) { Parameter = "revision" });
    }

    /// <summary>The revision of a query, or why there is none.</summary>
    /// <param name="name">A number or the start of a hash; null for the served one.</param>
    public (ChosenRevision? Chosen, PlannerProblem? Problem) Choose(string? name)
    {
        if (name is null)
        {
            return store.Current is { } current ? (new ChosenRevision(current.Record, current), null) : (null, PlannerProblem.NotReady);
        }

        var (record, problem) = FindRecord(name);
        return record is null ? (null, problem) : (new ChosenRevision(record, Live(record)), null);
    }

    /// <summary>The revisions of a query; none and a problem if one of them does not exist.</summary>
    /// <param name="names">A number or the start of a hash for each; null for the served one.</param>
    public (ImmutableArray<ChosenRevision> Chosen, PlannerProblem? Problem) ChooseAll(params ReadOnlySpan<string?> names)
    {
        var chosen = ImmutableArray.CreateBuilder<ChosenRevision>(names.Length);
        foreach (var name in names)
        {
            var (one, problem) = Choose(name);
            if (one is null)
            {
                return ([], problem);
            }

            chosen.Add(one);
        }

        return (chosen.MoveToImmutable(), null);
    }

    /// <summary>The revision itself, if it is in memory to be served.</summary>
    /// <param name="chosen">From <see cref="Choose"/>.</param>
    public Revision? Live(ChosenRevision chosen) => chosen.Live ?? Live(chosen.Record);

    private Revision? Live(RevisionRecord record) =>
        ((ReadOnlySpan<Revision?>)[store.Current, store.Newest, store.Pinned]).ToImmutableArray().FirstOrDefault(revision => revision?.Record.IsSameAs(record) == true);
}
