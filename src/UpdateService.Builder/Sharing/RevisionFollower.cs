using System.Collections.Immutable;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Registry;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>
/// Serves what a builder published under a tag, with the builder's numbers. It resolves the tag to a digest, reads what is new, and
/// publishes it in one step. If anything cannot be read or does not match its digest, the served revision stays.
/// </summary>
/// <remarks>
/// The builder decides what may be lost. All that it published is followed, even an older revision that was pinned or restored.
/// </remarks>
/// <param name="repository">The repository that the builder publishes to.</param>
/// <param name="tag">The tag.</param>
/// <param name="store">Where a revision is published here.</param>
/// <param name="library">Where it is kept; a library of a follower.</param>
/// <param name="time">The clock.</param>
public sealed class RevisionFollower(IRepository repository, string tag, RevisionStore store, RevisionLibrary library, TimeProvider time)
    : IRevisionOrigin, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ArtifactReading reading = new(repository, store, library);
    private FollowedArtifact? followed;
    private ImmutableArray<Problem> lastReasons = [];
    private long failures;
    private long attempts;

    /// <inheritdoc/>
    public string Description { get; } = $"{repository.Name}:{tag}";

    /// <inheritdoc/>
    public ImmutableArray<string> WatchedPaths => [];

    /// <inheritdoc/>
    public IEnumerable<RegistryReleases> Repositories => [];

    /// <inheritdoc/>
    public HeldBackRevision? HeldBack => null;

    /// <summary>The digest that is followed, and since when; null before the first one in this process.</summary>
    public FollowedDigest? Followed { get; private set; }

    /// <summary>How often the tag was resolved.</summary>
    public long Attempts => Interlocked.Read(ref attempts);

    /// <summary>How often the tag or its artifact could not be read or followed.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <inheritdoc/>
    public IReadOnlyList<string> Resume()
    {
        var (newest, pinned, problems) = library.Open();
        if (newest is not null)
        {
            store.Publish(newest);
        }

        if (pinned is not null)
        {
            store.Pin(pinned);
        }

        return problems;
    }

    /// <inheritdoc/>
    public async Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var result = await TryAsync(cancellationToken);
            var isSame = result.Reasons.SequenceEqual(lastReasons);
            lastReasons = [.. result.Reasons];
            return result with
            {
                Outcome = result.Outcome == RefreshOutcome.Rejected && isSame ? RefreshOutcome.Unchanged : result.Outcome,
                Duration = time.GetElapsedTime(started),
            };
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken) => Task.FromResult<RefreshResult?>(null);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RefreshResult> TryAsync(CancellationToken cancellationToken)
    {
        _ = Interlocked.Increment(ref attempts);
        try
        {
            return await repository.ResolveAsync(tag, cancellationToken) is { } digest
                ? await FollowAsync(digest, cancellationToken)
                : Failed(ProblemRule.UnreadableSource, "The registry has nothing under this tag: no builder publishes there (--publish), or the tag was deleted.");
        }
        catch (RegistryException exception)
        {
            return Failed(exception.Fault == RegistryFault.DigestMismatch ? ProblemRule.UnreadableFile : ProblemRule.UnreadableSource, exception.Message);
        }
        catch (InvalidDataException exception)
        {
            return Failed(ProblemRule.UnreadableFile, exception.Message);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            return Failed(ProblemRule.UnreadableFile, $"What is kept of it cannot be read: {exception.Message}");
        }
    }

    private async Task<RefreshResult> FollowAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (followed is { } same && same.Digest == digest && IsKept(same))
        {
            _ = same.Served.Damage;
            return Good(published: null, same);
        }

        var artifact = followed is { } unkept && unkept.Digest == digest && unkept.Inputs.Count > 0 ? unkept : await reading.ReadAsync(digest, followed, cancellationToken);
        var (isFirst, isNew) = (store.Newest is null, store.Newest?.Record.IsSameAs(artifact.Served.Record) != true);
        if (store.Newest != artifact.Served)
        {
            store.Publish(artifact.Served);
        }

        Followed = Followed?.Digest == digest ? Followed : new FollowedDigest(digest, artifact.Served.Number, time.GetUtcNow());
        library.Follow(artifact.Served, artifact.Records, artifact.Inputs);
        followed = library.Failure is null ? artifact with { Inputs = ImmutableDictionary<int, byte[]>.Empty } : artifact;
        if (!isFirst)
        {
            _ = artifact.Served.Damage; // The graph is built now, and not when somebody asks for a plan; that of the first with the next question, since clusters wait for it.
        }

        return Good(isNew ? artifact.Served : null, artifact);
    }

    /// <summary>Another process may have locked the folder, or the disk may have been full.</summary>
    private bool IsKept(FollowedArtifact artifact)
    {
        var kept = library.Records;
        return library.Failure is null && artifact.Records.All(record => kept.Any(record.IsSameAs) || record.Number == store.Pinned?.Number);
    }

    private RefreshResult Good(Revision? published, FollowedArtifact artifact)
    {
        var problems = artifact.LeftOut.Select(reason => new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Warning, new Place(Description, 0), reason));
        return new RefreshResult(published is null ? RefreshOutcome.Unchanged : RefreshOutcome.Published, store.Current, [.. problems], TimeSpan.Zero, IsHealthy: true) { Published = published };
    }

    /// <summary>An unavailable registry is an outage, as for a source. What is available and cannot be followed is refused.</summary>
    private RefreshResult Failed(ProblemRule rule, string message)
    {
        _ = Interlocked.Increment(ref failures);
        var isOutage = rule == ProblemRule.UnreadableSource && store.Current is not null;
        var text = store.Newest is { } newest ? $"{message} Revision {newest.Number} stays." : message;
        var problem = new Problem(rule, isOutage ? ProblemSeverity.Error : ProblemSeverity.Rejecting, new Place(Description, 0), text);
        return new RefreshResult(isOutage ? RefreshOutcome.Unchanged : RefreshOutcome.Rejected, store.Current, [problem], TimeSpan.Zero, IsHealthy: isOutage);
    }
}

/// <summary>An artifact that is followed.</summary>
/// <param name="Digest">The digest of the artifact.</param>
/// <param name="Revision">The number of its served revision.</param>
/// <param name="Since">When it was read.</param>
public sealed record FollowedDigest(Digest Digest, int Revision, DateTimeOffset Since);
