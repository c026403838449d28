using Microsoft.Extensions.Primitives;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The content security policy of pictures. A browser that opens one runs it as a document of this origin: it may use its own styles, and
/// nothing else.
/// </summary>
/// <seealso href="https://www.w3.org/TR/CSP3/"/>
internal static class SvgPolicy
{
    private const string MediaType = "image/svg+xml";

    private static readonly StringValues Policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>Sets the header if the response is a picture.</summary>
    /// <param name="response">The response.</param>
    /// <param name="mediaType">The media type of its body, without parameters.</param>
    public static void Set(HttpResponse response, string mediaType)
    {
        if (mediaType == MediaType)
        {
            response.Headers.ContentSecurityPolicy = Policy;
        }
    }
}
