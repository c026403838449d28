using Microsoft.AspNetCore.WebUtilities;
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
    private const string RevisionName = "revision";
    private const string FormatName = "format";

    /// <summary>More than any question has; each unknown name is compared with all known ones.</summary>
    private const int MostParameters = 200;

    /// <summary>Whether nothing is wrong with the names and the format, so that an answer may be kept already.</summary>
    public bool IsWellFormed => Format is not null && Parameters.Refusals.IsEmpty;

    /// <summary>Reads a request's query; null where the problem says why not.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="version">The version that stands in the path; null where none does.</param>
    /// <param name="problem">What to answer instead.</param>
    public static PlannerQuery? Read(QuestionKind kind, HttpRequest request, string? version, out PlannerProblem? problem)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (version is not null)
        {
            pairs.Add(new("version", version));
        }

        string? revision = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            if (!name.Equals(RevisionName, StringComparison.OrdinalIgnoreCase))
            {
                pairs.Add(new(name, value));
            }
            else if (value.Length > 0 && revision is not null && revision != value)
            {
                problem = Invalid($"'{RevisionName}' is given twice, as '{Excerpt.Of(revision)}' and as '{Excerpt.Of(value)}'; give it once.") with { Parameter = RevisionName };
                return null;
            }
            else
            {
                revision = value.Length > 0 ? value : revision;
            }

            if (pairs.Count > MostParameters)
            {
                problem = Invalid($"The question has more than {MostParameters} parameters; no question needs as many.");
                return null;
            }
        }

        var parameters = QuestionParameters.Of(pairs);
        var isAcceptable = ChooseFormat(kind, parameters, request.Headers.Accept, out var format);
        problem = isAcceptable ? null : PlannerProblem.NotAcceptable(kind.Formats());
        return isAcceptable ? new PlannerQuery(kind, parameters, revision, format) : null;
    }

    /// <summary>The parameter wins over the header.</summary>
    private static bool ChooseFormat(QuestionKind kind, QuestionParameters parameters, StringValues accept, out AnswerFormat? format)
    {
        if (parameters[FormatName] is not { } name)
        {
            return (format = FormatNegotiation.Negotiate(accept, kind.Formats())) is not null;
        }

        format = AnswerFormats.TryParse(name, out var named) && kind.Formats().Contains(named) ? named : null;
        return true;
    }

    private static PlannerProblem Invalid(string detail) => new(StatusCodes.Status400BadRequest, "Invalid value", detail);
}
