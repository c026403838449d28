using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Indexes;

/// <summary>
/// Which pairs of versions one hop may join: upwards, within a minor, to the next minor, or from the last minor of a major
/// to the first of the next one.
/// </summary>
/// <remarks>
/// The last minor of a major is not a number that anybody knows in advance: it is the highest from which the graph has an
/// update into the next major, and where there is none, the highest that has a release. So a later minor beside the next
/// major does not close the way that exists.
/// </remarks>
internal sealed class HopRule
{
    private readonly Dictionary<ulong, ulong> lastMinors = [];

    public HopRule(ArchitectureGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            // Ascending, so the last one stays.
            lastMinors[node.Version.Major] = node.Version.Minor;
        }

        var crossing = new Dictionary<ulong, ulong>();
        for (var target = 0; target < graph.Nodes.Length; target++)
        {
            var to = graph.Nodes[target].Version;
            for (var edge = graph.Offsets[target]; edge < graph.Offsets[target + 1]; edge++)
            {
                var from = graph.Nodes[graph.Sources[edge]].Version;
                if (IsNextMajor(from, to))
                {
                    crossing[from.Major] = Math.Max(from.Minor, crossing.GetValueOrDefault(from.Major));
                }
            }
        }

        foreach (var (major, minor) in crossing)
        {
            lastMinors[major] = minor;
        }
    }

    /// <summary>Whether a plan may use an update from the one to the other.</summary>
    public bool Allows(ReleaseVersion from, ReleaseVersion to) => from < to && !CrossesMinors(from, to);

    /// <summary>Whether the way up passes over a whole minor.</summary>
    public bool CrossesMinors(ReleaseVersion from, ReleaseVersion to) => from.Major == to.Major
        ? to.Minor > from.Minor && to.Minor - from.Minor > 1
        : !IsNextMajor(from, to) || (lastMinors.TryGetValue(from.Major, out var last) && from.Minor < last);

    /// <summary>A major starts with minor 0 (SemVer section 8).</summary>
    private static bool IsNextMajor(ReleaseVersion from, ReleaseVersion to) =>
        to.Major > from.Major && to.Major - from.Major == 1 && to.Minor == 0;
}
