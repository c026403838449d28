using UpdateService.Planning.Comparisons;

namespace UpdateService.Planning.Writing;

/// <summary>Comparisons in words.</summary>
internal static class ComparisonText
{
    /// <summary>What changed between two graphs.</summary>
    public static void Write(GraphComparison comparison, Page page)
    {
        if (comparison.IsEmpty)
        {
            _ = page.Paragraph("Nothing changed.");
        }

        foreach (var channel in comparison.Channels)
        {
            Write(channel, page);
        }
    }

    private static void Write(ChannelComparison channel, Page page)
    {
        _ = page.Paragraph($"{(channel.Before == channel.After ? channel.After : $"{channel.Before} to {channel.After}")} ({channel.Architecture})");
        Changed(page, "release", channel.Releases, version => version.Text);
        Changed(page, "update", channel.Edges, edge => $"{edge.From} to {edge.To}");
        Changed(page, "conditional update", channel.ConditionalEdges, edge => $"{edge.From} to {edge.To} ({string.Join(", ", edge.Risks.Select(risk => risk.Name))})");
        Changed(page, "risk", channel.Risks, name => name);
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

    private static void Changed<T>(Page page, string what, Changes<T> changes, Func<T, string> words)
    {
        foreach (var (sign, items) in new[] { ("+", changes.Added), ("-", changes.Removed) })
        {
            if (!items.IsEmpty)
            {
                _ = page.Paragraph($"{sign} {Amount.Of(items.Length, what)}: {string.Join("; ", items.Select(words))}", 2, 2);
            }
        }
    }
}
