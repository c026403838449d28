using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace UpdateService.Planning.Questions;

/// <summary>
/// The values of a question by name: from a query, a form or a command line. Names are read in any case; space around
/// values is left out, and empty values are absent; lists may be repeated or separated by commas. The names of Red Hat's hosted tool are understood.
/// </summary>
public sealed class QuestionParameters
{
    /// <summary>Longer than any version, channel or architecture; what is echoed in answers must not be a page.</summary>
    private const int LongestValue = 256;

    private Dictionary<string, string> values = new(StringComparer.Ordinal);

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

    /// <summary>Whether the names are those of the hosted tool, in which the channel is the cluster's current one.</summary>
    public bool IsOfHostedTool { get; }

    /// <summary>A value by name; null if it is absent.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>The same values with one that is absent.</summary>
    /// <param name="name">As it is spelt here.</param>
    /// <param name="value">Its value, which is not looked at.</param>
    public QuestionParameters With(string name, string value)
    {
        var copy = (QuestionParameters)MemberwiseClone();
        copy.values = new Dictionary<string, string>(values, StringComparer.Ordinal) { [name] = value };
        return copy;
    }

    /// <summary>All values by the names that are spelt here, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => values.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The items of a list value, trimmed, without duplicates; none if it is absent.</summary>
    public ImmutableArray<string> List(string name) => this[name] is { } value ? [.. Items(value)] : [];

    /// <summary>The values of a list of pairs.</summary>
    public static QuestionParameters Of(IEnumerable<KeyValuePair<string, string?>> pairs) => new(pairs);

    /// <summary>The values of pairs in words.</summary>
    public static QuestionParameters Of(params (string Name, string? Value)[] pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    /// <summary>
    /// The question on one line, the same for its spellings: names as they are spelt here, in ordinal order, without
    /// <c>format</c>; items of lists trimmed and once each. Questions that mean something else have another line.
    /// </summary>
    public string Normalise() => Normalise(static _ => true);

    /// <summary>The same without the values that a kind of question does not look at.</summary>
    public string Normalise(QuestionKind kind) => Normalise(name => ParameterNames.Of(kind).Contains(name, StringComparer.Ordinal));

    private string Normalise(Predicate<string> isMeant)
    {
        var line = new StringBuilder(IsOfHostedTool ? "hosted;" : "");
        foreach (var (name, value) in values.Where(pair => pair.Key != ParameterNames.Format && isMeant(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var text = ParameterNames.IsList(name) ? string.Join(',', Items(value)) : value;
            _ = line.Append(CultureInfo.InvariantCulture, $"{name}={text.Length}:{text};");
        }

        return line.ToString();
    }

    /// <summary>The items of a comma list, trimmed, once each.</summary>
    internal static IEnumerable<string> Items(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal);

    private void Add(string name, string written, string? value, ImmutableArray<Refusal>.Builder refusals)
    {
        value = value?.Trim();
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (value.Length > LongestValue && !ParameterNames.IsList(name))
        {
            refusals.Add(new Refusal(RefusalKind.InvalidValue, Excerpt.Of(written), $"'{name}' is longer than {LongestValue} characters, and no such value is.", []));
        }
        else if (!values.TryGetValue(name, out var first))
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
