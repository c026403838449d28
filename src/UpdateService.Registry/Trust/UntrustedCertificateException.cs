namespace UpdateService.Registry.Trust;

/// <summary>A server's certificate is not trusted. The message is a sentence that says why, and the remedy.</summary>
/// <param name="message">The sentence.</param>
public sealed class UntrustedCertificateException(string message) : Exception(message);
