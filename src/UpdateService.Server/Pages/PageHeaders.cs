using Microsoft.Extensions.Primitives;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>What every page tells the browser: to load and send nothing beyond this service, and to ask again before it shows a page that it kept.</summary>
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
