using Microsoft.Extensions.Primitives;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Server.Plans;

/// <summary>A question as it came over HTTP.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Parameters">The values.</param>
/// <param name="Revision">Which revision is asked: a number or the beginning of a hash; null for the served one.</param>
/// <param name="Format">How the answer is written; null where <c>format</c> names none that it has, which the planner refuses.</param>
internal sealed record PlannerQuery(QuestionKind Kind, QuestionParameters Parameters, string? Revision, AnswerFormat? Format)
{
    /// <summary>The parameter that names a format; it wins over the header.</summary>
    public const string FormatName = "format";

    /// <summary>Whether nothing is wrong with the names and the format, so that an answer may be kept already.</summary>
    public bool IsWellFormed => Format is not null && Parameters.Refusals.IsEmpty;

    /// <summary>Reads a request's query; null where the problem says why not.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="inPath">The value that stands in the path; null where none does.</param>
    /// <param name="problem">What to answer instead.</param>
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
