using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Writing;

/// <summary>Channels, releases and advice in words.</summary>
internal static class AdviceText
{
    /// <summary>Advice.</summary>
    public static void Write(RecommendationAnswer answer, Page page)
    {
        _ = page.Title($"{answer.Question.Version} ({answer.Question.Architecture}){Reasons.In(answer.Channel)}");
        if (answer.Recommended is { } update)
        {
            _ = page.Term("Recommended", update.Release.Version.Text).Line(update.Release.Release.Payload, 2);
            if (update.Release.MetadataValue(MetadataKeys.Url) is { } url)
            {
                _ = page.Line(url, 2);
            }

            foreach (var reason in answer.Reasons)
            {
                _ = page.Blank().Paragraph(reason.Message).Paragraph($"-> {reason.Next}", 2, 3);
            }
        }
        else
        {
            PathText.WriteReasons(page.Blank(), answer.Reasons);
        }

        WriteUpdates(page, "Updates", answer.Updates);
        WriteUpdates(page, "Updates with risks", answer.ConditionalUpdates);
        var isToldElsewhere = answer.Reasons.Any(reason => reason.Kind is ReasonKind.NotInChannel or ReasonKind.NotYetPromoted);
        if (!answer.OtherChannels.IsEmpty && !isToldElsewhere)
        {
            _ = page.Blank().Term("Other channels", string.Join(", ", answer.OtherChannels), 2);
        }

        if (answer.MultiArchitecture is { } multi)
        {
            _ = page.Blank().Paragraph($"The cluster can move to several architectures with {multi.Version}:").Line(multi.Release.Payload, 2);
        }

        PathText.WriteNotes(page, PlanWords.Notes(answer));
    }

    /// <summary>All about one release.</summary>
    public static void Write(ReleaseAnswer answer, Page page)
    {
        _ = page.Title($"{answer.Version} ({answer.Architecture})");
        if (answer.Release is not { } release)
        {
            PathText.WriteReasons(page.Blank(), answer.Reasons);
            return;
        }

        _ = page.Line(release.Release.Payload);
        if (release.MetadataValue(MetadataKeys.Url) is { } url)
        {
            _ = page.Line(url);
        }

        _ = page.Term("Channels", answer.Channels.IsEmpty ? "none" : string.Join(", ", answer.Channels), 2);
        foreach (var block in answer.HardBlocks)
        {
            _ = page.Paragraph($"Hard-blocked by {block.Place} from {block.Pattern}", 0, 2);
        }

        PathText.WriteNotes(page, PlanWords.Notes(answer));
        WriteUpdates(page, "May be updated to", answer.Targets);
        WriteUpdates(page, "May be updated from", answer.Sources);
    }

    /// <summary>A list of releases.</summary>
    public static void Write(ReleaseList list, Page page) => _ = list.Releases.IsEmpty
        ? page.Paragraph($"There is no release{(list.Minor is { } minor ? $" of {minor}" : "")}{Reasons.In(list.Channel)} for {list.Architecture}.", 0, 0)
        : page.Table([["RELEASE", "PAYLOAD"], .. list.Releases.Select(release => new[] { release.Version.Text, release.Release.Payload })], hasHead: true);

    /// <summary>The channels of an architecture.</summary>
    public static void Write(ChannelsAnswer answer, Page page)
    {
        List<string[]> rows = [["CHANNEL", "OLDEST", "NEWEST", "RELEASES", "UPDATES", "CONDITIONAL", "NOT MIRRORED"]];
        rows.AddRange(answer.Channels.Select(channel => new[]
        {
            channel.Name,
            channel.Oldest?.Text ?? "-",
            channel.Newest?.Text ?? "-",
            Number(channel.Releases),
            Number(channel.Edges),
            Number(channel.ConditionalEdges),
            Number(channel.NotMirrored.Length),
        }));
        _ = page.Table(rows, hasHead: true);
    }

    /// <summary>The table of a channel: one line for each release.</summary>
    public static void Write(UpdateMatrix matrix, Page page)
    {
        List<string[]> rows = [["FROM", "UPDATES", "NEWEST", "CONDITIONAL", "NEWEST CONDITIONAL"]];
        for (var from = 0; from < matrix.Rows.Length; from++)
        {
            var free = matrix.Rows[from].Where(cell => cell.RiskSet == 0).ToList();
            var risky = matrix.Rows[from].Where(cell => cell.RiskSet != 0).ToList();
            rows.Add(
            [
                matrix.Versions[from].Text,
                Number(free.Count),
                free.Count == 0 ? "-" : matrix.Versions[free[^1].To].Text,
                Number(risky.Count),
                risky.Count == 0 ? "-" : matrix.Versions[risky[^1].To].Text,
            ]);
        }

        _ = page.Table(rows, hasHead: true);
    }

    /// <summary>A line for each minor, and in it for each set of risks, newest first.</summary>
    private static void WriteUpdates(Page page, string title, ImmutableArray<Update> updates)
    {
        if (updates.IsEmpty)
        {
            return;
        }

        _ = page.Heading(title);
        foreach (var minor in updates.GroupBy(update => update.Release.Minor()))
        {
            var kinds = minor.GroupBy(Risks, StringComparer.Ordinal).ToList();
            if (kinds is [{ Key.Length: 0 }])
            {
                _ = page.Paragraph($"{minor.Key}: {Versions(kinds[0])}", 2, 2);
                continue;
            }

            _ = page.Paragraph($"{minor.Key}:", 2);
            foreach (var same in kinds)
            {
                _ = page.Paragraph(same.Key.Length == 0 ? Versions(same) : $"{Versions(same)}: {same.Key}", 4, 2);
            }
        }
    }

    private static string Versions(IEnumerable<Update> updates) => string.Join(", ", updates.Select(update => update.Release.Version.Text));

    private static string Risks(Update update) => string.Join(", ", update.Risks
        .Select(risk => risk.IsAccepted ? $"{risk.Risk.Name} (accepted)" : risk.Risk.Name)
        .Concat(update.CrossesMinors ? ["passes over a minor: no plan uses it"] : update.LeadsBack ? ["leads back to an earlier version: no plan uses it"] : []));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
