using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Writing;

/// <summary>Channels, releases, advice and comparisons as text that a person reads in a terminal.</summary>
public static class ReleaseText
{
    /// <summary>Advice.</summary>
    public static string Write(RecommendationAnswer answer, int width = PathText.DefaultWidth)
    {
        var page = new TextPage(width);
        _ = page.Paragraph($"{answer.Question.Version} ({answer.Question.Architecture}){(answer.Channel is null ? "" : $" in {answer.Channel}")}");
        if (answer.Recommended is { } update)
        {
            _ = page.Paragraph($"Recommended: {update.Release.Version}").Line(update.Release.Release.Payload, 2);
        }

        PathText.WriteReasons(page.Blank(), answer.Reasons);
        WriteUpdates(page, "Updates", answer.Updates);
        WriteUpdates(page, "Updates with risks", answer.ConditionalUpdates);
        if (!answer.OtherChannels.IsEmpty)
        {
            _ = page.Blank().Paragraph($"Other channels: {string.Join(", ", answer.OtherChannels)}");
        }

        if (answer.MultiArchitecture is { } multi)
        {
            _ = page.Blank().Paragraph($"The cluster can move to several architectures with {multi.Version}:").Line(multi.Release.Payload, 2);
        }

        return page.ToString();
    }

    /// <summary>All about one release.</summary>
    public static string Write(ReleaseAnswer answer, int width = PathText.DefaultWidth)
    {
        var page = new TextPage(width);
        _ = page.Paragraph($"{answer.Version} ({answer.Architecture})");
        if (answer.Release is not { } release)
        {
            PathText.WriteReasons(page.Blank(), answer.Reasons);
            return page.ToString();
        }

        _ = page.Line(release.Release.Payload);
        if (release.MetadataValue(MetadataKeys.Url) is { } url)
        {
            _ = page.Line(url);
        }

        _ = page.Paragraph($"Channels: {(answer.Channels.IsEmpty ? "none" : string.Join(", ", answer.Channels))}", 0, 2);
        foreach (var block in answer.HardBlocks)
        {
            _ = page.Paragraph($"Hard-blocked by {block.Place} from {block.Pattern}", 0, 2);
        }

        WriteUpdates(page, "May be updated to", answer.Targets);
        WriteUpdates(page, "May be updated from", answer.Sources);
        return page.ToString();
    }

    /// <summary>A list of releases.</summary>
    public static string Write(ReleaseList list, int width = PathText.DefaultWidth) => new TextPage(width)
        .Table([.. list.Releases.Select(release => new[] { release.Version.Text, release.Release.Payload })])
        .ToString();

    /// <summary>The channels of an architecture.</summary>
    public static string Write(ChannelsAnswer answer, int width = PathText.DefaultWidth)
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
        return new TextPage(width).Table(rows).ToString();
    }

    /// <summary>The table of a channel: one line for each release that has updates.</summary>
    public static string Write(UpdateMatrix matrix, int width = PathText.DefaultWidth)
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

        return new TextPage(width).Table(rows).ToString();
    }

    /// <summary>What changed between two graphs.</summary>
    public static string Write(GraphComparison comparison, int width = PathText.DefaultWidth)
    {
        var page = new TextPage(width);
        if (comparison.IsEmpty)
        {
            return page.Paragraph("Nothing changed.").ToString();
        }

        foreach (var channel in comparison.Channels)
        {
            _ = page.Paragraph($"{(channel.Before == channel.After ? channel.After : $"{channel.Before} to {channel.After}")} ({channel.Architecture})");
            Changed(page, "releases", channel.Releases, version => version.Text);
            Changed(page, "updates", channel.Edges, edge => $"{edge.From} to {edge.To}");
            Changed(page, "conditional updates", channel.ConditionalEdges, edge => $"{edge.From} to {edge.To} ({string.Join(", ", edge.Risks.Select(risk => risk.Name))})");
            Changed(page, "risks", channel.Risks, name => name);
            foreach (var change in channel.ChangedConditionalEdges)
            {
                _ = page.Paragraph($"~ {change.From} to {change.To}: {string.Join(", ", change.Before.Select(risk => risk.Name))} became {string.Join(", ", change.After.Select(risk => risk.Name))}", 2, 2);
            }

            foreach (var change in channel.ChangedReleases)
            {
                _ = page.Paragraph($"~ {change.Version}: {(change.PayloadBefore == change.PayloadAfter ? string.Join(", ", change.MetadataKeys) : $"payload {change.PayloadAfter}")}", 2, 2);
            }

            foreach (var name in channel.ChangedRisks)
            {
                _ = page.Paragraph($"~ the risk {name} has another text or rule", 2, 2);
            }
        }

        return page.ToString();
    }

    private static void Changed<T>(TextPage page, string what, Changes<T> changes, Func<T, string> words)
    {
        foreach (var (sign, items) in new[] { ("+", changes.Added), ("-", changes.Removed) })
        {
            if (!items.IsEmpty)
            {
                _ = page.Paragraph($"{sign} {items.Length} {what}: {string.Join("; ", items.Select(words))}", 2, 2);
            }
        }
    }

    private static void WriteUpdates(TextPage page, string title, ImmutableArray<Update> updates)
    {
        if (updates.IsEmpty)
        {
            return;
        }

        _ = page.Blank().Paragraph($"{title}:").Table(
            [.. updates.Select(update => new[] { update.Release.Version.Text, Risks(update) })],
            2);
    }

    private static string Risks(Update update) => string.Join(", ", update.Risks
        .Select(risk => risk.IsAccepted ? $"{risk.Risk.Name} (accepted)" : risk.Risk.Name)
        .Concat(update.CrossesMinors ? ["passes over a minor: no plan uses it"] : []));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
