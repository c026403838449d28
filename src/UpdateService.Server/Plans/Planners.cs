using System.Runtime.CompilerServices;
using UpdateService.Builder.Revisions;
using UpdateService.Planning;
using UpdateService.Planning.Facts;

namespace UpdateService.Server.Plans;

/// <summary>
/// The planner of each revision. It is created for the first query, shared by all later ones, and released with the revision.
/// Thread-safe.
/// </summary>
internal sealed class Planners
{
    private readonly ConditionalWeakTable<Revision, Planner> planners = [];

    /// <summary>The planner of a revision. Builds the graph of a revision that was kept.</summary>
    /// <exception cref="InvalidDataException">Its graph cannot be built again.</exception>
    public Planner Of(Revision revision) => planners.GetValue(revision, static revision => new Planner(
        revision.Graph,
        new PlanningFacts(revision.Inputs.Inputs, revision.Build)
        {
            Sources = [.. SourcesOfReleases(revision.Record)],
            Disclose = text => SourceName.Hide(text, revision.Record.Inputs.Select(input => input.Source)),
        }));

    /// <summary>Graph-data come first. They are the source of releases only if there is no other.</summary>
    private static IEnumerable<string> SourcesOfReleases(RevisionRecord record)
    {
        var sources = record.Inputs.Select(input => SourceName.Of(input.Source));
        return record.Inputs.Length > 1 ? sources.Skip(1) : sources;
    }
}
