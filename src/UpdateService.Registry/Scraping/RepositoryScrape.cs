using System.Collections.Concurrent;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Scraping;

/// <summary>
/// Reads all releases of a repository, again and again: each time the tags are listed and resolved, and only digests that were
/// never met are read. Failures are problems of the result, never exceptions. One scrape at a time.
/// </summary>
/// <param name="repository">What is read.</param>
/// <param name="options">How.</param>
/// <param name="time">For the time limit.</param>
public sealed class RepositoryScrape(IRepository repository, ScrapeOptions options, TimeProvider time)
{
    private readonly ReleaseAssembly assembly = new(repository.Name);
    private readonly Lazy<RepositoryMemory> opened = new(() => RepositoryMemory.Open(FolderOf(options.Folder, repository.Name)));
    private PayloadReader? payloads;
    private int toldFailures;

    /// <summary>The lists of component images; null if nothing is kept on disk.</summary>
    public ImageReferences? References => opened.Value.References;

    /// <summary>When a release's image was made and what else its image says; null for a digest that is no known release.</summary>
    public ReleaseFacts? Find(Digest digest) => opened.Value.Find(digest)?.Facts;

    /// <summary>Scrapes.</summary>
    /// <exception cref="OperationCanceledException">The token ended it; what was read is kept.</exception>
    public async Task<ScrapeResult> ReadAsync(CancellationToken cancellationToken)
    {
        var memory = opened.Value;
        memory.Recover();
        payloads ??= new PayloadReader(repository, memory.References);
        var timeLimit = memory.IsComplete ? options.LaterTimeLimit : options.TimeLimit;
        using var limit = new CancellationTokenSource(timeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var listing = new TagListing(repository);
        var reader = new TagReader(repository, memory, payloads, stop.Token);
        var outcomes = new ConcurrentDictionary<string, TagOutcome>(StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = CancellationToken.None };

        // Neither listing nor reader throws: the loop ends in order, by the token too, and what was read by then is kept.
        await Parallel.ForEachAsync(listing.ReadAsync(stop.Token), parallel, async (tag, _) => outcomes[tag] = await reader.ReadAsync(tag));
        await Parallel.ForEachAsync(Unlisted(memory, listing), parallel, async (tag, _) => outcomes[tag] = await reader.ReadAsync(tag));
        var doubt = await DoubtAsync(memory, outcomes, stop.Token);
        var result = Conclude(memory, listing, reader, outcomes, doubt, limit.IsCancellationRequested ? timeLimit : null);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>The folder of one repository: a readable name, made unique.</summary>
    internal static string? FolderOf(string? folder, RepositoryName name)
    {
        if (folder is null)
        {
            return null;
        }

        var hash = Digest.Of(System.Text.Encoding.UTF8.GetBytes(name.ToString())).Hex[..16];
        var readable = string.Concat(name.Path.Split('/')[^1].Where(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_').Take(60));
        return Path.Combine(folder, $"{readable}-{hash}");
    }

    private ScrapeResult Conclude(
        RepositoryMemory memory, TagListing listing, TagReader reader, IReadOnlyDictionary<string, TagOutcome> outcomes, string? doubt, TimeSpan? exceeded)
    {
        var ledger = new ScrapeLedger(repository.Name, memory);
        var failure = listing.Failure ?? RefuseEmpty(memory, listing) ?? RefuseLoss(memory, listing, outcomes) ?? doubt;
        foreach (var (tag, outcome) in outcomes.Where(entry => entry.Value != TagOutcome.Gone))
        {
            ledger.Enter(tag, outcome);
        }

        foreach (var tag in outcomes.Keys.Union(memory.Tags.Keys, StringComparer.Ordinal).Where(tag => outcomes.GetValueOrDefault(tag, TagOutcome.Gone) == TagOutcome.Gone))
        {
            (failure is null ? new Action<string>(ledger.Remove) : ledger.Carry)(tag);
        }

        var hidden = outcomes.Count(entry => entry.Value.Digest is not null && !listing.Contains(entry.Key));
        var isWhole = failure is null && hidden == 0 && ledger.Unreached == 0 && ledger.Counts.Missing == 0;
        memory.Save(ledger.Changes, isWhole);
        var releases = assembly.Assemble(memory);
        var problems = ledger.Problems.ToList();
        AddListing(problems, memory, exceeded is { } limit && (failure is not null || ledger.Unreached > 0) ? OutOfTime(limit) : failure);
        AddHidden(problems, hidden);
        AddFailed(problems, ledger, listing);
        AddDisk(problems, memory);
        AddEmpty(problems, isWhole && releases.IsEmpty);
        return new ScrapeResult(releases, [.. problems.Order()], memory.IsComplete, ledger.Counts with
        {
            Tags = listing.Count,
            Skipped = listing.Skipped,
            Releases = releases.Length,
            Hits = reader.Hits,
            Read = reader.Read,
            DamagedLines = memory.DamagedLines,
            DiskFailures = memory.Trouble.Count,
        });
    }

    private static string OutOfTime(TimeSpan limit) => $"The time limit of {limit} ended the scrape; what was read is kept, and the next one goes on from there.";

    /// <summary>A repository does not lose all its tags at once; a registry that lost its disk says that it did.</summary>
    private static string? RefuseEmpty(RepositoryMemory memory, TagListing listing) =>
        listing.Count + listing.Skipped == 0 && memory.Tags.Values.Any(tag => tag.Release is not null)
            ? "The registry lists no tag at all where there were releases. If that is meant, remove what is kept of the repository and restart the service."
            : null;

    /// <summary>Tags that are there and tags that are not are asked alike: a registry that has none of what it lists has lost it.</summary>
    private static string? RefuseLoss(RepositoryMemory memory, TagListing listing, IReadOnlyDictionary<string, TagOutcome> outcomes)
    {
        var isNothingLeft = outcomes.Values.All(outcome => outcome == TagOutcome.Gone) && (listing.Count > 0 || memory.Tags.Values.Any(tag => tag.Release is not null));
        return isNothingLeft
            ? $"The registry has none of the tags that it lists ({listing.Count}) or that were known. If that is meant, remove what is kept of the repository and restart the service."
            : null;
    }

    /// <summary>
    /// Where tags of known releases are gone, a tag that was there a moment ago must still be: a registry that loses its disk while it is read
    /// has some of what it lists, and of the rest it says what it says of tags that were removed.
    /// </summary>
    private async Task<string?> DoubtAsync(RepositoryMemory memory, IReadOnlyDictionary<string, TagOutcome> outcomes, CancellationToken cancellationToken)
    {
        var gone = outcomes.Where(entry => entry.Value == TagOutcome.Gone).Select(entry => entry.Key)
            .Where(tag => memory.Tags.GetValueOrDefault(tag)?.Release is not null).Min(StringComparer.Ordinal);
        if (gone is null)
        {
            return null;
        }

        var witness = outcomes.Where(entry => entry.Value.Digest is not null).Select(entry => entry.Key).Min(StringComparer.Ordinal);
        try
        {
            return witness is null ? $"The registry says that the tag {gone} is gone, and gives no other."
                : await repository.ResolveAsync(witness, cancellationToken) is null ? $"The registry says that the tag {gone} is gone, and {witness}, which was there before, as well: it loses tags while it is read."
                : null;
        }
        catch (Exception exception)
        {
            return $"The registry says that the tag {gone} is gone, and cannot be asked for another. {TagOutcome.Sentence(exception)}";
        }
    }

    /// <summary>
    /// Tags of releases that a good list does not have. A list may be a part, where a proxy or a cache cuts it short: a release goes only
    /// where the registry says that its tag is not there (404).
    /// </summary>
    private static IEnumerable<string> Unlisted(RepositoryMemory memory, TagListing listing) => listing.Failure is null && RefuseEmpty(memory, listing) is null
        ? memory.Tags.Where(tag => tag.Value.Release is not null && !listing.Contains(tag.Key)).Select(tag => tag.Key)
        : [];

    private void AddHidden(List<Problem> problems, int hidden)
    {
        if (hidden > 0)
        {
            Add(
                problems,
                ProblemRule.UnreadableSource,
                ProblemSeverity.Warning,
                $"The list of tags is not whole: the registry has {hidden} tags of known releases that it does not list. They stay; releases that were never read may be missing.");
        }
    }

    private void AddListing(List<Problem> problems, RepositoryMemory memory, string? failure)
    {
        if (failure is null)
        {
            return;
        }

        var isNothing = memory.Tags.Count == 0;
        Add(
            problems,
            ProblemRule.UnreadableSource,
            isNothing ? ProblemSeverity.Rejecting : ProblemSeverity.Error,
            isNothing ? $"The registry cannot be read, and nothing was kept of it: {failure}" : $"{failure} The last known releases stay.");
    }

    /// <summary>The summary for a reader if each of a thousand tags has a problem of its own.</summary>
    private void AddFailed(List<Problem> problems, ScrapeLedger ledger, TagListing listing)
    {
        if (ledger.Failed > 0)
        {
            Add(
                problems,
                ProblemRule.UnreadableSource,
                ProblemSeverity.Warning,
                $"{ledger.Failed} of {listing.Count} tags could not be read. Releases that were known stay; the tags are asked again at the next refresh.");
        }
    }

    private void AddDisk(List<Problem> problems, RepositoryMemory memory)
    {
        var isNew = memory.Trouble.Count > toldFailures;
        toldFailures = memory.Trouble.Count;
        if (isNew || memory.IsUnsaved)
        {
            Add(
                problems,
                ProblemRule.UnwritableFile,
                ProblemSeverity.Warning,
                $"What was read cannot be kept on disk: {memory.Trouble.Reason}. It is in memory, and read again after a restart. Make room in the state folder, or give the service access to it.");
        }
    }

    private void AddEmpty(List<Problem> problems, bool isEmpty)
    {
        if (isEmpty)
        {
            Add(problems, ProblemRule.MissingFile, ProblemSeverity.Warning, "The repository holds no release. Is it the one that releases are mirrored to?");
        }
    }

    private void Add(List<Problem> problems, ProblemRule rule, ProblemSeverity severity, string message) =>
        problems.Add(new Problem(rule, severity, new Place(repository.Name.ToString(), 0), message));
}
