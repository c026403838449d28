using System.Net;

namespace UpdateService.Registry.Protocol;

/// <summary>What kind of trouble a registry made. The names are label values of a metric, so the set is closed.</summary>
public enum RegistryFault
{
    /// <summary>No connection: the name is unknown, nobody listens, or the connection was cut.</summary>
    Unreachable,

    /// <summary>The certificate is not trusted, or expired.</summary>
    Untrusted,

    /// <summary>No answer within the time limit.</summary>
    Timeout,

    /// <summary>401 or 403: the credentials are missing, wrong or revoked.</summary>
    Unauthorized,

    /// <summary>404 for what must be there.</summary>
    NotFound,

    /// <summary>429, after all patience.</summary>
    RateLimited,

    /// <summary>5xx, after all retries.</summary>
    ServerError,

    /// <summary>The answer is not what the protocol says, or over a limit.</summary>
    InvalidAnswer,

    /// <summary>The bytes are other ones than their digest says.</summary>
    DigestMismatch,

    /// <summary>Offline mode forbids the request.</summary>
    Forbidden,
}

/// <summary>A registry, or an address, could not be read. The message is a sentence for operators, without secrets.</summary>
public sealed class RegistryException : Exception
{
    /// <summary>Tells of a fault.</summary>
    public RegistryException(RegistryFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What was found, with the remedy if one is known.</summary>
    public override string Message => Remedy is null ? base.Message : $"{base.Message} {Remedy}";

    /// <summary>What was found, without the remedy.</summary>
    public string Finding => base.Message;

    /// <summary>The remedy, as a sentence; null if none is known, or if it is part of the finding.</summary>
    public string? Remedy { get; init; }

    /// <summary>Which kind.</summary>
    public RegistryFault Fault { get; }

    /// <summary>The status of the last answer; null if there was none, or if it is not useful.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the server asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The registry's own code for the error, such as <c>NAME_UNKNOWN</c>; null if it sends none.</summary>
    public string? RegistryCode { get; init; }

    /// <summary>Whether the same request may well succeed a little later.</summary>
    public bool IsTransient => Fault is RegistryFault.Unreachable or RegistryFault.Timeout or RegistryFault.RateLimited or RegistryFault.ServerError;
}
