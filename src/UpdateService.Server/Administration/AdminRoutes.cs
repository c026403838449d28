using System.Net;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Registry.Keeping;
using UpdateService.Server.Graphs;
using UpdateService.Server.Metrics;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Administration;

/// <summary>
/// The operator's actions on the status address: <c>POST /admin/refresh</c>, <c>/admin/pin?revision=</c>,
/// <c>/admin/unpin</c>, <c>/admin/publish?candidate=</c>. Each action needs the token and is written to the audit log.
/// </summary>
internal sealed partial class AdminRoutes(
    AdminToken token,
    AuditLog audit,
    RefusedTokens refused,
    RefreshService refresh,
    IRevisionOrigin origin,
    RevisionStore store,
    RevisionLibrary library,
    RevisionPin pin,
    StatusDocument status,
    ServiceMetrics metrics,
    ILogger<AdminRoutes> logger)
{
    /// <summary>The prefix of all paths.</summary>
    public const string Prefix = "/admin/";

    private static readonly ProtocolError Off = new(404, "does_not_exist", "administration is off: --admin-token-file turns it on");
    private static readonly ProtocolError PostOnly = new(405, "method_not_allowed", "method not allowed: use POST");

    /// <summary>Answers any request under <see cref="Prefix"/>.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var act = context.Request.Path.Value![Prefix.Length..];
        if (!token.IsConfigured)
        {
            await Off.WriteAsync(context);
            return;
        }

        if (context.Request.Method != HttpMethods.Post)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await PostOnly.WriteAsync(context);
            return;
        }

        if (!token.Allows(context.Request.Headers.Authorization))
        {
            metrics.Administered(Name(act), isDone: false);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await refused.Refuse(Name(act), From(context)).WriteAsync(context);
            return;
        }

        var done = await TryActAsync(act, context);
        audit.Write(done.What, $"{From(context)}", done.Result);
        metrics.Administered(Name(act), done.Error is null);
        await (done.Error is null ? status.AnswerAsync(context) : done.Error.WriteAsync(context));
    }

    private static IPEndPoint From(HttpContext context) => new(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);

    /// <summary>A value from a closed set, because the sender chooses the path.</summary>
    private static string Name(string act) => act is "refresh" or "pin" or "unpin" or "publish" ? act : "unknown";

    /// <summary>An action may build a revision, so it must not block a thread that serves other connections. Failures are audited too.</summary>
    private async Task<Act> TryActAsync(string act, HttpContext context)
    {
        try
        {
            return await Task.Run(() => ActAsync(act, context));
        }
        catch (Exception exception)
        {
            LogFailure(exception, Name(act));
            return Refuse(Name(act), ProtocolError.Internal);
        }
    }

    private Task<Act> ActAsync(string act, HttpContext context) => act switch
    {
        "refresh" => RefreshAsync(),
        "pin" => Task.FromResult(Pin(context.Request.Query["revision"].ToString())),
        "unpin" => Task.FromResult(Unpin()),
        "publish" => PublishAsync(context.Request.Query["candidate"].ToString()),
        _ => Task.FromResult(Refuse("unknown", ProtocolError.DoesNotExist($"{Prefix}{act}; there are refresh, pin, unpin and publish"))),
    };

    private static Act Refuse(string what, ProtocolError error) => new(what, error.Value, error);

    private async Task<Act> RefreshAsync()
    {
        // An action continues if its sender disconnects: it is in the audit log either way.
        var result = await refresh.RefreshNowAsync(CancellationToken.None);
        return result is null
            ? Refuse("refresh", ProtocolError.Internal)
            : new Act("refresh", $"{result.Outcome}, revision {result.Served?.Number ?? 0} is served");
    }

    private Act Pin(string name)
    {
        var what = $"pin {Excerpt.Of(name)}";
        if (library.Find(name) is not { } record)
        {
            return Refuse(what, ProtocolError.UnknownRevision(name, library.Records));
        }

        try
        {
            pin.Pin(record);
            return new Act(what, $"revision {record.Number} is served until it is unpinned");
        }
        catch (Exception exception) when (exception is InvalidDataException || DiskTrouble.IsOfDisk(exception))
        {
            return Refuse(what, new ProtocolError(500, "failed_plugin_execution", $"the revision cannot be pinned: {exception.Message}"));
        }
    }

    private Act Unpin()
    {
        try
        {
            pin.Unpin();
            return new Act("unpin", $"revision {store.Current?.Number ?? 0} is served");
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            return Refuse("unpin", new ProtocolError(500, "failed_plugin_execution", $"the pin cannot be taken away: {exception.Message}"));
        }
    }

    private async Task<Act> PublishAsync(string candidate)
    {
        var what = $"publish {Excerpt.Of(candidate)}";
        var result = await refresh.PublishHeldBackAsync(candidate, CancellationToken.None);
        if (result is not null)
        {
            return new Act(what, $"revision {store.Newest!.Number} is published");
        }

        var waiting = origin.HeldBack is { } heldBack ? $"'{heldBack.Candidate}' is" : "none is";
        return Refuse(what, new ProtocolError(409, "conflict", $"no build '{candidate}' is held back; {waiting} (publish?candidate=…)"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The act {Act} of an administrator failed inside the service.")]
    private partial void LogFailure(Exception exception, string act);

    /// <summary>The result of an action.</summary>
    /// <param name="What">The action, with its revision.</param>
    /// <param name="Result">A sentence for the audit log.</param>
    /// <param name="Error">The error; null if the action succeeded.</param>
    private sealed record Act(string What, string Result, ProtocolError? Error = null);
}
