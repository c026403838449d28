namespace UpdateService.Server.Pages.Parts;

/// <summary>Suggested versions for a typed text.</summary>
internal static class Suggestions
{
    private const int Most = 40;

    /// <summary>Versions that begin with the typed text, newest first; without a text the newest of each minor version.</summary>
    /// <param name="view">The page.</param>
    /// <param name="channel">Only of this channel; null for all.</param>
    /// <param name="typed">The typed text; null for none.</param>
    public static IReadOnlyList<string> For(PageView view, string? channel, string? typed)
    {
        if (view.Planner.Graph.Find(view.Architecture) is not { } graph)
        {
            return [];
        }

        var releases = graph.Nodes.Where(node => channel is null || node.Channels.Contains(channel, StringComparer.Ordinal)).Reverse();
        return string.IsNullOrWhiteSpace(typed)
            ? [.. releases.Select(node => node.Version).DistinctBy(version => (version.Major, version.Minor)).Select(version => version.Text).Take(Most)]
            : [.. releases.Select(node => node.Version.Text).Where(version => version.StartsWith(typed.Trim(), StringComparison.Ordinal)).Take(Most)];
    }
}
