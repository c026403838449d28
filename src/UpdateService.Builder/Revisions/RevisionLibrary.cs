using System.Collections.Immutable;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// The revisions that are kept: the last few, and the pinned one. Trouble with the disk never stops a revision from being
/// served; it stands in <see cref="Failure"/> until a later write succeeds. Safe to use from any thread.
/// </summary>
public sealed partial class RevisionLibrary
{
    private readonly Lock turn = new();
    private readonly StateFolder? state;
    private readonly IRevisionShelf shelf;
    private readonly int keep;
    private ImmutableArray<RevisionRecord> records = [];
    private Revision? unkept;
    private bool isOwned;
    private int lastNumber;
    private int? pinned;
    private volatile string? failure;

    /// <summary>A library that holds nothing until it is opened.</summary>
    /// <param name="state">The folder that outlives the process; null: revisions end with the process.</param>
    /// <param name="keep">How many revisions are kept, at least 1; the pinned one may come on top. A follower keeps as many as its builder.</param>
    /// <param name="isFollower">Whether the revisions are those of another service.</param>
    public RevisionLibrary(StateFolder? state, int keep, bool isFollower = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        this.state = state;
        this.keep = keep;
        this.isFollower = isFollower;
        shelf = state is null ? new RevisionsInMemory() : new RevisionFolder(state.Revisions, new AnswerFolder(state.Answers));
    }

    /// <summary>What is written down about the kept revisions, oldest first. Never waits for a disk: the list is replaced as a whole.</summary>
    public ImmutableArray<RevisionRecord> Records => records;

    /// <summary>Why revisions cannot be kept: a sentence; null where all is well.</summary>
    public string? Failure => failure;

    /// <summary>Reads what was kept and restores the newest revision that can be read, and the pinned one.</summary>
    /// <returns>Both, where there are such, and a sentence for each revision that cannot be read.</returns>
    public (Revision? Newest, Revision? Pinned, IReadOnlyList<string> Problems) Open()
    {
        var problems = new List<string>();
        lock (turn)
        {
            Try(() => Own(problems));
            if (!isOwned)
            {
                Look(problems);
            }

            var newest = records.Reverse().OrderByDescending(record => record.Number == followed).Select(record => TryRestore(record, problems)).FirstOrDefault(revision => revision is not null);
            var pinnedRevision = newest?.Number == pinned
                ? newest
                : records.Where(record => record.Number == pinned).Select(record => TryRestore(record, problems)).FirstOrDefault();
            if (pinned is not null && pinnedRevision is null)
            {
                problems.Add($"Revision {pinned}, which was pinned, cannot be served any more; the newest is served.");
                pinned = null;
            }

            return (newest, pinned is null ? null : pinnedRevision, problems);
        }
    }

    /// <summary>The next number.</summary>
    public int Reserve()
    {
        lock (turn)
        {
            // Where the folder changes hands, its last number comes with it.
            Try(() => Own([]));
            var number = ++lastNumber;
            Try(() =>
            {
                Own([]);
                shelf.Reserve(number);
            });
            return number;
        }
    }

    /// <summary>Keeps a revision and drops the oldest; what could not be kept is tried again by <see cref="Recover"/>.</summary>
    public void Keep(Revision revision)
    {
        lock (turn)
        {
            var superseded = unkept?.Number;
            unkept = revision;
            Try(() =>
            {
                Own([]);
                KeepOwned();
                if (superseded is { } number && number != revision.Number)
                {
                    shelf.Drop(number); // What was written of it.
                }
            });
        }
    }

    /// <summary>Tries again, where revisions could not be kept.</summary>
    /// <returns>The newest revision where it could only be kept under another number: another process has used its own. Null otherwise.</returns>
    public Revision? Recover()
    {
        lock (turn)
        {
            var before = unkept;
            var after = unkept;
            if (failure is not null)
            {
                Try(() =>
                {
                    Own([]);
                    after = unkept;
                    KeepOwned();
                });
            }

            return after == before ? null : after;
        }
    }

    /// <summary>
    /// Keeps the answers of a kept revision again, which have smaller bytes now. Not where another took its place meanwhile: only those are kept
    /// that a start may serve.
    /// </summary>
    public void KeepAnswers(Revision revision)
    {
        lock (turn)
        {
            var number = revision.Number;
            if (isOwned && records.Any(record => record.Number == number) && (number == pinned || number == (followed ?? records[^1].Number)))
            {
                Try(() => shelf.KeepAnswers(revision));
            }
        }
    }

    /// <summary>
    /// The kept revision that a person means by a number or the beginning of a hash, the newest of several; null where there is
    /// none.
    /// </summary>
    public RevisionRecord? Find(string name) => RevisionRecord.Find(Records, name);

    /// <summary>Remembers which revision is pinned, beyond the end of the process.</summary>
    /// <param name="revision">Null: none.</param>
    /// <exception cref="IOException">It cannot be kept; what was pinned stays so.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be kept; what was pinned stays so.</exception>
    public void Pin(Revision? revision)
    {
        lock (turn)
        {
            Own([]);
            if (state is not null)
            {
                if (revision is not null)
                {
                    shelf.KeepAnswers(revision); // Before the pin counts: on a full disk all stays as it was.
                }

                NumberFile.Write(state.Pin, revision?.Number);
            }

            pinned = revision?.Number;
        }
    }

    /// <summary>At the start nothing that was kept may stop the service, whatever is wrong with it.</summary>
    private Revision? TryRestore(RevisionRecord record, List<string> problems)
    {
        try
        {
            return Restore(record);
        }
        catch (Exception exception)
        {
            problems.Add($"Revision {record.Number} cannot be restored: {exception.Message}");
            return null;
        }
    }

    /// <summary>
    /// Takes the folder where it is not this process's yet, and reads what others left in it since. A revision of this process
    /// whose number they have used gets another one: a number never means two revisions.
    /// </summary>
    private void Own(List<string> problems)
    {
        state?.Take();
        if (isOwned)
        {
            return;
        }

        Read(problems);
        shelf.ClearAway();
        if (unkept is { } revision && revision.Number <= shelf.LastNumber)
        {
            unkept = revision.Renumbered(++lastNumber);
        }

        isOwned = true;
    }

    /// <summary>What another process keeps there can be served too.</summary>
    private void Look(List<string> problems)
    {
        try
        {
            Read(problems);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            problems.Add($"The kept revisions cannot be read: {exception.Message}");
        }
    }

    private void Read(List<string> problems)
    {
        problems.Clear();
        records = shelf.Open(problems);
        LastKept = shelf.LastKept;
        lastNumber = Math.Max(lastNumber, shelf.LastNumber);
        pinned = state is null ? null : NumberFile.Read(state.Pin, "none is pinned", problems);
        followed = state is null || !isFollower ? followed : NumberFile.Read(state.Followed, "the newest is served", problems);
    }

    private void KeepOwned()
    {
        if (unkept is { } revision)
        {
            shelf.Keep(revision);
            unkept = null;
            records = [.. records.Where(record => record.Number != revision.Number), revision.Record];
            DropOld();
        }
    }

    private void DropOld()
    {
        foreach (var record in records.SkipLast(1).Where(record => record.Number != pinned))
        {
            shelf.DropAnswers(record.Number);
        }

        foreach (var record in records.SkipLast(keep).Where(record => record.Number != pinned))
        {
            records = records.Remove(record);
            shelf.Drop(record.Number);
        }
    }

    private void Try(Action act)
    {
        try
        {
            act();
            failure = unkept is null ? null : failure;
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            failure = $"Revisions cannot be kept in {state?.Path}: {exception.Message}";
        }
    }
}
