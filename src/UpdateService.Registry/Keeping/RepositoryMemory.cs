using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Keeping;

/// <summary>
/// What is known about one repository: the content of each digest and the last digest of each tag, also on disk if there is a folder.
/// Readings can be added by several threads at once, the rest is for one.
/// </summary>
internal sealed class RepositoryMemory
{
    private const int BatchBytes = 1 << 16;
    private const int FewLines = 64;

    /// <summary>Bytes of what all releases say of themselves; the 5,470 that are published say about 4 MB.</summary>
    private const long MostWeight = 64L << 20;

    private readonly ConcurrentDictionary<Digest, PayloadReading> readings;
    private readonly Dictionary<string, KeptTag> tags;
    private readonly Journal? journal;
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> batch = new();
    private int lines;
    private long weight;
    private bool isStale;

    private RepositoryMemory(Journal? journal, KeptContent content, bool isStale)
    {
        this.journal = journal;
        this.isStale = isStale || content.Damaged > 0;
        readings = new ConcurrentDictionary<Digest, PayloadReading>(content.Readings);
        weight = content.Readings.Values.Sum(Weight);
        tags = content.Tags;
        lines = content.Lines;
        IsComplete = content.IsComplete;
        DamagedLines = content.Damaged;
    }

    /// <summary>What went wrong with the disk.</summary>
    public required DiskTrouble Trouble { get; init; }

    /// <summary>The lists of component images; null if nothing is kept on disk.</summary>
    public ImageReferences? References { get; private init; }

    /// <summary>What tags named when they were last read.</summary>
    public IReadOnlyDictionary<string, KeptTag> Tags => tags;

    /// <summary>Whether there was a time when every tag was known, and nothing of that was lost since.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Lines of the journal that were damaged when it was opened.</summary>
    public int DamagedLines { get; }

    /// <summary>Whether something is not on disk that should be.</summary>
    public bool IsUnsaved => journal is not null && isStale;

    /// <summary>Opens what was kept of a repository.</summary>
    /// <param name="folder">Of this repository alone; null to remember in memory only.</param>
    public static RepositoryMemory Open(string? folder)
    {
        var trouble = new DiskTrouble();
        if (folder is null)
        {
            return new RepositoryMemory(null, new KeptContent(), isStale: false) { Trouble = trouble };
        }

        var file = new Journal(Path.Combine(folder, "readings.v1.jsonl"));
        var content = new KeptContent();
        try
        {
            content = file.Load();
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            trouble.Report(exception);
        }

        return new RepositoryMemory(file, content, isStale: trouble.Count > 0)
        {
            Trouble = trouble,
            References = new ImageReferences(Path.Combine(folder, "image-references"), trouble),
        };
    }

    /// <summary>The content of a digest, if it is known already.</summary>
    public PayloadReading? Find(Digest digest) => readings.GetValueOrDefault(digest);

    /// <summary>Whether the image's metadata fits into the memory set aside for the repository.</summary>
    public bool HasRoomFor(PayloadReading reading) => Volatile.Read(ref weight) + Weight(reading) <= MostWeight;

    /// <summary>Remembers what a digest is, or that its list of component images is kept now.</summary>
    public void Add(PayloadReading reading)
    {
        if (!reading.IsCertain || !(TryAdd(reading) || Supply(reading)) || journal is null)
        {
            return;
        }

        lock (gate)
        {
            if (isStale)
            {
                return; // The file is written anew at the end, with this.
            }

            KeptReading.Write(batch, reading);
            lines++;
            if (batch.WrittenCount >= BatchBytes)
            {
                WriteBatch();
            }
        }
    }

    /// <summary>Tries the disk again before a scrape, where lists of component images wait for it.</summary>
    public void Recover()
    {
        lock (gate)
        {
            if (IsUnsaved && readings.Values.Any(reading => reading.Facts is { LacksImageReferences: true }))
            {
                Rewrite();
            }
        }
    }

