using Microsoft.Extensions.Primitives;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Graphs;

/// <summary>
/// <c>{prefix}/graph</c> and <c>{prefix}/v1/graph</c>: reads the query, finds the stored bytes in the served revision, and writes
/// them. Nothing is computed, compressed or locked for a cluster's request.
/// </summary>
internal sealed class GraphEndpoint(RevisionStore store, UnpackedAnswers unpacked, ServiceOptions options)
{
    private static readonly StringValues VaryValue = "Accept, Accept-Encoding";

    private readonly string[] mandatory = [.. options.Mandatory];

    /// <summary>Answers a request.</summary>
    public Task GetAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        context.Response.Headers.Vary = VaryValue;
        if (MediaTypes.Negotiate(headers.Accept) is not { } mediaType)
        {
            return ProtocolError.InvalidContentType.WriteAsync(context);
        }

        var query = GraphQuery.Read(context.Request.QueryString.Value, mandatory, out var error);
        if (error is not null)
        {
            return error.WriteAsync(context);
        }

        if (store.Current is not { } revision)
        {
            return ProtocolError.NotReady.WriteAsync(context);
        }

        var answer = revision.Answers.Find(query.Channel, query.Architecture);
        return WriteAsync(context, answer, ContentCodings.Negotiate(headers.AcceptEncoding), mediaType);
    }

    private Task WriteAsync(HttpContext context, Answer answer, ContentCoding coding, string mediaType)
    {
        var response = context.Response;
        var entityTag = answer.EntityTags[(int)coding];
        response.Headers.ETag = entityTag;
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } ifNoneMatch && EntityTags.Match(ifNoneMatch, entityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = mediaType;
        if (ContentCodings.NameOf(coding) is { } name)
        {
            response.Headers.ContentEncoding = name;
        }

        var bytes = coding switch
        {
            ContentCoding.Gzip => answer.Gzip,
            ContentCoding.Brotli => answer.Brotli,
            _ => unpacked.Find(answer),
        };
        return bytes is null ? UnpackAsync(context, answer) : WriteAsync(context, bytes);
    }

    private async Task UnpackAsync(HttpContext context, Answer answer)
    {
        await PollingThreads.Leave();
        await WriteAsync(context, unpacked.Unpack(answer));
    }

    private static Task WriteAsync(HttpContext context, byte[] bytes)
    {
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : PacedBody.WriteAsync(context, bytes);
    }
}
