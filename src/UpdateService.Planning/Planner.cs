using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning;

/// <summary>
/// Answers questions about one revision of the graph. Pure: equal questions get equal answers. Safe to use from any number
/// of threads; what it needs beside the graph is made when first asked for and shared between revisions that share a graph.
/// </summary>
public sealed class Planner
{
    private readonly Lazy<ImmutableArray<string>> riskNames;

    /// <summary>A planner for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="facts">What it was built from; <see cref="PlanningFacts.None"/> where that is not known.</param>
    public Planner(UpdateGraph graph, PlanningFacts facts)
    {
        Graph = graph;
        Facts = facts;
        riskNames = new Lazy<ImmutableArray<string>>(() =>
        [
            .. graph.Architectures.SelectMany(part => ArchitectureIndex.Of(part).RiskNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ]);
    }

    /// <summary>The graph.</summary>
    public UpdateGraph Graph { get; }

    /// <summary>What it was built from.</summary>
    public PlanningFacts Facts { get; }

    /// <summary>What is particular to the product.</summary>
    public ProductRules Rules { get; init; } = ProductRules.OpenShift;

    /// <summary>How much one question may cost.</summary>
    public SearchBounds Bounds { get; init; } = SearchBounds.Default;

    /// <summary>The names of all risks on edges of any architecture, in ordinal order.</summary>
    public ImmutableArray<string> RiskNames => riskNames.Value;

    /// <summary>The plans from one version to another.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public PathAnswer FindPath(PathQuestion question, CancellationToken cancellationToken = default) =>
        new PathFinder(this, question, new SearchBudget(Bounds, cancellationToken)).Find();

    /// <summary>Why a pair of versions is or is not an update.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public ExplanationAnswer Explain(ExplanationQuestion question, CancellationToken cancellationToken = default) =>
        new(question, new Explainer(this, question.Architecture, new SearchBudget(Bounds, cancellationToken))
            .Explain(question.From, question.To, question.Channel, question.Accept))
        {
            UnknownRisks = UnknownRisks(question.Accept),
        };

    internal ArchitectureIndex? Find(Architecture architecture) => Graph.Find(architecture) is { } graph ? ArchitectureIndex.Of(graph) : null;

    internal ImmutableArray<UnknownName> UnknownRisks(ImmutableArray<string> accept) =>
    [
        .. accept.Where(name => RiskNames.BinarySearch(name, StringComparer.Ordinal) < 0)
            .Select(name => new UnknownName(name, [.. NearNames.Near(name, RiskNames)])),
    ];
}
