using System.Collections;
using System.Collections.Immutable;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Building;

/// <summary>
/// Steps 2 to 4 for one architecture: its releases in order, and every edge that their <c>previous</c>, <c>next</c> and added edges
/// make, before any rule removes one; and step 6: which of them the releases themselves remove again. It depends only on the releases,
/// so it is reused when graph-data change.
/// </summary>
internal sealed class Topology
{
    /// <summary>The release is removed, in place of the number of a node.</summary>
    public const int RemovedNode = -1;

    private readonly Dictionary<string, int> indexOf;
    private readonly string[] patternSubjects;

    private Topology(Architecture architecture, Release[] releases, Directives[] directives, ImmutableArray<KeyValuePair<string, string>>[] metadata)
    {
        Architecture = architecture;
        Releases = releases;
        Directives = directives;
        Metadata = metadata;
        NumberOf = Array.ConvertAll(directives, release => release.RemoveRelease ? RemovedNode : KeptCount++);
        indexOf = new Dictionary<string, int>(releases.Length, StringComparer.Ordinal);
        patternSubjects = new string[releases.Length];
        for (var index = 0; index < releases.Length; index++)
        {
            indexOf.Add(releases[index].Version.Text, index);
            patternSubjects[index] = $"{releases[index].Version.Text}+{architecture.Name}";
        }
    }

    public Architecture Architecture { get; }

    /// <summary>By precedence.</summary>
    public Release[] Releases { get; }

    /// <summary>The directives of each release.</summary>
    public Directives[] Directives { get; }

    /// <summary>The metadata of each release for clients, without its channels.</summary>
    public ImmutableArray<KeyValuePair<string, string>>[] Metadata { get; }

    /// <summary>The number of each release's node, or <see cref="RemovedNode"/>.</summary>
    public int[] NumberOf { get; }

    /// <summary>The number of nodes.</summary>
    public int KeptCount { get; private set; }

    /// <summary>The start of each target's sources in <see cref="Sources"/>; one entry more than releases.</summary>
    public int[] Offsets { get; private set; } = [0];

    /// <summary>The sources of each target, ascending, without repetition.</summary>
    public int[] Sources { get; private set; } = [];

    /// <summary>Whether directives remove each edge, or one of its releases.</summary>
    public BitArray IsRemoved { get; private set; } = new(0);

    public static Topology Build(Architecture architecture, List<Release> releases, RawMetadataIndex raw, bool lenient, ProblemList problems)
    {
        Release[] sorted = [.. releases.OrderBy(release => release.Version, ReleaseVersion.SortOrder)];
        var directives = Array.ConvertAll(sorted, release => Building.Directives.Read(release, raw.Find(release), lenient, problems));
        var metadata = sorted.Zip(directives, (release, own) => NodeMetadata.Clean(release, own.Metadata, problems)).ToArray();
        var topology = new Topology(architecture, sorted, directives, metadata);
        topology.SetEdges(topology.CollectEdges(problems));
        var closing = new CycleFinder(topology.Offsets, topology.Sources).FindClosingEdges();
        if (closing.Count > 0)
        {
            topology.Drop(closing, problems);
        }

        topology.IsRemoved = Removals.Of(topology);
        return topology;
    }

    /// <summary>The release of the version; false if there is none.</summary>
    public bool TryFind(ReleaseVersion version, out int index) => indexOf.TryGetValue(version.Text, out index);

    /// <summary>The sources of a target, ascending.</summary>
    public ReadOnlySpan<int> SourcesOf(int target) => Sources.AsSpan(Offsets[target]..Offsets[target + 1]);

    /// <summary>The sources of a target as patterns see them, ascending.</summary>
    public string[] SubjectsOf(int target) => [.. SourcesOf(target).ToArray().Select(source => patternSubjects[source])];

    /// <summary>The pattern's matches among this architecture's releases.</summary>
    public PatternMatches MatchesOf(SourcePattern pattern) => new(pattern, patternSubjects);

    private List<long> CollectEdges(ProblemList problems)
    {
        var edges = new List<long>(Releases.Length * 32);
        for (var index = 0; index < Releases.Length; index++)
        {
            var (release, directives) = (Releases[index], Directives[index]);
            AddIncoming(edges, index, release.Previous.AsSpan(), problems);
            AddOutgoing(edges, index, release.Next.AsSpan(), problems);
            if (!directives.IsEmpty)
            {
                AddIncoming(edges, index, [.. directives.PreviousAdd], problems);
                AddOutgoing(edges, index, [.. directives.NextAdd], problems);
            }
        }

        return edges;
    }

    private void AddIncoming(List<long> edges, int target, ReadOnlySpan<ReleaseVersion> sources, ProblemList problems)
    {
        foreach (var version in sources)
        {
            if (indexOf.TryGetValue(version.Text, out var source))
            {
                Add(edges, source, target, problems);
            }
        }
    }

    private void AddOutgoing(List<long> edges, int source, ReadOnlySpan<ReleaseVersion> targets, ProblemList problems)
    {
        foreach (var version in targets)
        {
            if (indexOf.TryGetValue(version.Text, out var target))
            {
                Add(edges, source, target, problems);
            }
        }
    }

    private void Add(List<long> edges, int source, int target, ProblemList problems)
    {
        if (source == target)
        {
            problems.Error(
                ProblemRule.SelfEdge,
                Releases[target].Place,
                $"{Releases[target]} names itself as a source or target; the edge is dropped.");
            return;
        }

        edges.Add(((long)target << 32) | (uint)source);
    }

    private void SetEdges(List<long> edges)
    {
        edges.Sort();
        var offsets = new int[Releases.Length + 1];
        var sources = new int[edges.Count];
        var count = 0;
        var last = -1L;
        foreach (var edge in edges)
        {
            if (edge != last)
            {
                sources[count++] = (int)(edge & uint.MaxValue);
                offsets[(edge >> 32) + 1] = count;
                last = edge;
            }
        }

        for (var index = 1; index < offsets.Length; index++)
        {
            offsets[index] = Math.Max(offsets[index], offsets[index - 1]);
        }

        Offsets = offsets;
        Sources = sources[..count];
    }

    private void Drop(HashSet<(int Source, int Target)> closing, ProblemList problems)
    {
        var kept = new List<long>(Sources.Length);
        for (var target = 0; target < Releases.Length; target++)
        {
            for (var edge = Offsets[target]; edge < Offsets[target + 1]; edge++)
            {
                var source = Sources[edge];
                if (closing.Contains((source, target)))
                {
                    problems.Error(
                        ProblemRule.Cycle,
                        Releases[target].Place,
                        $"The edge {Releases[source]} → {Releases[target]} closes a cycle and does not lead upwards; it is dropped.");
                }
                else
                {
                    kept.Add(((long)target << 32) | (uint)source);
                }
            }
        }

        SetEdges(kept);
    }
}