    /// <summary>Takes over what a scrape found, and brings the disk up to date.</summary>
    /// <param name="changes">What tags name now; null for those that are gone.</param>
    /// <param name="isComplete">Whether every tag of the repository was read.</param>
    public void Save(IEnumerable<KeyValuePair<string, KeptTag?>> changes, bool isComplete)
    {
        lock (gate)
        {
            var isChanged = Apply(changes) || (isComplete && !IsComplete);
            IsComplete |= isComplete;
            if (isChanged && IsComplete)
            {
                KeptLine.WriteMark(batch, tags.Count);
                lines++;
            }

            Forget(isComplete);
            if (journal is null)
            {
                batch.ResetWrittenCount();
                return;
            }

            var current = readings.Count + tags.Count + 1;
            isStale |= lines > FewLines && lines - current > lines / 3;
            if (isStale)
            {
                Rewrite();
            }
            else if (batch.WrittenCount > 0)
            {
                WriteBatch();
            }
        }
    }

    private static long Weight(PayloadReading reading) => reading.Facts is not { } facts
        ? 0
        : (facts.Metadata.Sum(static entry => (long)entry.Key.Length + entry.Value.Length) * sizeof(char)) + ((facts.Previous.Length + facts.Next.Length) * (long)IntPtr.Size);

    private bool TryAdd(PayloadReading reading)
    {
        if (!readings.TryAdd(reading.Digest, reading))
        {
            return false;
        }

        _ = Interlocked.Add(ref weight, Weight(reading));
        return true;
    }

    private bool Supply(PayloadReading reading) =>
        reading.Facts is { HasImageReferences: true }
        && readings.TryGetValue(reading.Digest, out var known)
        && known.Facts is { LacksImageReferences: true }
        && readings.TryUpdate(reading.Digest, reading, known);

    private bool Apply(IEnumerable<KeyValuePair<string, KeptTag?>> changes)
    {
        var isChanged = false;
        foreach (var (tag, kept) in changes.OrderBy(change => change.Key, StringComparer.Ordinal))
        {
            if (tags.GetValueOrDefault(tag) == kept)
            {
                continue;
            }

            isChanged = true;
            KeptLine.WriteTag(batch, tag, kept);
            lines++;
            if (kept is null)
            {
                _ = tags.Remove(tag);
            }
            else
            {
                tags[tag] = kept;
            }
        }

        return isChanged;
    }

    /// <summary>Forgets what no tag names; not after half a scrape, whose readings will be found by tags that were not reached.</summary>
    private void Forget(bool isComplete)
    {
        if (!isComplete)
        {
            return;
        }

        var named = tags.Values.SelectMany(tag => new[] { tag.Digest, tag.Release }).OfType<Digest>().ToHashSet();
        foreach (var digest in readings.Keys.Where(digest => !named.Contains(digest)).ToImmutableArray())
        {
            if (readings.TryRemove(digest, out var forgotten))
            {
                _ = Interlocked.Add(ref weight, -Weight(forgotten));
            }
        }
    }

    private void WriteBatch()
    {
        try
        {
            journal!.Append(batch.WrittenSpan);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            isStale = true;
            Trouble.Report(exception);
        }

        batch.ResetWrittenCount();
    }

    private void Rewrite()
    {
        batch.ResetWrittenCount();
        try
        {
            journal!.Rewrite(
            [
                .. readings.Values.OrderBy(reading => reading.Digest.Hex, StringComparer.Ordinal)
                    .Select(reading => new Action<IBufferWriter<byte>>(target => KeptReading.Write(target, reading))),
                .. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
                    .Select(tag => new Action<IBufferWriter<byte>>(target => KeptLine.WriteTag(target, tag.Key, tag.Value))),
                .. IsComplete ? [target => KeptLine.WriteMark(target, tags.Count)] : Array.Empty<Action<IBufferWriter<byte>>>(),
            ]);
            lines = readings.Count + tags.Count + (IsComplete ? 1 : 0);
            isStale = false;
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            Trouble.Report(exception);
            return;
        }

        References!.KeepOnly(readings.Values.Where(reading => reading.Facts is { HasImageReferences: true }).Select(reading => reading.Digest));
    }
}
