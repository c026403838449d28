using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning;

/// <summary>
/// Answers questions about one revision of the graph. Pure: equal questions get equal answers. Safe to use from any number
/// of threads; what it needs beside the graph is made when first asked for and shared between revisions that share a graph.
/// </summary>
public sealed class Planner
{
    /// <summary>How many unknown names get suggestions, so that a hostile list does not cost more.</summary>
    private const int MostNearMatches = 10;

    private readonly Lazy<ImmutableArray<string>> riskNames;

    /// <summary>A planner for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="facts">What it was built from; <see cref="PlanningFacts.None"/> if that is not known.</param>
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

    /// <summary>Answers a question as people write it.</summary>
    /// <param name="kind">What is asked; anything that one graph answers.</param>
    /// <param name="parameters">The values, by the names that <paramref name="kind"/> lists.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is about two graphs.</exception>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public Reply Ask(QuestionKind kind, QuestionParameters parameters, CancellationToken cancellationToken = default) =>
        new Desk(this, parameters, cancellationToken).Ask(kind);

    /// <summary>Why a pair of versions is or is not an update.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public ExplanationAnswer Explain(ExplanationQuestion question, CancellationToken cancellationToken = default)
    {
        var budget = new SearchBudget(Bounds, cancellationToken);
        var reasons = new Explainer(this, question.Architecture, budget).Explain(question.From, question.To, question.Channel, question.Accept);
        return new ExplanationAnswer(question, reasons) { UnknownRisks = UnknownRisks(question.Accept), IsComplete = budget.IsEnough };
    }

    /// <summary>What a cluster of a version should do next.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public RecommendationAnswer Recommend(RecommendationQuestion question, CancellationToken cancellationToken = default) =>
        new Recommender(this, question, new SearchBudget(Bounds, cancellationToken)).Advise();

    /// <summary>The channels of an architecture, those that name only releases without an image among them.</summary>
    public ChannelsAnswer ListChannels(Architecture architecture) => new(
        architecture,
        Graph.Find(architecture) is { } graph
            ? [.. Graph.Channels.Order(Rules.Preference).Select(name => ChannelOverview.Of(name, graph, Facts)).Where(channel => channel.Releases + channel.NotMirrored.Length > 0)]
            : []);

    /// <summary>The releases of an architecture, or of one of its channels, or of one minor.</summary>
    public ReleaseList ListReleases(Architecture architecture, string? channel = null, MinorName? minor = null) => ReleaseList.Of(Graph.Find(architecture), architecture, channel, minor);

    /// <summary>All about one release.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public ReleaseAnswer Describe(ReleaseVersion version, Architecture architecture, CancellationToken cancellationToken = default) =>
        ReleaseAnswer.Of(this, version.WithoutBuild, architecture, new SearchBudget(Bounds, cancellationToken));

    /// <summary>All updates of a channel as a compact table.</summary>
    public UpdateMatrix Tabulate(Architecture architecture, string channel) => UpdateMatrix.Of(Graph.Find(architecture), architecture, channel);

    /// <summary>The counts of a channel; null if there is no such channel.</summary>
    public ChannelOverview? Overview(Architecture architecture, string channel) =>
        Graph.Find(architecture) is { } graph && Graph.Channels.Contains(channel, StringComparer.Ordinal) ? ChannelOverview.Of(channel, graph, Facts) : null;

    /// <summary>What differs from one channel to another; nothing if they are equal. What the second has more is added.</summary>
    /// <param name="architecture">The architecture of both.</param>
    /// <param name="before">The first channel.</param>
    /// <param name="after">The second channel.</param>
    public GraphComparison Compare(Architecture architecture, string before, string after)
    {
        var graph = Graph.Find(architecture);
        var comparison = ChannelComparison.Between(graph, before, graph, after, architecture);
        return new GraphComparison(comparison.IsEmpty ? [] : [comparison]);
    }

    /// <summary>The names of the risks on the updates of a channel, in ordinal order; none if there is no such channel.</summary>
    public ImmutableArray<string> RisksIn(Architecture architecture, string channel)
    {
        if (Graph.Find(architecture) is not { } graph || ArchitectureIndex.Of(graph).Channels.NodesOf(channel) is not { Length: > 0 } nodes)
        {
            return [];
        }

        var met = new bool[graph.RiskSets.Length];
        new ChannelGraph(graph, nodes).Visit((_, _, riskSet) =>
        {
            if (riskSet != ArchitectureGraph.Unconditional)
            {
                met[riskSet] = true;
            }
        });
        return [.. graph.RiskSets.Where((_, set) => met[set]).SelectMany(set => set).Select(risk => risk.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>A channel laid out in lanes; null if there is none.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="channel">The channel.</param>
    public ChannelPicture? Picture(Architecture architecture, string channel) =>
        Graph.Find(architecture) is { } graph && graph.ChannelNodes.TryGetValue(channel, out var nodes)
            ? new ChannelPicture(channel, new ChannelGraph(graph, nodes))
            : null;

    internal ArchitectureIndex? Find(Architecture architecture) => Graph.Find(architecture) is { } graph ? ArchitectureIndex.Of(graph) : null;

    internal ImmutableArray<UnknownName> UnknownRisks(ImmutableArray<string> accept) =>
    [
        .. accept.Where(name => RiskNames.BinarySearch(name, StringComparer.Ordinal) < 0)
            .Select((name, place) => new UnknownName(name, place < MostNearMatches ? [.. NearNames.Near(name, RiskNames)] : [])),
    ];
}
