using System.Globalization;
using System.Text;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Plans as a Markdown document: for a change request, or to print.</summary>
internal static class PathMarkdown
{
    /// <summary>The whole document. Texts of other people are escaped, and links are shown as they are.</summary>
    public static string Write(PathAnswer answer)
    {
        var text = new StringBuilder();
        var to = answer.Best is { Hops.IsEmpty: false } plan ? plan.Hops[^1].To.Version.Text : PlanWords.TargetName(answer.Question.To);
        _ = text.Append(CultureInfo.InvariantCulture, $"# Update from {answer.Question.From} to {to} ({answer.Question.Architecture})\n");
        if (answer.Refusal is { } refusal)
        {
            return text.Append('\n').Append(MarkdownText.Block(refusal.Message)).Append('\n').ToString();
        }

        if (answer.Best is not { } best)
        {
            _ = text.Append("\nThere is no plan.\n");
        }
        else
        {
            _ = text.Append('\n').Append(MarkdownText.Block(best.Hops.IsEmpty ? "Nothing to do." : PlanWords.Totals(best))).Append('\n');
            WriteHops(text, best);
        }

        foreach (var note in PlanWords.Notes(answer))
        {
            _ = text.Append('\n').Append(MarkdownText.Block(note)).Append('\n');
        }

        foreach (var reason in answer.Reasons)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n**{reason.Kind}**: {MarkdownText.Inline(reason.Message)} {MarkdownText.Inline(reason.Next)}\n");
        }

        for (var number = 1; number < answer.Plans.Length; number++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n## Alternative {number}: {PlanWords.Name(answer.Plans[number].Kind)}\n\n{MarkdownText.Block(PlanWords.Totals(answer.Plans[number]))}\n");
            WriteHops(text, answer.Plans[number]);
        }

        return text.ToString();
    }

    private static void WriteHops(StringBuilder text, Plan plan)
    {
        for (var number = 0; number < plan.Hops.Length; number++)
        {
            var hop = plan.Hops[number];
            _ = text.Append(CultureInfo.InvariantCulture, $"\n{number + 1}. Update {hop.From.Version} to **{hop.To.Version}** in {MarkdownText.Code(hop.Channel)}\n");
            if (hop.ChannelCommand is { } command)
            {
                _ = text.Append("   * channel: ").Append(MarkdownText.Code(command)).Append('\n');
            }

            _ = text.Append("   * payload: ").Append(MarkdownText.Code(hop.Payload)).Append('\n');
            if (hop.Url is { } url)
            {
                _ = text.Append("   * errata: ").Append(MarkdownText.Inline(url)).Append('\n');
            }

            foreach (var risk in hop.Risks)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"   * {(risk.IsAccepted ? "accepted risk" : "**risk**")} {MarkdownText.Inline(risk.Risk.Name)}: {MarkdownText.Inline(risk.Risk.Message)} {MarkdownText.Inline(risk.Risk.Url)}\n");
            }
        }
    }
}
