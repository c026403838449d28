using UpdateService.Builder.Revisions;
using UpdateService.GraphData.Files;
using UpdateService.Registry.Signatures;
using UpdateService.Server.Graphs;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Signatures;

/// <summary>
/// <c>{prefix}/signatures/{algorithm}={hex}/signature-{n}</c>: a signature from the graph-data in use, or else from a folder.
/// Those of the graph-data are found by name among the files that were read. A folder is only searched for names that consist of
/// digits and known words, so no path can lead anywhere else.
/// </summary>
/// <seealso href="https://github.com/openshift/enhancements/blob/master/enhancements/update/signature-stores.md"/>
/// <param name="store">The served revision.</param>
/// <param name="metrics">Counts the answers.</param>
/// <param name="folder">Further signatures; null for none.</param>
internal sealed class SignatureEndpoint(RevisionStore store, ServiceMetrics metrics, SignatureFolder? folder = null)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The path after <c>signatures/</c>.</param>
    public async Task GetAsync(HttpContext context, string path)
    {
        if (!SignatureName.HasAlgorithm(path))
        {
            metrics.Answered(SignatureResult.Invalid);
            await ProtocolError.InvalidSignaturePath(path).WriteAsync(context);
            return;
        }

        var revision = store.Current;
        var content = SignatureName.TryParse(path, out var name) ? await FindAsync(revision, name, context.RequestAborted) : null;
        if (content is { } signature)
        {
            metrics.Answered(SignatureResult.Served);
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = signature.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(signature, context.RequestAborted);
            }
        }
        else
        {
            // Before the first revision it is not known whether the signature exists.
            metrics.Answered(SignatureResult.Unknown);
            await (revision is null ? ProtocolError.NotReady : ProtocolError.DoesNotExist($"signature {path}")).WriteAsync(context);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(Revision? revision, SignatureName name, CancellationToken cancellationToken)
    {
        if (revision is not null
            && revision.Inputs.GraphData.Files.Contents.TryGetValue($"{GraphDataFiles.Signatures}/{name.FolderPath}", out var content))
        {
            return content;
        }

        return folder is null ? null : await folder.ReadAsync(name, cancellationToken);
    }
}
