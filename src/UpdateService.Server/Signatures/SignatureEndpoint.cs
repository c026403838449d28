using System.Buffers;
using UpdateService.Builder.Revisions;
using UpdateService.GraphData.Files;
using UpdateService.Server.Graphs;

namespace UpdateService.Server.Signatures;

/// <summary>
/// <c>{prefix}/signatures/{algorithm}={hex}/signature-{n}</c>: a signature from the graph-data in use. Signatures are looked
/// up by name among the files that were read, so no path can lead anywhere else.
/// </summary>
/// <seealso href="https://github.com/openshift/enhancements/blob/master/enhancements/update/signature-stores.md"/>
internal sealed class SignatureEndpoint(RevisionStore store)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">What stands behind <c>signatures/</c>.</param>
    public Task GetAsync(HttpContext context, string path)
    {
        var equals = path.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || path[..equals] is not ("sha256" or "sha"))
        {
            return ProtocolError.InvalidSignaturePath(path).WriteAsync(context);
        }

        if (store.Current is not { } revision)
        {
            return ProtocolError.NotReady.WriteAsync(context);
        }

        if (FileOf(path[..equals], path.AsSpan(equals + 1)) is not { } file
            || !revision.Inputs.GraphData.Files.Contents.TryGetValue(file, out var content))
        {
            return ProtocolError.DoesNotExist($"signature {path}").WriteAsync(context);
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    /// <summary>The name of the file among the graph-data; null where the rest is not <c>{hex}/signature-{n}</c>.</summary>
    private static string? FileOf(string algorithm, ReadOnlySpan<char> rest)
    {
        const string prefix = "signature-";
        var slash = rest.IndexOf('/');
        if (slash <= 0 || rest[..slash].ContainsAnyExcept(HexDigits))
        {
            return null;
        }

        var name = rest[(slash + 1)..];
        return name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && !name[prefix.Length..].ContainsAnyExceptInRange('0', '9')
            ? $"{GraphDataFiles.Signatures}/{algorithm}/{rest}"
            : null;
    }
}
