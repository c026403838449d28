using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Plans and explanations in words.</summary>
internal static class PathText
{
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
            _ = page.Title($"No plan leads from {answer.Question.From} to {TargetName(answer.Question.To)}{Where(answer.Question)}.").Blank();
            WriteReasons(page, answer.Reasons);
            WriteNotes(page, answer);
            return;
        }

        WritePlan(page, best, Headline(answer, best));
        WriteNotes(page, answer);
        if (!answer.Reasons.IsEmpty)
        {
            WriteReasons(page.Blank(), answer.Reasons);
        }

        for (var plan = 1; plan < answer.Plans.Length; plan++)
        {
            WritePlan(page.Blank(), answer.Plans[plan], $"Alternative {plan}, {Name(answer.Plans[plan].Kind)}: {Totals(answer.Plans[plan])}.");
        }
    }

    /// <summary>Why a pair is or is not an update.</summary>
    public static void Write(ExplanationAnswer answer, Page page)
    {
        _ = page.Title($"{answer.Question.From} to {answer.Question.To}{Reasons.In(answer.Question.Channel)}, {answer.Question.Architecture}:").Blank();
        WriteReasons(page, answer.Reasons);
        WriteNotes(page, answer.IsComplete, answer.UnknownRisks);
    }

    internal static void WriteReasons(Page page, ImmutableArray<Reason> reasons)
    {
        foreach (var reason in reasons)
        {
            _ = page.Paragraph($"{reason.Kind}: {reason.Message}", 0, 2);
            WriteEvidence(page, reason.Evidence);
            _ = page.Paragraph($"-> {reason.Next}", 2, 3);
        }
    }

    /// <summary>What the message itself does not say.</summary>
    private static void WriteEvidence(Page page, Evidence evidence)
    {
        foreach (var (name, values) in new[] { ("channels", evidence.Channels), ("sources asked", evidence.Sources), ("near", evidence.NearMatches) })
        {
            if (!values.IsEmpty)
            {
                _ = page.Paragraph($"{name}: {string.Join(", ", values)}", 2, 2);
            }
        }

        if (evidence.Pattern is { } pattern)
        {
            _ = page.Line($"{new Place(evidence.File ?? "", evidence.Line ?? 0)}: {pattern}", 2);
        }

        foreach (var set in evidence.RiskSets.Skip(1))
        {
            _ = page.Paragraph($"or: {string.Join(", ", set)}", 2, 4);
        }
    }

    /// <summary>Hops and risks in words.</summary>
    internal static string Totals(Plan plan) =>
        $"{plan.Hops.Length} {(plan.Hops.Length == 1 ? "update" : "updates")}, "
        + (plan.Risks.IsEmpty ? "no risks" : plan.UnacceptedRisks.IsEmpty ? $"risks {string.Join(", ", plan.AcceptedRisks)}, all accepted" : $"risks to accept: {string.Join(", ", plan.UnacceptedRisks)}");

    internal static string Name(PlanKind kind) => kind switch
    {
        PlanKind.Best => "the best",
        PlanKind.Trade => "more risks for fewer updates",
        PlanKind.WiderChannels => "better, in less proven channels",
        PlanKind.WithoutRisks => "as far as it goes without risks",
        _ => "next best",
    };

    internal static string TargetName(PathTarget to) => to.ToString() is { Length: > 0 } name ? name : "the newest release";

    internal static string Where(PathQuestion question) => $"{Reasons.In(question.Channel)} ({question.Architecture})";

    private static string Headline(PathAnswer answer, Plan plan) => plan.Hops.IsEmpty
        ? $"{answer.Question.From} is there already: nothing to do."
        : $"{answer.Question.From} to {plan.Hops[^1].To.Version} ({answer.Question.Architecture}): {Totals(plan)}.";

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

    private static void WriteNotes(Page page, PathAnswer answer)
    {
        if (answer.Ties > 1)
        {
            _ = page.Blank().Paragraph($"{answer.Ties:N0} plans are equal in risks and length; this one has the newest stops.");
        }

        if (answer.IsWider)
        {
            _ = page.Blank().Paragraph($"The preferred channels have no plan; this one was found with {string.Join(", ", answer.Streams)}.");
        }

        WriteNotes(page, answer.IsComplete, answer.UnknownRisks);
    }

    internal static void WriteNotes(Page page, bool isComplete, ImmutableArray<UnknownName> unknownRisks)
    {
        if (!isComplete)
        {
            _ = page.Blank().Paragraph("The search met its bounds: there may be better plans.");
        }

        foreach (var unknown in unknownRisks)
        {
            _ = page.Blank().Paragraph($"No update carries a risk named {Excerpt.Of(unknown.Name)}{(unknown.NearMatches.IsEmpty ? "" : $"; near: {string.Join(", ", unknown.NearMatches)}")}.");
        }
    }
}
