using System.Text;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>The content of a refusal's body.</summary>
/// <param name="Code">The registry's own code, such as <c>NAME_UNKNOWN</c>; null if it sends none.</param>
/// <param name="WantsTls">Whether a server says that it speaks only TLS, as Go's, nginx and Apache answer to plain HTTP.</param>
internal sealed record ErrorBody(string? Code, bool WantsTls)
{
    private static readonly string[] Sentences = ["HTTP request to an HTTPS server", "HTTP request was sent to HTTPS port", "plain HTTP to an SSL-enabled server port"];

    /// <summary>Reads a body.</summary>
    internal static ErrorBody Read(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        return new ErrorBody(ErrorCode.Read(body), Sentences.Any(sentence => text.Contains(sentence, StringComparison.OrdinalIgnoreCase)));
    }
}
