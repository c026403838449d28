using UpdateService.Registry.Keeping;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Scraping;

/// <summary>
/// Decides what each tag stands for after a scrape. A release that was known goes only where the registry says that the tag
/// is gone or names something else now; never because something could not be read.
/// </summary>
internal sealed class ScrapeLedger(RepositoryName name, RepositoryMemory memory)
{
    private readonly Dictionary<string, KeptTag?> changes = new(StringComparer.Ordinal);
    private readonly List<Problem> problems = [];

    /// <summary>What tags name now; null for those that are gone.</summary>
    public IReadOnlyDictionary<string, KeptTag?> Changes => changes;

    /// <summary>In no order.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>Tags that the time limit came before.</summary>
    public int Unreached { get; private set; }

    /// <summary>Tags that failed, and may well be read the next time.</summary>
    public int Failed { get; private set; }

    /// <summary>Counts of this scrape's tags.</summary>
    public ScrapeCounts Counts { get; private set; } = new();

    /// <summary>Enters a tag that was asked for, and is not gone.</summary>
    public void Enter(string tag, TagOutcome outcome)
    {
        if (outcome == TagOutcome.Unreached)
        {
            Unreached++;
            Carry(tag);
        }
        else if (outcome.Reading is { } reading)
        {
            EnterReading(tag, reading);
        }
        else
        {
            EnterFailure(tag, outcome);
        }
    }

    /// <summary>Enters a tag that is gone.</summary>
    public void Remove(string tag)
    {
        changes[tag] = null;
        Counts = Counts with { Gone = Counts.Gone + (memory.Tags.ContainsKey(tag) ? 1 : 0) };
    }

    /// <summary>Enters a tag that was known, and was not reached.</summary>
    public void Carry(string tag) => Counts = Counts with { Carried = Counts.Carried + (Known(tag) is null ? 0 : 1) };

    private void EnterReading(string tag, PayloadReading reading)
    {
        Counts = reading.Kind switch
        {
            PayloadKind.Foreign => Counts with { Foreign = Counts.Foreign + 1 },
            PayloadKind.Shard => Counts with { Shards = Counts.Shards + 1 },
            PayloadKind.Defect => Counts with { Defects = Counts.Defects + 1 },
            _ => Counts,
        };
        if (reading.Kind == PayloadKind.Release)
        {
            changes[tag] = new KeptTag(reading.Digest, reading.Digest);
        }
        else if (reading.Kind == PayloadKind.Defect || !reading.IsCertain)
        {
            EnterBroken(tag, reading);
        }
        else
        {
            changes[tag] = new KeptTag(reading.Digest, null);
        }
    }

    private void EnterBroken(string tag, PayloadReading reading)
    {
        var known = Known(tag);
        changes[tag] = new KeptTag(reading.Digest, known?.Digest);
        Carry(tag);
        if (known is not null || reading.Kind == PayloadKind.Defect)
        {
            Report(tag, known, $"The image {reading.Digest} cannot be read as a release: {reading.Reason}.", "Push it anew, or remove the tag.");
        }
    }

    private void EnterFailure(string tag, TagOutcome outcome)
    {
        var known = Known(tag);

        // Where it stood for a release, it is a release that was lost on the disk, and not something that is known to be none.
        var isKnown = memory.Tags.TryGetValue(tag, out var kept) && kept.Release is null && (outcome.Digest is null || outcome.Digest == kept.Digest);
        var isMissing = known is null && !isKnown;
        Carry(tag);
        Failed += outcome.IsDangling ? 0 : 1;
        Counts = Counts with { Failed = Counts.Failed + 1, Missing = Counts.Missing + (isMissing && !outcome.IsDangling ? 1 : 0) };
        if (known is null && isKnown)
        {
            Warn(tag, $"The tag cannot be read: {outcome.Failure} It was no release when it was last read.");
        }
        else
        {
            Report(tag, known, $"The tag cannot be read: {outcome.Failure}", "It is tried again at the next refresh.");
        }
    }

    private void Report(string tag, PayloadReading? known, string message, string remedy)
    {
        if (known?.Facts is { } facts)
        {
            Warn(tag, $"{message} The release {facts.Version}+{facts.Architecture} that the tag gave before stays.");
        }
        else
        {
            problems.Add(new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Error, Place(tag), $"{message} {remedy}"));
        }
    }

    private void Warn(string tag, string message) =>
        problems.Add(new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Warning, Place(tag), message));

    private Place Place(string tag) => new($"{name}:{tag}", 0);

    /// <summary>The earlier release of the tag.</summary>
    private PayloadReading? Known(string tag) =>
        memory.Tags.GetValueOrDefault(tag)?.Release is { } release && memory.Find(release) is { Facts: not null } reading ? reading : null;
}
