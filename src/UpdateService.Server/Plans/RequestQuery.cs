using Microsoft.AspNetCore.WebUtilities;
using UpdateService.Planning.Questions;

namespace UpdateService.Server.Plans;

/// <summary>The query of a request: the values of a question, and those that this server reads itself.</summary>
internal sealed class RequestQuery
{
    /// <summary>Which revision is asked: a number or the beginning of a hash.</summary>
    public const string Revision = "revision";

    /// <summary>More than any question has; each unknown name is compared with all known ones.</summary>
    private const int MostParameters = 200;

    private readonly Dictionary<string, string> own;

    private RequestQuery(QuestionParameters parameters, Dictionary<string, string> own) => (Parameters, this.own) = (parameters, own);

    /// <summary>The values of the question.</summary>
    public QuestionParameters Parameters { get; }

    /// <summary>A value that this server reads itself; null where it is absent or empty.</summary>
    public string? this[string name] => own.GetValueOrDefault(name);

    /// <summary>Reads a query; null where the problem says why not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inPath">The value that stands in the path; null where none does.</param>
    /// <param name="ownNames">The names of the values that are not the question's.</param>
    /// <param name="problem">What to answer instead.</param>
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
