namespace UpdateService.Registry.Trust;

/// <summary>A server's certificate is not trusted. The message is a sentence that says why, and the remedy.</summary>
/// <param name="finding">Why.</param>
/// <param name="remedy">What to do; null if only the server's operators know.</param>
public sealed class UntrustedCertificateException(string finding, string? remedy = null) : Exception(remedy is null ? finding : $"{finding} {remedy}")
{
    /// <summary>Why, without the remedy.</summary>
    public string Finding => finding;

    /// <summary>What to do; null if only the server's operators know.</summary>
    public string? Remedy => remedy;
}
