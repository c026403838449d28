using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// The revisions that are kept: the last few, and the pinned one. Trouble with the disk never stops a revision from being
/// served; it stands in <see cref="Failure"/> until a later write succeeds. Safe to use from any thread.
/// </summary>
public sealed class RevisionLibrary
{
    private const int MostRestored = 2;

    private readonly Lock turn = new();
    private readonly StateFolder? state;
    private readonly IRevisionShelf shelf;
    private readonly int keep;
    private readonly List<Revision> restored = [];
    private ImmutableArray<RevisionRecord> records = [];
    private Revision? unkept;
    private int lastNumber;
    private int? pinned;

    /// <summary>A library that holds nothing until it is opened.</summary>
    /// <param name="state">The folder that outlives the process; null: revisions end with the process.</param>
    /// <param name="keep">How many revisions are kept, at least 1; the pinned one may come on top.</param>
    public RevisionLibrary(StateFolder? state, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        this.state = state;
        this.keep = keep;
        shelf = state is null ? new RevisionsInMemory() : new RevisionFolder(state.Revisions);
    }

    /// <summary>What is written down about the kept revisions, oldest first.</summary>
    public ImmutableArray<RevisionRecord> Records
    {
        get
        {
            lock (turn)
            {
                return records;
            }
        }
    }

    /// <summary>Why the newest revision could not be kept: a sentence; null where all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>Reads what was kept and restores the newest revision that can be read, and the pinned one.</summary>
    /// <returns>Both, where there are such, and a sentence for each revision that cannot be read.</returns>
    public (Revision? Newest, Revision? Pinned, IReadOnlyList<string> Problems) Open()
    {
        var problems = new List<string>();
        lock (turn)
        {
            Try(() => state?.Take());
            try
            {
                records = shelf.Open(problems);
                pinned = ReadPin(problems);
            }
            catch (Exception exception) when (IsDiskTrouble(exception))
            {
                problems.Add($"The kept revisions cannot be read: {exception.Message}");
            }

            lastNumber = records.IsEmpty ? 0 : records[^1].Number;
            var newest = records.Reverse().Select(record => TryRestore(record, problems)).FirstOrDefault(revision => revision is not null);
            var pinnedRevision = pinned is null || pinned == newest?.Number
                ? (pinned is null ? null : newest)
                : records.Where(record => record.Number == pinned).Select(record => TryRestore(record, problems)).FirstOrDefault();
            if (pinned is not null && pinnedRevision is null)
            {
                problems.Add($"Revision {pinned}, which was pinned, is not kept any more; the newest is served.");
                pinned = null;
            }

            return (newest, pinnedRevision, problems);
        }
    }

    /// <summary>The next number.</summary>
    public int Reserve()
    {
        lock (turn)
        {
            var number = lastNumber + 1;
            Try(() =>
            {
                state?.Take();
                number = Math.Max(number, shelf.Reserve());
            });
            return lastNumber = number;
        }
    }

    /// <summary>Keeps a revision and drops the oldest; what could not be kept before is tried again by <see cref="KeepUnkept"/>.</summary>
    public void Keep(Revision revision)
    {
        lock (turn)
        {
            unkept = revision;
            Try(() =>
            {
                state?.Take();
                shelf.Keep(revision);
                unkept = null;
                records = [.. records.Where(record => record.Number != revision.Number), revision.Record];
                DropOld();
            });
        }
    }

    /// <summary>Tries again to keep what could not be kept.</summary>
    public void KeepUnkept()
    {
        if (unkept is { } revision)
        {
            Keep(revision);
        }
    }

    /// <summary>Keeps the answers of a kept revision again, which have smaller bytes now.</summary>
    public void KeepAnswers(Revision revision)
    {
        lock (turn)
        {
            if (records.Any(record => record.Number == revision.Number))
            {
                Try(() => shelf.KeepAnswers(revision));
            }
        }
    }

    /// <summary>The kept revision that a person means by a number or the beginning of a hash, the newest of several; null where there is none.</summary>
    public RevisionRecord? Find(string name) => Records.LastOrDefault(record => record.IsNamed(name));

    /// <summary>A kept revision, with answers and graph.</summary>
    /// <exception cref="IOException">Its files cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its files are damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">Its files may not be read.</exception>
    public Revision Restore(RevisionRecord record)
    {
        lock (turn)
        {
            if (restored.Find(revision => revision.Number == record.Number) is { } known)
            {
                return known;
            }

            var revision = KeptRevision.Restore(record, shelf);
            restored.Add(revision);
            restored.RemoveRange(0, Math.Max(0, restored.Count - MostRestored));
            return revision;
        }
    }

    /// <summary>Remembers which revision is pinned, beyond the end of the process.</summary>
    /// <param name="revision">Null: none.</param>
    /// <exception cref="IOException">It cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be kept.</exception>
    public void Pin(Revision? revision)
    {
        lock (turn)
        {
            state?.Take();
            if (state is not null && revision is null)
            {
                File.Delete(state.Pin);
            }
            else if (state is not null)
            {
                WholeFile.Write(state.Pin, stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(revision!.Number.ToString(CultureInfo.InvariantCulture))));
                shelf.KeepAnswers(revision!);
            }

            pinned = revision?.Number;
        }
    }

    private static bool IsDiskTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static Revision? TryRestoreQuietly(Func<Revision> restore, List<string> problems, int number)
    {
        try
        {
            return restore();
        }
        catch (Exception exception) when (IsDiskTrouble(exception) || exception is InvalidDataException)
        {
            problems.Add($"Revision {number} cannot be restored: {exception.Message}");
            return null;
        }
    }

    private Revision? TryRestore(RevisionRecord record, List<string> problems) => TryRestoreQuietly(() => Restore(record), problems, record.Number);

    private int? ReadPin(List<string> problems)
    {
        if (state is null || !File.Exists(state.Pin))
        {
            return null;
        }

        if (int.TryParse(File.ReadAllText(state.Pin), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add($"The file {state.Pin} names no revision; none is pinned.");
        return null;
    }

    private void DropOld()
    {
        foreach (var record in records.SkipLast(1).Where(record => record.Number != pinned))
        {
            shelf.DropAnswers(record.Number);
        }

        foreach (var record in records.SkipLast(keep).Where(record => record.Number != pinned))
        {
            shelf.Drop(record.Number);
            records = records.Remove(record);
        }
    }

    private void Try(Action act)
    {
        try
        {
            act();
            Failure = null;
        }
        catch (Exception exception) when (IsDiskTrouble(exception))
        {
            Failure = $"Revisions cannot be kept in {state?.Path}: {exception.Message}";
        }
    }
}
