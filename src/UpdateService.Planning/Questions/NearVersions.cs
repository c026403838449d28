using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Questions;

/// <summary>Versions that may have been meant by one that is not known, or by a text that is no version.</summary>
internal static class NearVersions
{
    private const int Most = 3;

    /// <summary>
    /// Of the same minor first: its newest release, then those that differ in one letter, then the next newest. By letters
    /// alone 4.10.33 is nearer to 4.16.333 than 4.16.55 is, and nobody means it.
    /// </summary>
    /// <param name="text">What was written.</param>
    /// <param name="graph">The graph of the architecture; null if there is none.</param>
    /// <param name="rules">Which channels are preferred.</param>
    /// <param name="channel">The channel that the question names; null for none.</param>
    public static IReadOnlyList<string> To(string text, ArchitectureGraph? graph, ProductRules rules, string? channel = null)
    {
        if (graph is null)
        {
            return [];
        }

        var index = ArchitectureIndex.Of(graph);
        var near = NearNames.Near(text, graph.Nodes.Select(node => node.Version.Text), Most);
        if (MinorIn(text) is not { } minor)
        {
            return near;
        }

        var members = graph.Nodes.Where(node => node.Minor() == minor).Select(node => node.Version.Text).Reverse().ToList();
        var newest = NewestRelease.OfMinor(index, rules, minor, channel) is { } node ? [index.Version(node).Text] : Array.Empty<string>();
        var typos = members.Where(version => NearNames.Changes(text, version) == 1);
        var finals = members.Where(version => !version.Contains('-', StringComparison.Ordinal));
        return [.. newest.Concat(typos).Concat(finals).Concat(members).Concat(near).Distinct(StringComparer.Ordinal).Take(Most)];
    }

    /// <summary>The minor at the start of the text; null if there is none.</summary>
    private static MinorName? MinorIn(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return dot > 0 && MinorName.TryParse(text[..end], out var minor) ? minor : null;
    }
}
