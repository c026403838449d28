using UpdateService.Builder.Revisions;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Revisions;

/// <summary>
/// <c>{prefix}/graph-data</c>: the inputs of the served revision, as a gzip tar that another instance can serve from. The gzip is
/// the content, so there is no <c>Content-Encoding</c>: Go's client would unpack it.
/// </summary>
internal sealed class GraphDataEndpoint(RevisionStore store)
{
    /// <summary>Answers a request.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (store.Current is not { } revision)
        {
            await ProtocolError.NotReady.WriteAsync(context);
            return;
        }

        var archive = await Task.Run(() => revision.Archive, context.RequestAborted);
        var response = context.Response;
        response.Headers.ETag = archive.EntityTag;
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } ifNoneMatch && EntityTags.Match(ifNoneMatch, archive.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/gzip";
        response.ContentLength = archive.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await PacedBody.WriteAsync(context, archive.Bytes);
        }
    }
}
