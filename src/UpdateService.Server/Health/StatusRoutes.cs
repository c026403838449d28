using System.Text;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Administration;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Health;

/// <summary>
/// The status address. <c>/livez</c> answers as long as the process runs. <c>/readyz</c> answers 200 from the first revision on,
/// even if later inputs fail, with a line for each problem. <c>/status</c> reports more; <c>/metrics</c> is for Prometheus, and
/// <c>/admin/</c> for operators.
/// </summary>
internal sealed class StatusRoutes(RevisionStore store, PrometheusText metrics, StatusDocument status, AdminRoutes administration)
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers any request to the status address.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        await PollingThreads.Leave();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await DispatchAsync(context);
    }

    private Task DispatchAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/admin", StringComparison.Ordinal, out var rest) && rest.Value?.Length > 1)
        {
            return administration.AnswerAsync(context);
        }

        if (context.Request.Method != HttpMethods.Get && context.Request.Method != HttpMethods.Head)
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return ProtocolError.MethodNotAllowed.WriteAsync(context);
        }

        return context.Request.Path.Value switch
        {
            "/livez" => WriteAsync(context, StatusCodes.Status200OK, PlainText, "alive\n"),
            "/readyz" when store.Current is { } revision => WriteAsync(context, StatusCodes.Status200OK, PlainText, Readiness($"ready: revision {revision.Number}")),
            "/readyz" => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, PlainText, Readiness("not ready: there is no revision yet")),
            "/status" => status.AnswerAsync(context),
            "/metrics" => WriteAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, metrics.Write()),
            var path => ProtocolError.DoesNotExist(path ?? "").WriteAsync(context),
        };
    }

    private string Readiness(string state) => string.Join('\n', [state, .. status.TroublesWithClients(), ""]);

    private static Task WriteAsync(HttpContext context, int status, string contentType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
