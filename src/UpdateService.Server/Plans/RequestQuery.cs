using Microsoft.AspNetCore.WebUtilities;
using UpdateService.Planning.Questions;

namespace UpdateService.Server.Plans;

/// <summary>The query of a request: the planner's values, and those that this server reads itself.</summary>
internal sealed class RequestQuery
{
    /// <summary>The revision: a number or the start of a hash.</summary>
    public const string Revision = "revision";

    /// <summary>More than any query has. The limit is needed because each unknown name is compared with all known ones.</summary>
    private const int MostParameters = 200;

    private readonly Dictionary<string, string> own;

    private RequestQuery(QuestionParameters parameters, Dictionary<string, string> own) => (Parameters, this.own) = (parameters, own);

    /// <summary>The planner's values.</summary>
    public QuestionParameters Parameters { get; }

    /// <summary>A value that this server reads itself; null if it is absent or empty.</summary>
    public string? this[string name] => own.GetValueOrDefault(name);

    /// <summary>Reads a query. Returns null and the problem if the query is invalid.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inPath">The value in the path; null if there is none.</param>
    /// <param name="ownNames">The names of the values that are not the planner's.</param>
    /// <param name="problem">The problem to send.</param>
    public static RequestQuery? Read(HttpRequest request, (string Name, string Value)? inPath, ReadOnlySpan<string> ownNames, out PlannerProblem? problem)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        var ours = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (inPath is { } first)
        {
            pairs.Add(new(first.Name, first.Value));
        }

        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            if (!Contains(ownNames, name))
            {
                pairs.Add(new(name, value));
            }
            else if (value.Length > 0 && !ours.TryAdd(name, value) && ours[name] != value)
            {
                problem = Invalid($"'{name}' is given twice, as '{Excerpt.Of(ours[name])}' and as '{Excerpt.Of(value)}'; give it once.") with { Parameter = name };
                return null;
            }

            if (pairs.Count > MostParameters)
            {
                problem = Invalid($"The question has more than {MostParameters} parameters; no question needs as many.");
                return null;
            }
        }

        problem = null;
        return new RequestQuery(QuestionParameters.Of(pairs), ours);
    }

    private static bool Contains(ReadOnlySpan<string> names, string name)
    {
        foreach (var known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static PlannerProblem Invalid(string detail) => new(StatusCodes.Status400BadRequest, "Invalid value", detail);
}
