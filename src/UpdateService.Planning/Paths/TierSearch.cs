using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>The plans of one question within one tier of channels.</summary>
/// <param name="Tier">Which channels.</param>
/// <param name="Passage">Which edges.</param>
/// <param name="Search">The finished search.</param>
/// <param name="Routes">What can be read off it.</param>
internal sealed record TierResult(ChannelTier Tier, Passage Passage, LabelSearch Search, RouteFinder Routes)
{
    /// <summary>The numbers of the best plan.</summary>
    public (int Unaccepted, int Hops) Best => Routes.Front[0];
}

/// <summary>Channels that are searched together.</summary>
/// <param name="Number">From 0; the narrowest comes first.</param>
/// <param name="Streams">Their streams, the preferred ones first; empty if one channel was requested.</param>
/// <param name="Channels">Their names.</param>
/// <param name="OffersPreReleases">Whether the newest release may be a pre-release.</param>
/// <param name="HasPreReleases">Whether it may be one of a minor that has no other release.</param>
internal sealed record ChannelTier(int Number, ImmutableArray<string> Streams, ImmutableArray<string> Channels, bool OffersPreReleases, bool HasPreReleases)
{
    private static readonly ConditionalWeakTable<ArchitectureIndex, ConcurrentDictionary<ProductRules, ImmutableArray<ChannelTier>>> Known = [];

    /// <summary>Streams in words: <c>stable, eus and fast channels</c>.</summary>
    public static string Name(ImmutableArray<string> streams) =>
        $"{(streams.Length < 2 ? string.Concat(streams) : $"{string.Join(", ", streams[..^1])} and {streams[^1]}")} channels";

    /// <summary>The tiers of a question, narrowest first. Channels that no cluster can ask for are in none.</summary>
    public static ImmutableArray<ChannelTier> Of(ArchitectureIndex index, string? only, ProductRules rules) => only is not null
        ? [new ChannelTier(rules.TierOf(only), [], index.Channels.Members(only), rules.OffersPreReleases(only), rules.OffersPreReleases(only))]
        : Known.GetOrCreateValue(index).GetOrAdd(rules, static (rules, channels) => All(channels, rules), index.Channels.Names);

    /// <summary>The same for all questions about a graph: ordering its channels costs more than a search.</summary>
    private static ImmutableArray<ChannelTier> All(ImmutableArray<string> channels, ProductRules rules)
    {
        var tiers = ImmutableArray.CreateBuilder<ChannelTier>();
        for (var number = 0; number <= rules.Tiers.Length; number++)
        {
            ImmutableArray<string> members = [.. channels.Where(channel => rules.TierOf(channel) <= number && ChannelName.CanBeRequested(channel)).Order(rules.Preference)];
            if (members.Length > (tiers.Count == 0 ? 0 : tiers[^1].Channels.Length))
            {
                tiers.Add(new ChannelTier(number, [.. members.Select(ProductRules.StreamOf).Distinct(StringComparer.Ordinal)], members, false, members.Any(rules.OffersPreReleases)));
            }
        }

        return tiers.ToImmutable();
    }
}

/// <summary>Searches the tiers of one question.</summary>
internal sealed class TierSearch(ArchitectureIndex index, ProductRules rules, PathQuestion question, SearchBudget budget)
{
    /// <summary>All tiers of the question.</summary>
    public ImmutableArray<ChannelTier> Tiers { get; } = ChannelTier.Of(index, question.Channel, rules);

    /// <summary>No plan goes beyond this node.</summary>
    private int Last => question.To.Version is { } version && index.TryFind(version, out var node) ? node : index.Graph.Nodes.Length - 1;

    /// <summary>The narrowest tier that has a plan from the node to the target of the query; null if none has.</summary>
    public TierResult? Find(int source) => InTiers(source, Find).FirstOrDefault(result => result is not null);

    /// <summary>The plans of one tier to something newer than a release; null if it has none.</summary>
    public TierResult? FindNewer(int source, ChannelTier tier, int than) =>
        Find(source, tier, takesPreReleases: false) is { } result && result.Search.Target > than ? result : null;

