using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;

namespace UpdateService.Builder.Guarding;

/// <summary>Writes files of <c>blocked-edges/</c>.</summary>
internal static class BlockFile
{
    private const int LongestPattern = SourcePattern.LongestText - 256;

    /// <summary>A file with one entry.</summary>
    public static byte[] Write(string to, string from, Risk? risk)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"to: {Quote(to)}\nfrom: {Quote(from)}\n");
        if (risk is not null)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"url: {Quote(risk.Url)}\nname: {Quote(risk.Name)}\nmessage: {Quote(risk.Message)}\nmatchingRules:\n");
            foreach (var rule in risk.MatchingRules)
            {
                Write(rule, text);
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Patterns that together match exactly these sources of one architecture.</summary>
    public static IEnumerable<string> PatternsOf(IEnumerable<string> sources, Architecture architecture)
    {
        var text = new StringBuilder();
        foreach (var source in sources.Select(Regex.Escape))
        {
            if (text.Length > 0 && text.Length + source.Length > LongestPattern)
            {
                yield return Whole(text);
                _ = text.Clear();
            }

            _ = text.Append(text.Length > 0 ? "|" : "").Append(source);
        }

        if (text.Length > 0)
        {
            yield return Whole(text);
        }

        string Whole(StringBuilder alternatives) => $@"^(?:{alternatives})\+{architecture.Name}$";
    }

    private static void Write(MatchingRule rule, StringBuilder text)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"- type: {Quote(rule.Type)}\n");
        if (rule.PromQl is not null)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  promql:\n    promql: {Quote(rule.PromQl)}\n");
        }
        else if (rule.HasPromQlKey)
        {
            _ = text.Append("  promql:\n");
        }
    }

    /// <summary>A double-quoted YAML text, which can hold any character.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                < ' ' or '\u007f' or '\u0085' or '\u00a0' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
