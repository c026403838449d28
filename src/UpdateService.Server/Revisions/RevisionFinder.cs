using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Revisions;

/// <summary>
/// The revision that a question is about: the served one, or one that was kept. Finding it waits for nothing; the graph of a kept one is built
/// again by <see cref="EarlierRevisions"/>.
/// </summary>
internal sealed class RevisionFinder(RevisionStore store, RevisionLibrary library)
{
    /// <summary>All revisions that can be asked about, oldest first.</summary>
    public ImmutableArray<RevisionRecord> Records
    {
        get
        {
            var records = library.Records;
            return store.Newest is { } newest && !records.Any(record => record.Number == newest.Number) ? records.Add(newest.Record) : records;
        }
    }

    /// <summary>The record that a person means by a number or the beginning of a hash; a problem where there is none.</summary>
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

    /// <summary>The revision that a question is about, or why there is none.</summary>
    /// <param name="name">A number or the beginning of a hash; null: the one that is served.</param>
    public (ChosenRevision? Chosen, PlannerProblem? Problem) Choose(string? name)
    {
        if (name is null)
        {
            return store.Current is { } current ? (new ChosenRevision(current.Record, current), null) : (null, PlannerProblem.NotReady);
        }

        var (record, problem) = FindRecord(name);
        return record is null ? (null, problem) : (new ChosenRevision(record, Live(record)), null);
    }

    /// <summary>The revisions that a question is about; none, and a problem, where one of them is not there.</summary>
    /// <param name="names">Of each a number or the beginning of a hash; null: the one that is served.</param>
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

    /// <summary>The revision itself, where it is in memory to be served.</summary>
    /// <param name="chosen">From <see cref="Choose"/>.</param>
    public Revision? Live(ChosenRevision chosen) => chosen.Live ?? Live(chosen.Record);

    private Revision? Live(RevisionRecord record) =>
        ((ReadOnlySpan<Revision?>)[store.Current, store.Newest, store.Pinned]).ToImmutableArray().FirstOrDefault(revision => revision?.Record.IsSameAs(record) == true);
}