    /// <summary>The plans of one tier to one node that are better than another; null if it has none.</summary>
    public TierResult? FindBetter(int source, ChannelTier tier, int target, (int Unaccepted, int Hops) than)
    {
        var passage = PassageOf(tier);
        var result = Search(source, target, tier, passage, passage.ReachableFrom(source, target, budget), than.Unaccepted);
        return result.Search.At(source).Count > 0 && result.Best.CompareTo(than) < 0 ? result : null;
    }

    /// <summary>The same without a risk that remains; null if the tier has no such plan.</summary>
    public TierResult? FindWithoutRisks(int source, ChannelTier tier)
    {
        var passage = PassageOf(tier, index.RiskNames.Except(question.Accept, StringComparer.Ordinal));
        var reachable = passage.ReachableFrom(source, Last, budget);
        return TargetOf(source, tier, node => reachable[node] && IsBeyondStops(node), takesPreReleases: false) is { } target
            ? Search(source, target, tier, passage, reachable)
            : null;
    }

    /// <summary>
    /// The newest release that the question can mean, whether it can be reached or not; null if there is none above the
    /// source, nor the source itself.
    /// </summary>
    public int? NewestCandidate(int source) =>
        InTiers(source, (_, tier, takesPreReleases) => TargetOf(source, tier, _ => true, takesPreReleases)).FirstOrDefault(node => node is not null);

    /// <summary>The plans of one tier; null if it has none.</summary>
    private TierResult? Find(int source, ChannelTier tier, bool takesPreReleases)
    {
        var passage = PassageOf(tier);
        var reachable = passage.ReachableFrom(source, Last, budget);
        return TargetOf(source, tier, node => reachable[node] && IsBeyondStops(node), takesPreReleases) is { } target
            ? Search(source, target, tier, passage, reachable)
            : null;
    }

    /// <summary>
    /// The tiers in order. If none of them leads from a pre-release to a final release, they are asked once more for later
    /// pre-releases.
    /// </summary>
    private IEnumerable<T> InTiers<T>(int source, Func<int, ChannelTier, bool, T> find)
    {
        var found = Tiers.Select(tier => find(source, tier, false));
        return question.To.Version is null && index.Version(source).IsPreRelease ? found.Concat(Tiers.Select(tier => find(source, tier, true))) : found;
    }

    private TierResult Search(int source, int target, ChannelTier tier, Passage passage, bool[] reachable, int mostRisks = int.MaxValue)
    {
        var search = new LabelSearch(passage, source, target, reachable, budget, mostRisks);
        return new TierResult(tier, passage, search, new RouteFinder(passage, search, budget));
    }

    private Passage PassageOf(ChannelTier tier, IEnumerable<string>? avoidAlso = null) => new(
        index,
        index.Channels.Set(tier.Channels),
        question.Accept,
        question.Avoid.Concat(avoidAlso ?? []),
        question.Avoid.Select(Node).OfType<int>(),
        question.Via.Select(version => Node(version.Text)).OfType<int>());

    private int? Node(string text) =>
        Graph.Versions.ReleaseVersion.TryParse(text, out var version, out _) && index.TryFind(version, out var node) ? node : null;

    /// <summary>Whether no stop is beyond the target; none is before the source, or the question would have been refused.</summary>
    private bool IsBeyondStops(int target) => question.Via.All(version => index.TryFind(version, out var node) && node <= target);

    private int? TargetOf(int source, ChannelTier tier, Func<int, bool> isReachable, bool takesPreReleases)
    {
        if (question.To.Version is { } version)
        {
            return index.TryFind(version, out var node) && isReachable(node) ? node : null;
        }

        // Where no final release is above it, a pre-release goes on to later ones.
        var meant = takesPreReleases
            ? [.. NewestRelease.All(index, tier, question.To.Minor)]
            : NewestRelease.Candidates(index, tier, question.To.Minor, index.Version(source).IsPreRelease ? source : null);
        if (meant.Count > 0 && meant[0] <= source)
        {
            return meant.Contains(source) ? source : null; // There already.
        }

        return meant.Where(node => node > source && isReachable(node)).Select(node => (int?)node).FirstOrDefault();
    }
}
