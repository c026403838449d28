using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>
/// Builds the graph from releases and graph-data in the nine steps of the specification: releases, their edges, raw
/// metadata, added edges, cycles and removed edges (<see cref="Topology"/>), risks and blocks (<see cref="EdgeRules"/>), removed releases
/// and channels (<see cref="ChannelTable"/>), put together by <see cref="ArchitectureAssembly"/>. Whatever cannot be served as asked is
/// resolved towards fewer edges.
/// </summary>
/// <remarks>
/// One builder serves one series of builds and remembers what did not change between them; it is not thread-safe. What it
/// remembers never changes a result.
/// </remarks>
public sealed class GraphBuilder
{
    private ReleasePart? remembered;
    private RiskTable? risks;

    /// <summary>Builds; never throws for what the inputs hold.</summary>
    public GraphBuild Build(GraphInputs inputs)
    {
        var problems = new ProblemList();
        var releases = remembered is not null && remembered.IsFor(inputs) ? remembered : ReleasePart.Build(inputs);
        remembered = releases;
        problems.AddRange(releases.Problems);
        ReportChannels(inputs.Channels, problems);

        risks = new RiskTable(inputs.BlockedEdges, problems, risks);
        var graphs = new ArchitectureGraph[releases.Assemblies.Length];
        _ = Parallel.For(0, graphs.Length, Cores.OfThisThread, index => graphs[index] = releases.Assemblies[index].Assemble(inputs, risks, problems));
        ImmutableArray<string> channels = [.. inputs.Channels.Select(channel => channel.Name).Distinct(StringComparer.Ordinal).Order(ChannelName.SortOrder)];
        return new GraphBuild(new UpdateGraph([.. graphs], channels), problems.ToSorted(), releases.Quarantine, releases.Selected)
        {
            Pairs = [.. releases.Assemblies.Select(assembly => assembly.Pairs)],
        };
    }

    private static void ReportChannels(ImmutableArray<Channel> channels, ProblemList problems)
    {
        foreach (var channel in channels.Where(channel => !ChannelName.CanBeRequested(channel.Name)))
        {
            problems.Warn(ProblemRule.UnrequestableChannel, channel.Place, $"No client can ask for the channel '{Excerpt.Of(channel.Name)}': names are of 0-9, a-z, - and dots.");
        }

        foreach (var definitions in channels.GroupBy(channel => channel.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            var places = definitions.Select(channel => channel.Place).Order().ToList();
            problems.Warn(ProblemRule.DuplicateChannel, places[^1], $"The channel '{Excerpt.Of(definitions.Key)}' is also defined at {places[0]}; its versions are united.");
        }
    }

    /// <summary>Steps 1 to 4 and 6 for all architectures: what depends on nothing but releases and raw metadata.</summary>
    private sealed record ReleasePart(
        GraphInputs Inputs,
        ImmutableArray<ArchitectureAssembly> Assemblies,
        ImmutableArray<Problem> Problems,
        ImmutableArray<QuarantinedRelease> Quarantine,
        IReadOnlyDictionary<ReleaseKey, string?> Consulted,
        ImmutableArray<Release> Selected)
    {
        public static ReleasePart Build(GraphInputs inputs)
        {
            var problems = new ProblemList();
            var selection = new ReleaseSelection(inputs, problems);
            var selected = selection.Select().OrderBy(pair => pair.Key).ToArray();
            var pairs = 0L;
            foreach (ref var part in selected.AsSpan())
            {
                part = KeyValuePair.Create(part.Key, Bounded(part.Value, inputs.Limits.Pairs, ref pairs, problems));
            }

            var raw = new RawMetadataIndex(inputs.RawMetadata);
            var topologies = new Topology[selected.Length];
            _ = Parallel.For(0, topologies.Length, Cores.OfThisThread, index =>
                topologies[index] = Topology.Build(selected[index].Key, selected[index].Value, raw, inputs.Lenient, problems));
            return new ReleasePart(inputs, [.. topologies.Select(topology => new ArchitectureAssembly(topology))], problems.ToSorted(), selection.Quarantine, selection.Consulted, [.. topologies.SelectMany(topology => topology.Releases)]);
        }

        /// <summary>The releases until they declare more pairs than a revision may have; one that exceeds the limit refuses the build.</summary>
        private static List<Release> Bounded(List<Release> releases, long most, ref long pairs, ProblemList problems)
        {
            for (var place = 0; place < releases.Count; place++)
            {
                pairs += releases[place].Previous.Length + releases[place].Next.Length;
                if (pairs > most)
                {
                    problems.AddRange([RevisionLimitProblem.Of(releases[place].Place, "pairs", most, "updates between releases")]);
                    return releases[..place];
                }
            }

            return releases;
        }

        public bool IsFor(GraphInputs inputs) =>
            Inputs.Releases == inputs.Releases
            && Inputs.RawMetadata == inputs.RawMetadata
            && Inputs.Lenient == inputs.Lenient
            && Inputs.Limits == inputs.Limits
            && Consulted.All(asked => string.Equals(inputs.ServedPayload(asked.Key), asked.Value, StringComparison.Ordinal));
    }
}
