using Microsoft.Extensions.Primitives;
using UpdateService.Builder.Answers;

namespace UpdateService.Server.Graphs;

/// <summary>Selects the coding that a request's <c>Accept-Encoding</c> header asks for.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding"/>
internal static class ContentCodings
{
    /// <summary>The coding with the highest quality. If several are equal, Brotli comes first, then gzip, because they are smaller.</summary>
    /// <param name="acceptEncoding">The header.</param>
    /// <param name="offersBrotli">Whether a Brotli coding is available.</param>
    public static ContentCoding Negotiate(StringValues acceptEncoding, bool offersBrotli = true)
    {
        if (acceptEncoding.Count == 0)
        {
            return ContentCoding.Identity;
        }

        if (acceptEncoding.Count == 1 && acceptEncoding[0] == "gzip")
        {
            return ContentCoding.Gzip; // Go's header, word for word.
        }

        double? gzip = null, brotli = null, identity = null, other = null;
        foreach (var item in new HeaderItems(string.Join(',', acceptEncoding.ToArray())))
        {
            switch (item.Name)
            {
                case var name when name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase):
                    gzip = item.Quality;
                    break;
                case var name when name.Equals("br", StringComparison.OrdinalIgnoreCase):
                    brotli = item.Quality;
                    break;
                case var name when name.Equals("identity", StringComparison.OrdinalIgnoreCase):
                    identity = item.Quality;
                    break;
                case "*":
                    other = item.Quality;
                    break;
            }
        }

        return Best(gzip ?? other ?? 0, offersBrotli ? brotli ?? other ?? 0 : 0, identity ?? 0);
    }

    /// <summary>The name in <c>Content-Encoding</c>; null for identity, which has none.</summary>
    public static string? NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        _ => null,
    };

    private static ContentCoding Best(double gzip, double brotli, double identity)
    {
        if (brotli > 0 && brotli >= gzip && brotli >= identity)
        {
            return ContentCoding.Brotli;
        }

        return gzip > 0 && gzip >= identity ? ContentCoding.Gzip : ContentCoding.Identity;
    }
}
