using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.State;
using UpdateService.Graph.Building;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// What was served at the start of each of the last days, so that slow loss over many revisions counts as one loss. If there is a state
/// folder, it holds one file a day. What cannot be written is still kept in memory.
/// </summary>
/// <remarks>Not thread-safe; the refresher makes one call at a time.</remarks>
/// <param name="state">The state folder; null if nothing is kept after the process ends.</param>
/// <param name="time">The clock.</param>
internal sealed class PairHistory(StateFolder? state, TimeProvider time)
{
    /// <summary>How far the guard looks back.</summary>
    public const int Days = 7;

    private const string Extension = ".pairs";
    private const string Format = "yyyy-MM-dd";

    private readonly SortedDictionary<DateOnly, Entry> days = [];
    private volatile string[] problems = [];
    private bool isRead;

    /// <summary>Reports the days that cannot be read, one sentence each. Thread-safe.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Whether anything was ever published here.</summary>
    public bool IsKnown
    {
        get
        {
            ReadOnce();
            return days.Count > 0 || problems.Length > 0;
        }
    }

    /// <summary>Whether something was written, and all of it that was needed could be read.</summary>
    public bool IsWhole
    {
        get
        {
            ReadOnce();
            return days.Count > 0 && problems.Length == 0;
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>What was served seven days ago, or on the oldest known day after that; null if only what is served now is known.</summary>
    public (ImmutableArray<DeclaredPairs> Pairs, string Since)? WeekAgo()
    {
        ReadOnce();
        var first = Today.AddDays(-Days);
        foreach (var (day, entry) in days.Where(entry => entry.Key >= first).ToList())
        {
            try
            {
                return (entry.Pairs ??= PairFile.Read(File.ReadAllBytes(PathOf(day))), string.Create(CultureInfo.InvariantCulture, $"on {day:yyyy-MM-dd}"));
            }
            catch (Exception exception) when (exception is InvalidDataException or FormatException or EndOfStreamException or ArgumentException || DiskTrouble.IsOfDisk(exception))
            {
                var date = day.ToString(Format, CultureInfo.InvariantCulture);
                problems = [.. problems, $"What was served on {date} cannot be read, so the loss guard compares with other days: {exception.Message}"];
                _ = days.Remove(day);
            }
        }

        return null;
    }

    /// <summary>Records what was served at the start of the day, once a day.</summary>
    /// <param name="before">What was served until now; for the first revision, that revision.</param>
    /// <param name="hasRevision">Whether a revision is kept. If not, nothing is written: after a restart the days would belong to no revision.</param>
    public void Note(Func<ImmutableArray<DeclaredPairs>> before, bool hasRevision)
    {
        ReadOnce();
        var today = Today;
        if (!days.TryGetValue(today, out var begun))
        {
            days[today] = begun = new Entry { Pairs = before() };
        }

        foreach (var (day, entry) in days.ToList())
        {
            if (day < today.AddDays(-Days))
            {
                _ = days.Remove(day);
                Try(() => File.Delete(PathOf(day)));
            }
            else if (hasRevision && !entry.IsKept && entry.Pairs is { } pairs)
            {
                entry.IsKept = Try(() => Write(day, pairs));
            }
        }

        if (begun.IsKept)
        {
            begun.Pairs = null; // It is read again where it is needed.
        }
    }

    /// <summary>Starts a new history after an administrator has checked what is served now.</summary>
    /// <param name="served">The pairs that are served now.</param>
    /// <param name="hasRevision">See <see cref="Note"/>.</param>
    public void Forget(ImmutableArray<DeclaredPairs> served, bool hasRevision)
    {
        ReadOnce();
        foreach (var day in days.Keys)
        {
            Try(() => File.Delete(PathOf(day)));
        }

        days.Clear();
        problems = [];
        Note(() => served, hasRevision);
    }

    private void ReadOnce()
    {
        if (!isRead)
        {
            isRead = true;
            Try(() =>
            {
                foreach (var file in state is not null && Directory.Exists(state.Guard) ? Directory.EnumerateFiles(state.Guard, $"*{Extension}") : [])
                {
                    if (DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    {
                        days[day] = new Entry { IsKept = true };
                    }
                }
            });
        }
    }

    private void Write(DateOnly day, ImmutableArray<DeclaredPairs> pairs)
    {
        if (state is not null)
        {
            state.Take();
            _ = Directory.CreateDirectory(state.Guard);
            WholeFile.Write(PathOf(day), stream => stream.Write(PairFile.Write(pairs)));
        }
    }

    private string PathOf(DateOnly day) => Path.Combine(state?.Guard ?? "", $"{day.ToString(Format, CultureInfo.InvariantCulture)}{Extension}");

    private bool Try(Action act)
    {
        try
        {
            if (state is not null)
            {
                act();
            }

            return state is not null;
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            return false; // The library reports trouble with the disk.
        }
    }

    private sealed class Entry
    {
        public ImmutableArray<DeclaredPairs>? Pairs { get; set; }

        public bool IsKept { get; set; }
    }
}
