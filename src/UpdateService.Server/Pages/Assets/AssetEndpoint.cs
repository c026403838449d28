using UpdateService.Builder.Answers;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Pages.Assets;

/// <summary><c>/assets/{hash}/{name}</c>: the files that pages need. Browsers may cache them forever.</summary>
internal sealed class AssetEndpoint(PageAssets assets)
{
    /// <summary>Sends a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rest">The path after <see cref="PageAssets.Prefix"/>.</param>
    public Task GetAsync(HttpContext context, string rest)
    {
        var (request, response) = (context.Request, context.Response);
        if (assets.Find(rest) is not { } asset)
        {
            return ProtocolError.DoesNotExist(request.Path.Value!).WriteAsync(context);
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = asset.MediaType;
        SvgPolicy.Set(response, asset.MediaType);
        var body = asset.Body;
        if (ContentCodings.Negotiate(request.Headers.AcceptEncoding, offersBrotli: false) == ContentCoding.Gzip)
        {
            body = asset.Gzip;
            response.Headers.ContentEncoding = ContentCodings.NameOf(ContentCoding.Gzip);
        }

        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : PacedBody.WriteAsync(context, body);
    }
}
