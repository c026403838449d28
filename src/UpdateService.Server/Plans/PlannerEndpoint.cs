using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Releases;
using UpdateService.Planning.Writing;
using UpdateService.Server.Graphs;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// <c>{prefix}/v1/path</c>, <c>/recommended</c>, <c>/explain</c>, <c>/channels</c>, <c>/releases</c> and <c>/matrix</c>: the planner's
/// questions about the served revision or a kept one. An answer that is not kept already is computed elsewhere, in turn.
/// </summary>
internal sealed class PlannerEndpoint(RevisionStore store, RevisionFinder finder, Planners planners, AnswerCache cache, PlannerTurns turns)
{
    private static readonly StringValues VaryValue = "Accept, Accept-Encoding";

    /// <summary>The paths behind the prefix and what each asks.</summary>
    public static ImmutableArray<(string Path, QuestionKind Kind)> Paths { get; } =
    [
        ("/v1/path", QuestionKind.Path),
        ("/v1/recommended", QuestionKind.Recommended),
        ("/v1/explain", QuestionKind.Explain),
        ("/v1/channels", QuestionKind.Channels),
        ("/v1/releases", QuestionKind.Releases),
        ("/v1/matrix", QuestionKind.Matrix),
    ];

    /// <summary>Answers a question.</summary>
    public Task GetAsync(HttpContext context, QuestionKind kind) => AnswerAsync(context, kind, version: null);

    /// <summary>All about one release.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The path behind <c>releases/</c>.</param>
    public Task GetReleaseAsync(HttpContext context, string version) => AnswerAsync(context, QuestionKind.Release, version);

    private async Task AnswerAsync(HttpContext context, QuestionKind kind, string? version)
    {
        context.Response.Headers.Vary = VaryValue;
        var (answer, problem) = PlannerQuery.Read(kind, context.Request, version, out var refusal) is { } query
            ? await FindAsync(query, context.RequestAborted)
            : (null, refusal);
        await (answer is null ? problem!.WriteAsync(context) : WriteAsync(context, answer));
    }

    private async ValueTask<(PreparedAnswer? Answer, PlannerProblem? Problem)> FindAsync(PlannerQuery query, CancellationToken cancellationToken)
    {
        var served = query.Revision is null ? store.Current : null;
        var (record, problem) = query.Revision is null ? (served?.Record, PlannerProblem.NotReady) : finder.FindRecord(query.Revision);
        if (record is null)
        {
            return (null, problem);
        }

        var tag = query.IsWellFormed ? AnswerTags.Of(record, query, query.Format!.Value) : null;
        if (tag is not null && cache.Find(tag) is { } known)
        {
            return (known, null);
        }

        var (revision, failure) = served is null ? await finder.FindAsync(record, cancellationToken) : (served, null);
        return revision is null
            ? (null, failure)
            : await turns.TakeAsync(() => Ask(revision, query, tag, cancellationToken), static () => (null, PlannerProblem.Crowded), cancellationToken);
    }

    /// <summary>Somebody else may have asked the same while this question waited.</summary>
    private (PreparedAnswer? Answer, PlannerProblem? Problem) Ask(Revision revision, PlannerQuery query, string? tag, CancellationToken cancellationToken)
    {
        if (tag is not null && cache.Find(tag) is { } known)
        {
            return (known, null);
        }

        if (revision.Damage is not null)
        {
            return (null, new PlannerProblem(
                StatusCodes.Status503ServiceUnavailable,
                "Unreadable revision",
                $"Of revision {revision.Number} only the answers for clusters could be read again; the next refresh builds it anew."));
        }

        var reply = planners.Of(revision).Ask(query.Kind, query.Parameters, cancellationToken);
        if (tag is null || reply.IsRefused)
        {
            return (null, PlannerProblem.Of(reply));
        }

        if (reply.Answer is ReleaseAnswer { Release: null } release)
        {
            return (null, PlannerProblem.UnknownRelease(release));
        }

        var answer = Prepare(reply.Answer!, query.Format!.Value, tag, revision.Number);
        cache.Keep(answer);
        return (answer, null);
    }

    private static PreparedAnswer Prepare(Planning.Answer answer, AnswerFormat format, string tag, int revision)
    {
        var body = new ArrayBufferWriter<byte>();
        answer.WriteTo(body, format, new WritingOptions { Revision = revision });
        var isComplete = answer is not (PathAnswer { IsComplete: false } or ExplanationAnswer { IsComplete: false });
        return new PreparedAnswer(tag, format.MediaType(), body.WrittenSpan.ToArray(), isComplete);
    }

    private async Task WriteAsync(HttpContext context, PreparedAnswer answer)
    {
        var (request, response) = (context.Request, context.Response);
        if (answer.IsComplete)
        {
            response.Headers.ETag = $"W/{answer.EntityTag}";
            if (request.Headers.IfNoneMatch is { Count: > 0 } ifNoneMatch && EntityTags.Match(ifNoneMatch, answer.EntityTag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        var body = answer.Body;
        if (answer.IsWorthPacking && ContentCodings.Negotiate(request.Headers.AcceptEncoding, offersBrotli: false) == ContentCoding.Gzip)
        {
            body = cache.FindPacked(answer) ?? await Task.Run(() => cache.Pack(answer), context.RequestAborted);
            response.Headers.ContentEncoding = ContentCodings.NameOf(ContentCoding.Gzip);
        }

        response.ContentType = answer.MediaType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
