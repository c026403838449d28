using System.Collections.Immutable;
using UpdateService.Planning.Comparisons;

namespace UpdateService.Planning.Writing;

/// <summary>Comparisons in words. <c>+</c> is what the second side has more, <c>-</c> what the first has more, <c>~</c> what changed.</summary>
internal static class ComparisonText
{
    /// <summary>How many channels a summary describes one by one; more are rows of a table.</summary>
    private const int MostInFull = 6;

    /// <summary>So many items of a kind are listed in a summary; of more only the counts.</summary>
    private const int MostListed = 12;

    /// <summary>What differs between two graphs, or two channels.</summary>
    public static void Write(GraphComparison comparison, Page page)
    {
        if (comparison.IsEmpty)
        {
            _ = page.Paragraph("Nothing changed.");
            return;
        }

        if (comparison.Channels is [var only])
        {
            _ = page.Title(Name(only));
            Write(only, page, comparison.IsWhole);
        }
        else
        {
            WriteAll(comparison, page);
        }

        if (!comparison.IsWhole && (comparison.Channels.Length > MostInFull || comparison.Channels.Any(IsShortened)))
        {
            var signs = comparison.Channels is [{ Before: var before, After: var after }] && before != after ? $"+ is what {after} has and {before} has not. " : "";
            _ = page.Blank().Paragraph($"This is a summary. {signs}Ask for everything (--all, or all=true over HTTP) to see each update.");
        }
    }

    private static void WriteAll(GraphComparison comparison, Page page)
    {
        _ = page.Title($"{comparison.Channels.Length} channels differ");
        if (!comparison.IsWhole && comparison.Channels.Length > MostInFull)
        {
            List<string[]> rows = [["CHANNEL", "ARCH", "RELEASES", "UPDATES", "CONDITIONAL", "RISKS"]];
            rows.AddRange(comparison.Channels.Select(channel => new[]
            {
                channel.After,
                channel.Architecture.Name,
                Counts(channel.Releases, channel.ChangedReleases.Length),
                Counts(channel.Edges, 0),
                Counts(channel.ConditionalEdges, channel.ChangedConditionalEdges.Length),
                Counts(channel.Risks, channel.ChangedRisks.Length),
            }));
            _ = page.Blank().Table(rows, hasHead: true);
            return;
        }

        foreach (var channel in comparison.Channels)
        {
            _ = page.Heading(Name(channel));
            Write(channel, page, comparison.IsWhole);
        }
    }

    private static void Write(ChannelComparison channel, Page page, bool isWhole)
    {
        Changed(page, isWhole, "release", channel.Releases, version => version.Text, ComparisonSummary.OfReleases);
        Changed(page, isWhole, "update", channel.Edges, edge => $"{edge.From} to {edge.To}", edges => ComparisonSummary.OfTargets(edges.Select(edge => edge.To)));
        Changed(
            page,
            isWhole,
            "conditional update",
            channel.ConditionalEdges,
            edge => $"{edge.From} to {edge.To} ({Names(edge.Risks)})",
            edges => ComparisonSummary.OfTargets(edges.Select(edge => edge.To)));
        Changed(page, isWhole: true, "risk", channel.Risks, name => name, ComparisonSummary.OfNames);
        foreach (var sentence in !isWhole && IsShortened(channel) ? new ComparisonSummary(channel).Notable : [])
        {
            _ = page.Change("~", sentence);
        }

        Altered(page, isWhole, "conditional update", "with other risks", channel.ChangedConditionalEdges, change => $"{change.From} to {change.To}: {Names(change.Before)} became {Names(change.After)}");
        Altered(
            page,
            isWhole,
            "release",
            "with another payload or other metadata",
            channel.ChangedReleases,
            change => $"{change.Version}: {(change.PayloadBefore == change.PayloadAfter ? string.Join(", ", change.MetadataKeys) : $"payload {change.PayloadAfter}")}");
        Altered(page, isWhole, "risk", "with another text or rule", channel.ChangedRisks, name => $"the risk {name} has another text or rule");
    }

    private static string Name(ChannelComparison channel) =>
        $"{(channel.Before == channel.After ? channel.After : $"{channel.Before} to {channel.After}")} ({channel.Architecture})";

    private static string Names(ImmutableArray<Graph.Risks.Risk> risks) => string.Join(", ", risks.Select(risk => risk.Name));

    private static bool IsShortened(ChannelComparison channel) => new[]
    {
        channel.Releases.Added.Length, channel.Releases.Removed.Length, channel.Edges.Added.Length, channel.Edges.Removed.Length,
        channel.ConditionalEdges.Added.Length, channel.ConditionalEdges.Removed.Length,
        channel.ChangedConditionalEdges.Length, channel.ChangedReleases.Length, channel.ChangedRisks.Length,
    }.Any(count => count > MostListed);

    private static void Changed<T>(Page page, bool isWhole, string what, Changes<T> changes, Func<T, string> words, Func<ImmutableArray<T>, string> inShort)
    {
        foreach (var (sign, items) in new[] { ("+", changes.Added), ("-", changes.Removed) })
        {
            if (!items.IsEmpty)
            {
                var list = isWhole || items.Length <= MostListed ? string.Join("; ", items.Select(words)) : inShort(items);
                _ = page.Change(sign, $"{Amount.Of(items.Length, what)}: {list}");
            }
        }
    }

    private static void Altered<T>(Page page, bool isWhole, string what, string which, ImmutableArray<T> items, Func<T, string> words)
    {
        if (!isWhole && items.Length > MostListed)
        {
            _ = page.Change("~", $"{Amount.Of(items.Length, what)} {which}");
            return;
        }

        foreach (var item in items)
        {
            _ = page.Change("~", words(item));
        }
    }

    private static string Counts<T>(Changes<T> changes, int changed)
    {
        var words = new[] { ("+", changes.Added.Length), ("-", changes.Removed.Length), ("~", changed) }.Where(count => count.Item2 > 0).Select(count => $"{count.Item1}{count.Item2}");
        return string.Join(' ', words) is { Length: > 0 } text ? text : ".";
    }
}
