using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Scraping;

/// <summary>What became of one tag in one scrape.</summary>
internal sealed class TagOutcome
{
    /// <summary>The registry says that it is gone.</summary>
    public static TagOutcome Gone { get; } = new();

    /// <summary>The time limit came first.</summary>
    public static TagOutcome Unreached { get; } = new();

    /// <summary>What the tag names now, as far as that is known.</summary>
    public Digest? Digest { get; init; }

    /// <summary>What that is.</summary>
    public PayloadReading? Reading { get; init; }

    /// <summary>Why it could not be read, as a sentence.</summary>
    public string? Failure { get; init; }

    /// <summary>
    /// Whether the failure is the registry's plain word that something of the image is not there: it will say so for ever, and
    /// waiting for it would be in vain. Not where the whole repository is said not to be there, which has just listed its tags.
    /// </summary>
    public bool IsDangling { get; init; }

    /// <summary>An exception as a sentence. If its message may not be safe to print, only its type is named.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        RegistryException known => $"{known.Message.TrimEnd('.')}.",
        IOException => "The connection was cut.",
        _ => $"Something unexpected happened: {exception.GetType().Name}.",
    };

    /// <summary>The outcome of a tag that threw.</summary>
    public static TagOutcome Of(Exception exception, Digest? digest) => new()
    {
        Digest = digest,
        Failure = Sentence(exception),
        IsDangling = exception is RegistryException { Fault: RegistryFault.NotFound, RegistryCode: not ErrorCode.NameUnknown },
    };
}
