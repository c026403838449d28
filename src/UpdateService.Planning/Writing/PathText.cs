using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Plans and explanations in words.</summary>
internal static class PathText
{
    /// <summary>More sets of risks are too many to compare in a terminal.</summary>
    private const int MostOtherSets = 2;

    /// <summary>An answer with its plans.</summary>
    public static void Write(PathAnswer answer, Page page)
    {
        if (answer.Refusal is { } refusal)
        {
            _ = page.Paragraph(refusal.Message);
            return;
        }

        if (answer.Best is not { } best)
        {
            _ = page.Title(PlanWords.Headline(answer)).Blank();
            WriteReasons(page, answer.Reasons);
            WriteNotes(page, PlanWords.Notes(answer));
            return;
        }

        WritePlan(page, best, PlanWords.Headline(answer));
        WriteNotes(page, PlanWords.Notes(answer));
        if (!answer.Reasons.IsEmpty)
        {
            WriteReasons(page.Blank(), answer.Reasons);
        }

        for (var plan = 1; plan < answer.Plans.Length; plan++)
        {
            WritePlan(page.Blank(), answer.Plans[plan], $"Alternative {plan}, {PlanWords.Name(answer.Plans[plan].Kind)}: {PlanWords.Totals(answer.Plans[plan])}.");
        }
    }

    /// <summary>Why a pair is or is not an update.</summary>
    public static void Write(ExplanationAnswer answer, Page page)
    {
        _ = page.Title($"{answer.Question.From} to {answer.Question.To}{Reasons.In(answer.Question.Channel)}, {answer.Question.Architecture}:").Blank();
        WriteReasons(page, answer.Reasons);
        WriteNotes(page, PlanWords.Notes(answer.IsComplete, answer.UnknownRisks));
    }

    internal static void WriteReasons(Page page, ImmutableArray<Reason> reasons)
    {
        foreach (var reason in reasons)
        {
            _ = page.Term(reason.Kind.ToString(), reason.Message, 2);
            WriteEvidence(page, reason.Evidence, reason.Message);
            _ = page.Paragraph($"-> {reason.Next}", 2, 3);
        }
    }

    /// <summary>What the message itself does not say.</summary>
    private static void WriteEvidence(Page page, Evidence evidence, string message)
    {
        foreach (var (name, values) in new[] { ("channels", evidence.Channels), ("sources asked", evidence.Sources), ("near", evidence.NearMatches) })
        {
            if (values.Any(value => !message.Contains(value, StringComparison.Ordinal)))
            {
                _ = page.Paragraph($"{name}: {string.Join(", ", values)}", 2, 2);
            }
        }

        if (evidence.Pattern is { } pattern)
        {
            _ = page.Line($"{new Place(evidence.File ?? "", evidence.Line ?? 0)}: {pattern}", 2);
        }

        foreach (var set in evidence.RiskSets.Skip(1).Take(MostOtherSets))
        {
            _ = page.Paragraph($"or: {string.Join(", ", set)}", 2, 4);
        }

        if (evidence.RiskSets.Length - 1 - MostOtherSets is > 0 and var more)
        {
            _ = page.Paragraph($"or {(more == 1 ? "one more set" : $"one of {more} more sets")}, in the JSON of this answer", 2, 4);
        }
    }

    private static void WritePlan(Page page, Plan plan, string headline)
    {
        _ = page.Paragraph(headline);
        for (var number = 0; number < plan.Hops.Length; number++)
        {
            var hop = plan.Hops[number];
            _ = page.Blank();
            _ = hop.ChannelCommand is { } command ? page.Line($"{number + 1}. {command}") : page.Line($"{number + 1}. stay in {hop.Channel}");
            _ = page.Line($"update {hop.From.Version} to {hop.To.Version}", 3).Line(hop.Payload, 3);
            if (hop.Url is { } url)
            {
                _ = page.Line(url, 3);
            }

            foreach (var risk in hop.Risks)
            {
                _ = page.Paragraph($"{(risk.IsAccepted ? "accepted risk" : "! risk")} {risk.Risk.Name}: {risk.Risk.Message}", 3, 2).Line(risk.Risk.Url, 5);
            }
        }
    }

    /// <summary>Each note after an empty line.</summary>
    internal static void WriteNotes(Page page, IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            _ = page.Blank().Paragraph(note);
        }
    }
}
