using System.Collections.Immutable;

namespace UpdateService.Planning.Questions;

/// <summary>
/// The values of a question by name: from a query, a form or a command line. Names are read in any case; empty values are
/// absent; lists may be repeated or separated by commas. The names of Red Hat's hosted tool are understood.
/// </summary>
public sealed class QuestionParameters
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private QuestionParameters(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        foreach (var (written, value) in pairs)
        {
            var isOfHostedTool = ParameterNames.OfHostedTool.TryGetValue(written, out var known);
            IsOfHostedTool |= isOfHostedTool;
            if ((isOfHostedTool ? known : ParameterNames.Find(written)) is { } name)
            {
                Add(name, written, value, refusals);
            }
            else if (ParameterNames.Meant(written) is { } meant)
            {
                refusals.Add(new Refusal(RefusalKind.UnknownName, Excerpt.Of(written), $"There is no parameter '{Excerpt.Of(written)}'; '{meant}' may be meant.", [meant]));
            }
        }

        Refusals = refusals.ToImmutable();
    }

    /// <summary>What is wrong with the names themselves: misspelt ones, and single values that are given twice.</summary>
    public ImmutableArray<Refusal> Refusals { get; }

    /// <summary>Whether the names are those of the hosted tool, where the channel is the one that the cluster is in.</summary>
    public bool IsOfHostedTool { get; }

    /// <summary>A value by name; null where it is absent.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>The values of a list of pairs.</summary>
    public static QuestionParameters Of(IEnumerable<KeyValuePair<string, string?>> pairs) => new(pairs);

    /// <summary>The values of pairs in words.</summary>
    public static QuestionParameters Of(params (string Name, string? Value)[] pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    private void Add(string name, string written, string? value, ImmutableArray<Refusal>.Builder refusals)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (!values.TryGetValue(name, out var first))
        {
            values.Add(name, value);
        }
        else if (ParameterNames.IsList(name))
        {
            values[name] = $"{first},{value}";
        }
        else if (first != value)
        {
            refusals.Add(new Refusal(
                RefusalKind.InvalidValue,
                Excerpt.Of(written),
                $"'{name}' is given twice, as '{Excerpt.Of(first)}' and as '{Excerpt.Of(value)}'; give it once.",
                []));
        }
    }
}
