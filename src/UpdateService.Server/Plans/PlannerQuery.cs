using Microsoft.Extensions.Primitives;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Server.Plans;

/// <summary>A query received over HTTP.</summary>
/// <param name="Kind">The kind of query.</param>
/// <param name="Parameters">The values.</param>
/// <param name="Revision">The revision: a number or the start of a hash; null for the served one.</param>
/// <param name="Format">The format of the answer; null if <c>format</c> names none that it has, which the planner refuses.</param>
internal sealed record PlannerQuery(QuestionKind Kind, QuestionParameters Parameters, string? Revision, AnswerFormat? Format)
{
    /// <summary>The parameter that names a format; it overrides the header.</summary>
    public const string FormatName = "format";

    /// <summary>Whether the names and the format are valid, so that an answer may be cached already.</summary>
    public bool IsWellFormed => Format is not null && Parameters.Refusals.IsEmpty;

    /// <summary>Reads a request's query. Returns null and the problem if the query is invalid.</summary>
    /// <param name="kind">The kind of query.</param>
    /// <param name="request">The request.</param>
    /// <param name="inPath">The value in the path; null if there is none.</param>
    /// <param name="problem">The problem to send.</param>
    public static PlannerQuery? Read(QuestionKind kind, HttpRequest request, (string Name, string Value)? inPath, out PlannerProblem? problem)
    {
        if (RequestQuery.Read(request, inPath, [RequestQuery.Revision], out problem) is not { } query)
        {
            return null;
        }

        var isAcceptable = ChooseFormat(kind, query.Parameters, request.Headers.Accept, out var format);
        problem = isAcceptable ? null : PlannerProblem.NotAcceptable(kind.Formats());
        return isAcceptable ? new PlannerQuery(kind, query.Parameters, query[RequestQuery.Revision], format) : null;
    }

    private static bool ChooseFormat(QuestionKind kind, QuestionParameters parameters, StringValues accept, out AnswerFormat? format)
    {
        if (parameters[FormatName] is not { } name)
        {
            return (format = FormatNegotiation.Negotiate(accept, kind.Formats())) is not null;
        }

        format = AnswerFormats.TryParse(name, out var named) && kind.Formats().Contains(named) ? named : null;
        return true;
    }
}
