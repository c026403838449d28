using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Finds the file with which a set of graph-data exceeds a limit.</summary>
internal static class GraphDataLimits
{
    private static readonly string[] Folders = [GraphDataFiles.Channels, GraphDataFiles.BlockedEdges, Path.GetDirectoryName(GraphDataFiles.RawMetadata)!];

    /// <summary>Checks the size of the files, before any of them is parsed.</summary>
    /// <returns>Null if the limit holds.</returns>
    public static Problem? CheckText(GraphDataFiles files, RevisionLimits limits)
    {
        var bytes = 0L;
        foreach (var (path, content) in Folders.SelectMany(files.In))
        {
            bytes += content.Length;
            if (bytes > limits.Text)
            {
                return RevisionLimitProblem.Of(new Place(path, 0), "text", limits.Text, "bytes in channels/, blocked-edges/ and raw/");
            }
        }

        return null;
    }

    /// <summary>Checks the numbers of patterns and risks.</summary>
    public static IEnumerable<Problem> Check(ImmutableArray<BlockedEdge> entries, RevisionLimits limits)
    {
        if (FirstBeyond(entries, limits.Patterns, entry => entry.From.Text) is { } pattern)
        {
            yield return RevisionLimitProblem.Of(pattern, "patterns", limits.Patterns, "different patterns");
        }

        if (FirstBeyond(entries, limits.Risks, entry => entry.Risk) is { } risk)
        {
            yield return RevisionLimitProblem.Of(risk, "risks", limits.Risks, "different risks");
        }
    }

    private static Place? FirstBeyond<T>(ImmutableArray<BlockedEdge> entries, int most, Func<BlockedEdge, T?> part)
        where T : class
    {
        if (entries.Length <= most)
        {
            return null;
        }

        var known = new HashSet<T>();
        foreach (var entry in entries)
        {
            if (part(entry) is { } value && known.Add(value) && known.Count > most)
            {
                return entry.Place;
            }
        }

        return null;
    }
}
