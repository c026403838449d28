using System.Collections.Immutable;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// The kept revisions: the last few, and the pinned one. A disk failure never stops a revision from being served;
/// <see cref="Failure"/> reports it until a later write succeeds. Thread-safe.
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

    /// <summary>Creates a library that is empty until it is opened.</summary>
    /// <param name="state">The folder that keeps revisions after the process ends; null if none does.</param>
    /// <param name="keep">How many revisions are kept, at least 1, not counting the pinned one. A follower keeps as many as its builder.</param>
    /// <param name="isFollower">Whether the revisions are those of another service.</param>
    public RevisionLibrary(StateFolder? state, int keep, bool isFollower = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        this.state = state;
        this.keep = keep;
        this.isFollower = isFollower;
        shelf = state is null ? new RevisionsInMemory() : new RevisionFolder(state.Revisions, new AnswerFolder(state.Answers));
    }

    /// <summary>The records of the kept revisions, oldest first. This never waits for a disk: the list is replaced as a whole.</summary>
    public ImmutableArray<RevisionRecord> Records => records;

    /// <summary>Why revisions cannot be kept, as a sentence; null if they can be.</summary>
    public string? Failure => failure;

    /// <summary>Reads what was kept. Restores the newest revision that can be read and the pinned one.</summary>
    /// <returns>Both revisions, if they exist, and a sentence for each revision that cannot be read.</returns>
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
            // If the folder changes owner, its last number moves with it.
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

    /// <summary>Keeps a revision and deletes the oldest. <see cref="Recover"/> retries what could not be kept.</summary>
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

    /// <summary>Tries again to keep revisions that could not be kept.</summary>
    /// <returns>The newest revision if it had to be renumbered because another process used its number; otherwise null.</returns>
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
    /// Keeps the answers of a kept revision again, because their bytes are now smaller. It does nothing if another revision has replaced it:
    /// only answers that a start may serve are kept.
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
    /// Finds the kept revision by a number or the start of a hash. If several match, returns the newest; null if there is none.
    /// </summary>
    public RevisionRecord? Find(string name) => RevisionRecord.Find(Records, name);

    /// <summary>Records which revision is pinned, so that it stays pinned after the process ends.</summary>
    /// <param name="revision">The revision; null for none.</param>
    /// <exception cref="IOException">It cannot be written; the pin does not change.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied; the pin does not change.</exception>
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

    /// <summary>Whatever is wrong with a kept revision, it must not stop the service from starting.</summary>
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
    /// Takes the folder if this process does not own it yet, and reads what others have written since. If they used the number of
    /// a revision of this process, that revision gets another number: a number never means two revisions.
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

    /// <summary>Revisions that another process keeps there can be served too.</summary>
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
