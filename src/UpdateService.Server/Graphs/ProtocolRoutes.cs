using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.Extensions.Primitives;
using UpdateService.Planning.Questions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;
using UpdateService.Server.OpenApi;
using UpdateService.Server.Pages;
using UpdateService.Server.Pages.Assets;
using UpdateService.Server.Plans;
using UpdateService.Server.Revisions;
using UpdateService.Server.Signatures;

namespace UpdateService.Server.Graphs;

/// <summary>
/// Routes requests. Protocol paths are exact and case-sensitive and their errors have the protocol's body, so they are looked up
/// here and not by ASP.NET's routing, which ignores case and trailing slashes.
/// </summary>
internal sealed partial class ProtocolRoutes
{
    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues Close = "close";
    private static readonly StringValues Methods = "GET, HEAD, OPTIONS";
    private static readonly StringValues NoSniff = "nosniff";

    private readonly string prefix;
    private readonly PathString basePath;
    private readonly FrozenDictionary<string, Route> routes;
    private readonly (string Prefix, Route Route)[] below;
    private readonly PageEndpoint pages;
    private readonly ConnectionLimit connections;
    private readonly ServiceMetrics metrics;
    private readonly ILogger<ProtocolRoutes> logger;

    public ProtocolRoutes(
        ServiceOptions options,
        GraphEndpoint graph,
        GraphDataEndpoint graphData,
        OpenApiEndpoint openApi,
        SignatureEndpoint signature,
        RevisionsEndpoint revisions,
        PlannerEndpoint planner,
        PageEndpoint pages,
        AssetEndpoint assets,
        ConnectionLimit connections,
        ServiceMetrics metrics,
        ILogger<ProtocolRoutes> logger)
    {
        prefix = options.PathPrefix;
        basePath = new PathString(options.BasePath);
        this.pages = pages;
        this.connections = connections;
        this.metrics = metrics;
        this.logger = logger;
        below =
        [
            Below($"{prefix}/signatures/", $"{prefix}/signatures", signature.GetAsync, isForClusters: true),
            Below($"{prefix}/v1/revisions/", $"{prefix}/v1/revisions/{{n}}", revisions.GetAsync),
            Below($"{prefix}/v1/releases/", $"{prefix}/v1/releases/{{version}}", (context, version) => planner.AnswerAsync(context, QuestionKind.Release, ("version", version))),
            Below(PageAssets.Prefix, "/assets/{hash}/{name}", assets.GetAsync),
            .. PagePaths.Below.Select(page => Below(page.Prefix, $"{page.Prefix}{{{page.Kind.NameInPath()}}}", (context, name) => pages.GetAsync(context, page.Kind, name))),
        ];
        var exact = new Dictionary<string, Route>(StringComparer.Ordinal)
        {
            [$"{prefix}/v1/graph"] = new(graph.GetAsync, metrics.ForPath($"{prefix}/v1/graph"), IsInstant: true, IsForClusters: true),
            [$"{prefix}/graph"] = new(graph.GetAsync, metrics.ForPath($"{prefix}/graph"), IsInstant: true, IsForClusters: true),
            [$"{prefix}/v1/openapi"] = new(openApi.GetAsync, metrics.ForPath($"{prefix}/v1/openapi")),
            [$"{prefix}/openapi"] = new(openApi.GetAsync, metrics.ForPath($"{prefix}/openapi")),
            [$"{prefix}/v1/revisions"] = new(revisions.ListAsync, metrics.ForPath($"{prefix}/v1/revisions")),
            [$"{prefix}/graph-data"] = new(graphData.GetAsync, metrics.ForPath($"{prefix}/graph-data"), IsForClusters: true),
        };
        foreach (var (path, kind) in PlannerEndpoint.Paths)
        {
            exact.Add(prefix + path, new Route(context => planner.GetAsync(context, kind), metrics.ForPath(prefix + path)));
        }

        foreach (var (path, kind) in PagePaths.Exact)
        {
            exact.Add(path, new Route(context => pages.GetAsync(context, kind), metrics.ForPath(path)));
        }

        routes = exact.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Answers any request to the protocol's addresses. It throws only if the client disconnected.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var route = Find(context.Request);
        StartAnswer(context, route);
        try
        {
            if (route is not { IsInstant: true })
            {
                await PollingThreads.Leave();
            }

            await DispatchAsync(context, route);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            await FailAsync(context, route, exception);
        }
        catch (OperationCanceledException)
        {
            // The client has disconnected.
        }

        if (route is not null)
        {
            metrics.Served(route.Requests, started);
            Traces.Name(route.Requests.Path);
        }

        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            CountFailure(context);
        }
    }

    /// <summary>Answers a client that sends too many requests.</summary>
    public async Task RefuseAsync(HttpContext context)
    {
        StartAnswer(context, route: null);
        await ProtocolError.TooManyRequests.WriteAsync(context);
        CountFailure(context);
    }

    /// <summary>Sets the headers of every answer. Answers for cluster clients, and preflights, have no header that only browsers need.</summary>
    private void StartAnswer(HttpContext context, Route? route)
    {
        context.Response.Headers.AccessControlAllowOrigin = AnyOrigin;
        if (route is not { IsForClusters: true } && context.Request.Method != HttpMethods.Options)
        {
            context.Response.Headers.XContentTypeOptions = NoSniff;
        }

        if (connections.IsCrowded && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = Close; // HTTP/2 has no such header, and needs no second connection.
        }
    }

    private void CountFailure(HttpContext context)
    {
        if (context.Items[typeof(ProtocolError)] is ProtocolError error)
        {
            metrics.Failed(error.Status, error.Kind);
        }
        else if (context.Items[typeof(PlannerProblem)] is PlannerProblem problem)
        {
            metrics.Failed(problem.Status, problem.Kind);
        }
    }

    /// <summary>
    /// The route of a request. Its path may begin with the base path, because not every proxy removes it. Endpoints get the rest as the path;
    /// without a route, the request keeps its path.
    /// </summary>
    private Route? Find(HttpRequest request)
    {
        if (basePath.HasValue && request.Path.StartsWithSegments(basePath, StringComparison.Ordinal, out var rest))
        {
            rest = rest.HasValue ? rest : new PathString(PagePaths.Start);
            if (Find(rest.Value!) is { } route)
            {
                (request.PathBase, request.Path) = (basePath, rest);
                return route;
            }
        }

        return Find(request.Path.Value ?? "");
    }

    private Route? Find(string path) => routes.TryGetValue(path, out var route)
        ? route
        : Array.Find(below, entry => path.StartsWith(entry.Prefix, StringComparison.Ordinal)).Route;

    /// <summary>A route for all paths with a prefix. Its endpoint gets the rest of the path.</summary>
    private (string Prefix, Route Route) Below(string prefix, string name, Func<HttpContext, string, Task> endpoint, bool isForClusters = false) =>
        (prefix, new Route(context => endpoint(context, context.Request.Path.Value![prefix.Length..]), metrics.ForPath(name), IsForClusters: isForClusters));

    private Task DispatchAsync(HttpContext context, Route? route)
    {
        if (route is null)
        {
            return MissAsync(context);
        }

        // Methods are case-sensitive; HttpMethods.IsGet and similar methods would accept "get" as well.
        var method = context.Request.Method;
        if (method == HttpMethods.Get || method == HttpMethods.Head)
        {
            return route.Endpoint(context);
        }

        if (method == HttpMethods.Options)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = Methods;
            context.Response.Headers.AccessControlAllowMethods = "GET, HEAD";
            context.Response.Headers.AccessControlAllowHeaders = "*";
            context.Response.Headers.AccessControlMaxAge = "86400";
            return Task.CompletedTask;
        }

        context.Response.Headers.Allow = Methods;
        return ProtocolError.MethodNotAllowed.WriteAsync(context);
    }

    /// <summary>Below the prefix, all errors are the protocol's; elsewhere, a browser gets a page.</summary>
    private async Task MissAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var isOfProtocol = IsOfProtocol(path)
            || (context.Request.Path.StartsWithSegments(basePath, StringComparison.Ordinal, out var rest) && IsOfProtocol(rest.Value ?? ""));
        if (isOfProtocol || context.Request.Method is not ("GET" or "HEAD") || !await pages.TryMissAsync(context))
        {
            await ProtocolError.DoesNotExist(path).WriteAsync(context);
        }
    }

    private bool IsOfProtocol(string path) => path.StartsWith($"{prefix}/", StringComparison.Ordinal) || path == prefix;

    private async Task FailAsync(HttpContext context, Route? route, Exception exception)
    {
        LogFailure(exception, context.Request.Path.Value);
        if (context.Response.HasStarted)
        {
            context.Abort(); // A torn answer must not look like a whole one.
            return;
        }

        context.Response.Clear();
        StartAnswer(context, route);
        await ProtocolError.Internal.WriteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request for {Path} failed inside the service.")]
    private partial void LogFailure(Exception exception, string? path);

    /// <param name="Endpoint">Answers the request.</param>
    /// <param name="Requests">Counts the requests.</param>
    /// <param name="IsInstant">Whether it is so fast that other requests may wait for it.</param>
    /// <param name="IsForClusters">Whether cluster clients and followers use it, so that it has only the headers that they know.</param>
    private sealed record Route(Func<HttpContext, Task> Endpoint, RequestCounter Requests, bool IsInstant = false, bool IsForClusters = false);
}
