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
using UpdateService.Server.Hosting;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// The planner's answers, ready to send. An answer is taken from the cache, or else made in the queue and cached. It is not sent to a
/// client that has it already, and is sent in gzip if the client accepts that.
/// </summary>
internal sealed class PreparedAnswers(RevisionPlanner planner, AnswerCache cache, PackedAnswers packed)
{
    /// <summary>What an answer depends on besides its address.</summary>
    public static readonly StringValues VaryValue = "Accept, Accept-Encoding";

    /// <summary>Answers a query about revisions, or reports why there is no answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind of query.</param>
    /// <param name="inPath">The value in the path; null if there is none.</param>
    /// <param name="choose">Returns the revisions of the query; if they do not exist, none and the problem.</param>
    /// <param name="ask">Queries the same number of revisions in the same order, each with a complete graph.</param>
    public async Task AnswerAsync(
        HttpContext context,
        QuestionKind kind,
        (string Name, string Value)? inPath,
        Func<PlannerQuery, (ImmutableArray<ChosenRevision> Chosen, PlannerProblem? Problem)> choose,
        Func<ImmutableArray<Revision>, PlannerQuery, Reply> ask)
    {
        context.Response.Headers.Vary = VaryValue;
        var (answer, problem) = PlannerQuery.Read(kind, context.Request, inPath, out var refusal) is { } query
            ? await FindAsync(query, choose(query), ask, context.RequestAborted)
            : (null, refusal);
        await (answer is null ? problem!.WriteAsync(context) : WriteAsync(context, answer));
    }

    private async ValueTask<(PreparedAnswer? Answer, PlannerProblem? Problem)> FindAsync(
        PlannerQuery query,
        (ImmutableArray<ChosenRevision> Revisions, PlannerProblem? Problem) chosen,
        Func<ImmutableArray<Revision>, PlannerQuery, Reply> ask,
        CancellationToken cancellationToken)
    {
        if (chosen.Problem is not null)
        {
            return (null, chosen.Problem);
        }

        if (!query.Parameters.Refusals.IsEmpty && chosen.Revisions.Any(revision => revision.Live is null))
        {
            return (null, PlannerProblem.Of(new Reply(null, query.Parameters.Refusals, query.Format))); // No revision is restored for a slip of the pen.
        }

        var tag = query.IsWellFormed ? AnswerTags.Of(chosen.Revisions.Select(revision => revision.Record), query, query.Format!.Value) : null;
        return await FindAsync(tag, chosen.Revisions, revisions => Make(revisions, query, tag, ask), cancellationToken);
    }

    /// <summary>An answer that is cached, or is made in the queue.</summary>
    /// <param name="tag">Its tag; null if it is not cached.</param>
    /// <param name="chosen">The revisions that it is made from.</param>
    /// <param name="make">Makes it, and caches it if that is allowed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<(PreparedAnswer? Answer, PlannerProblem? Problem)> FindAsync(
        string? tag,
        ImmutableArray<ChosenRevision> chosen,
        Func<ImmutableArray<Revision>, (PreparedAnswer? Answer, PlannerProblem? Problem)> make,
        CancellationToken cancellationToken) => Kept(tag) is { } known
            ? (known, null)
            : await planner.TakeAsync(chosen, revisions => Kept(tag) is { } meanwhile ? (meanwhile, null) : make(revisions), cancellationToken);

    /// <summary>Caches an answer for equal queries.</summary>
    public void Keep(PreparedAnswer answer) => cache.Keep(answer);

    /// <summary>Looks in the cache twice: an equal query may have been answered while this one waited.</summary>
    private PreparedAnswer? Kept(string? tag) => tag is null ? null : cache.Find(tag);

    private (PreparedAnswer? Answer, PlannerProblem? Problem) Make(
        ImmutableArray<Revision> revisions,
        PlannerQuery query,
        string? tag,
        Func<ImmutableArray<Revision>, PlannerQuery, Reply> ask)
    {
        var reply = ask(revisions, query);
        if (tag is null || reply.IsRefused)
        {
            return (null, PlannerProblem.Of(reply));
        }

        if (reply.Answer is ReleaseAnswer { Release: null } release)
        {
            return (null, PlannerProblem.UnknownRelease(release));
        }

        var answer = Prepare(reply.Answer!, query.Format!.Value, tag, revisions[0].Number);
        Keep(answer);
        return (answer, null);
    }

    private static PreparedAnswer Prepare(Planning.Answer answer, AnswerFormat format, string tag, int revision)
    {
        var body = new ArrayBufferWriter<byte>();
        answer.WriteTo(body, format, new WritingOptions { Revision = revision });
        var isComplete = answer is not (PathAnswer { IsComplete: false } or ExplanationAnswer { IsComplete: false });
        return new PreparedAnswer(tag, format.MediaType(), body.WrittenSpan.ToArray(), isComplete);
    }

    /// <summary>Sends an answer: only its tag if the client has it, in gzip if the client accepts that.</summary>
    public async Task WriteAsync(HttpContext context, PreparedAnswer answer)
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
        if (answer.IsWorthPacking
            && ContentCodings.Negotiate(request.Headers.AcceptEncoding, offersBrotli: false) == ContentCoding.Gzip
            && await packed.FindAsync(answer, context.RequestAborted) is { } gzip)
        {
            body = gzip;
            response.Headers.ContentEncoding = ContentCodings.NameOf(ContentCoding.Gzip);
        }

        response.ContentType = answer.MediaType;
        SvgPolicy.Set(response, answer.MediaType);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await PacedBody.WriteAsync(context, body);
        }
    }
}
