using System.Globalization;
using System.Text;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Plans in the languages of Mermaid and Graphviz. All plans of an answer are in one diagram; the best is drawn thick.</summary>
internal static class PathDiagrams
{
    /// <summary>For Mermaid.</summary>
    public static string Mermaid(PathAnswer answer)
    {
        var text = new StringBuilder("flowchart LR\n");
        var nodes = Nodes(answer);
        foreach (var (version, number) in nodes.OrderBy(pair => pair.Value))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  n{number}[\"{Quoted(version)}\"]\n");
        }

        foreach (var (hop, isBest) in Hops(answer))
        {
            // Entities, since Mermaid knows no other way to quote.
            var arrow = hop.Risks.IsEmpty ? (isBest ? "==>" : "-->") : "-.->";
            _ = text.Append(CultureInfo.InvariantCulture, $"  n{nodes[hop.From.Version.Text]} {arrow}|\"{Quoted(Label(hop))}\"| n{nodes[hop.To.Version.Text]}\n");
        }

        return text.Append(Comments(answer, "  %% ")).ToString();

        static string Quoted(string words) =>
            string.Concat(PlainText.Of(words).Select(character => character is '"' or '#' or '<' or '>' or '&' or '`' or ';' ? $"#{(int)character};" : character.ToString()));
    }

    /// <summary>For Graphviz.</summary>
    public static string Dot(PathAnswer answer)
    {
        var text = new StringBuilder("digraph plan {\n  rankdir=LR;\n  node [shape=box];\n");
        var nodes = Nodes(answer);
        foreach (var (version, number) in nodes.OrderBy(pair => pair.Value))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  n{number} [label=\"{Quoted(version)}\"];\n");
        }

        foreach (var (hop, isBest) in Hops(answer))
        {
            var style = (hop.Risks.IsEmpty ? "" : ", style=dashed") + (isBest ? ", penwidth=2" : "");
            _ = text.Append(CultureInfo.InvariantCulture, $"  n{nodes[hop.From.Version.Text]} -> n{nodes[hop.To.Version.Text]} [label=\"{Quoted(Label(hop))}\"{style}];\n");
        }

        return text.Append(Comments(answer, "  // ")).Append("}\n").ToString();

        static string Quoted(string words) =>
            PlainText.Of(words).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }

    /// <summary>Why there is no plan, one comment for each reason.</summary>
    private static string Comments(PathAnswer answer, string beginning) => answer.Plans.IsEmpty
        ? string.Concat(answer.Reasons.Select(reason => $"{beginning}{PlainText.Of($"{reason.Message} {reason.Next}".TrimEnd())}\n"))
        : "";

    private static Dictionary<string, int> Nodes(PathAnswer answer)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { [answer.Question.From.Text] = 0 };
        foreach (var hop in answer.Plans.SelectMany(plan => plan.Hops))
        {
            _ = numbers.TryAdd(hop.To.Version.Text, numbers.Count);
        }

        return numbers;
    }

    /// <summary>Every hop once, with whether the best plan has it.</summary>
    private static IEnumerable<(Hop Hop, bool IsBest)> Hops(PathAnswer answer) => answer.Plans
        .SelectMany((plan, number) => plan.Hops.Select(hop => (Hop: hop, IsBest: number == 0)))
        .DistinctBy(entry => (entry.Hop.From.Version.Text, entry.Hop.To.Version.Text));

    private static string Label(Hop hop) => hop.Risks.IsEmpty
        ? hop.Channel
        : $"{hop.Channel}: {string.Join(", ", hop.Risks.Select(risk => risk.IsAccepted ? $"{risk.Risk.Name} (accepted)" : risk.Risk.Name))}";
}
