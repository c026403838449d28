using UpdateService.Builder.Sharing;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Publishes the served revision for followers in the background, after each refresh and each pin. A failure is reported, and retried
/// after the next refresh; it never stops anything else.
/// </summary>
internal sealed partial class PublishService(RevisionPublisher publisher, TimeProvider time, ILogger<PublishService> logger) : BackgroundService
{
    private readonly SemaphoreSlim work = new(0);
    private volatile string? failure;
    private volatile string? warning;
    private PublishedArtifact? published;
    private long pushes;
    private long failures;

    /// <summary>Everything that an operator should check, one sentence each.</summary>
    public IEnumerable<string> Troubles => new[] { failure, warning }.OfType<string>();

    /// <summary>What the tag names, as far as this process has published or checked it; null before that.</summary>
    public PublishedArtifact? Published => Volatile.Read(ref published);

    /// <summary>The number of pushed artifacts.</summary>
    public long Pushes => Interlocked.Read(ref pushes);

    /// <summary>The number of failed attempts.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Whether followers find the served revision.</summary>
    public bool IsHealthy => failure is null && Published is not null;

    /// <summary>Checks whether there is something to publish.</summary>
    public void Wake()
    {
        if (work.CurrentCount == 0)
        {
            _ = work.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        work.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await work.WaitAsync(stoppingToken);
            try
            {
                if (await publisher.PublishAsync(stoppingToken) is { } result)
                {
                    Report(result);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Fail(exception);
            }
        }
    }

    private void Report(PublishResult result)
    {
        if (result.IsPushed)
        {
            _ = Interlocked.Increment(ref pushes);
            LogPublished(result.Served, publisher.Description, result.Digest, result.Blobs, result.Bytes);
        }
        else if (failure is not null)
        {
            LogPublishedAgain(result.Served, publisher.Description);
        }

        if (result.Warning is { } other)
        {
            LogWarning(other);
        }

        (failure, warning) = (null, result.Warning);
        if (Published?.Digest != result.Digest)
        {
            Volatile.Write(ref published, new PublishedArtifact(result.Digest, result.Served, time.GetUtcNow()));
        }
    }

    private void Fail(Exception exception)
    {
        _ = Interlocked.Increment(ref failures);
        var isKnown = exception is Registry.Protocol.RegistryException or InvalidDataException or IOException or UnauthorizedAccessException;
        failure = $"Followers do not get what is served here: it cannot be published to {publisher.Description}: {(isKnown ? exception.Message : "the log tells why.")}";
        LogFailure(isKnown ? null : exception, failure);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} is published to {Place} as {Digest}: {Blobs} new blobs, {Bytes} bytes.")]
    private partial void LogPublished(int revision, string place, Registry.Digest digest, int blobs, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} is what {Place} names.")]
    private partial void LogPublishedAgain(int revision, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure} It is tried again after the next refresh.")]
    private partial void LogFailure(Exception? exception, string failure);
}

/// <summary>What a tag names for followers.</summary>
/// <param name="Digest">The digest of the artifact.</param>
/// <param name="Revision">The number of its served revision.</param>
/// <param name="Since">When this process first saw it there.</param>
internal sealed record PublishedArtifact(Registry.Digest Digest, int Revision, DateTimeOffset Since);
