using Microsoft.Extensions.Primitives;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>The headers of every page: a browser must load and send nothing outside this service, and must revalidate cached pages.</summary>
internal static class PageHeaders
{
    private static readonly StringValues Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>Sets the headers.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = PreparedAnswers.VaryValue;
    }
}
