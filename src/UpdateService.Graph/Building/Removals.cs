using System.Collections;

namespace UpdateService.Graph.Building;

/// <summary>
/// Step 6 for one architecture: the edges that the metadata of releases remove, and those of releases that are removed themselves.
/// </summary>
internal sealed class Removals
{
    private readonly Topology topology;
    private readonly BitArray removed;

    private Removals(Topology topology)
    {
        this.topology = topology;
        removed = new BitArray(topology.Sources.Length);
    }

    /// <summary>Whether each edge is removed.</summary>
    public static BitArray Of(Topology topology)
    {
        var removals = new Removals(topology);
        for (var release = 0; release < topology.Releases.Length; release++)
        {
            if (!topology.Directives[release].IsEmpty)
            {
                removals.Apply(release, topology.Directives[release]);
            }
        }

        return removals.removed;
    }

    private void Apply(int release, Directives directives)
    {
        RemoveIncoming(release, directives);
        foreach (var version in directives.NextRemove)
        {
            if (topology.TryFind(version, out var target))
            {
                RemoveWhere(target, source => source == release);
            }
        }

        if (directives.RemoveAllNext || directives.RemoveRelease)
        {
            for (var target = 0; target < topology.Releases.Length; target++)
            {
                RemoveWhere(target, source => source == release);
            }
        }
    }

    private void RemoveIncoming(int target, Directives directives)
    {
        if (directives.RemoveAllPrevious || directives.RemoveRelease)
        {
            RemoveWhere(target, _ => true);
        }

        foreach (var pattern in directives.PreviousRemovePatterns)
        {
            var sources = topology.SourcesOf(target).ToArray();
            var matches = topology.MatchesOf(pattern).Of(sources, new AutomatonPool());
            RemoveWhere(target, source => matches[Array.IndexOf(sources, source)]);
        }

        foreach (var version in directives.PreviousRemove)
        {
            if (topology.TryFind(version, out var removedSource))
            {
                RemoveWhere(target, source => source == removedSource);
            }
        }
    }

    private void RemoveWhere(int target, Func<int, bool> isRemoved)
    {
        for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
        {
            if (isRemoved(topology.Sources[edge]))
            {
                removed[edge] = true;
            }
        }
    }
}
