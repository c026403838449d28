using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Writing;

/// <summary>Plans in sentences, the same wherever they are read.</summary>
public static class PlanWords
{
    /// <summary>The result of the query: the ends, hops and risks of the best plan, or that there is none.</summary>
    public static string Headline(PathAnswer answer) => answer switch
    {
        { Refusal: { } refusal } => refusal.Message,
        { Best: null } => $"No plan leads from {answer.Question.From} to {TargetName(answer.Question.To)}{Where(answer.Question)}.",
        { Best.Hops.IsEmpty: true } => $"{answer.Question.From} ({answer.Question.Architecture}): nothing to do.",
        _ => $"{answer.Question.From} to {answer.Best.Hops[^1].To.Version} ({answer.Question.Architecture}): {Totals(answer.Best)}.",
    };

    /// <summary>Hops and risks of a plan.</summary>
    public static string Totals(Plan plan) =>
        $"{Amount.Of(plan.Hops.Length, "update")}, "
        + (plan.Risks.IsEmpty ? "no risks" : plan.UnacceptedRisks.IsEmpty ? $"risks {string.Join(", ", plan.AcceptedRisks)}, all accepted" : $"risks to accept: {string.Join(", ", plan.UnacceptedRisks)}");

    /// <summary>Why an answer contains the plan.</summary>
    public static string Name(PlanKind kind) => kind switch
    {
        PlanKind.Best => "the best",
        PlanKind.Trade => "more risks for fewer updates",
        PlanKind.WiderChannels => "better or newer, in further channels",
        PlanKind.WithoutRisks => "as far as it goes without risks",
        _ => "next best",
    };

    /// <summary>What else is to be known of plans: sentences.</summary>
    public static IEnumerable<string> Notes(PathAnswer answer)
    {
        if (answer.Ties > 1)
        {
            yield return "Other plans are equally good; this one has the newest stops.";
        }

        if (answer is { IsWider: true, Best.Hops.IsEmpty: false })
        {
            yield return $"{Capitalised(ChannelTier.Name(answer.Streams[..1]))} have no plan; this one was found in {ChannelTier.Name(answer.Streams)}.";
        }

        foreach (var note in NotesOfChannels(answer.Best?.Hops.Select(hop => hop.Channel) ?? [])
            .Concat(NotesOfWay(answer.Best is null ? null : EndOf(answer), answer.Onward))
            .Concat(NotesOfTags((answer.Best?.Hops ?? []).Select(hop => hop.To)))
            .Concat(Notes(answer.IsComplete, answer.UnknownRisks)))
        {
            yield return note;
        }
    }

    /// <summary>What else is to be known of advice.</summary>
    public static IEnumerable<string> Notes(RecommendationAnswer answer) =>
        NotesOfChannels(answer is { Channel: { } channel, Recommended: not null } ? [channel] : [])
            .Concat(NotesOfWay((answer.Recommended?.Release ?? answer.Current)?.Version, answer.Onward))
            .Concat(NotesOfTags(new[] { answer.Recommended?.Release }.OfType<GraphNode>()))
            .Concat(Notes(isComplete: true, answer.UnknownRisks));

    private static ReleaseVersion EndOf(PathAnswer answer) => answer.Best is { Hops: [.., var last] } ? last.To.Version : answer.Question.From;

    private static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>That channels are not for every cluster.</summary>
    private static IEnumerable<string> NotesOfChannels(IEnumerable<string> channels)
    {
        var names = channels.Where(ProductRules.OpenShift.NeedsSubscription).Distinct(StringComparer.Ordinal).Select(Reasons.Name).ToList();
        if (names.Count > 0)
        {
            var isOne = names.Count == 1 && !names[0].Contains(' ', StringComparison.Ordinal);
            var words = names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
            yield return $"{words} {(isOne ? "needs" : "need")} a subscription for extended support.";
        }
    }

    /// <summary>That a release does not lead to the next minor.</summary>
    private static IEnumerable<string> NotesOfWay(ReleaseVersion? end, Onward? onward) =>
        end is not null && onward is { NextMinor: false, Next: { } next }
            ? [$"{end} has no way on to {next} yet{(onward.Gateway is { } gateway ? $"; {gateway} has one" : "")}."]
            : [];

    /// <summary>What else is to be known of a release that is there.</summary>
    public static IEnumerable<string> Notes(ReleaseAnswer answer) => NotesOfTags(new[] { answer.Release }.OfType<GraphNode>());

    /// <summary>Of releases that no cluster takes.</summary>
    private static IEnumerable<string> NotesOfTags(IEnumerable<GraphNode> releases)
    {
        var tagged = releases.Where(release => release.Release.Digest.Length == 0).Select(release => release.Version.Text).ToList();
        if (tagged.Count > 0)
        {
            var known = tagged.Count == 1 ? $"{tagged[0]} is known by its tag" : $"{string.Join(", ", tagged.SkipLast(1))} and {tagged[^1]} are known by their tags";
            yield return $"{known} only: a cluster refuses an image that it cannot verify by digest.";
        }
    }

    /// <summary>What is to be known of any answer: bounds that were met, and names that nothing has.</summary>
    public static IEnumerable<string> Notes(bool isComplete, ImmutableArray<UnknownName> unknownRisks)
    {
        if (!isComplete)
        {
            yield return "The search reached its limits: there may be better plans.";
        }

        foreach (var unknown in unknownRisks)
        {
            yield return $"No update carries a risk named {Excerpt.Of(unknown.Name)}{(unknown.NearMatches.IsEmpty ? "" : $"; near: {string.Join(", ", unknown.NearMatches)}")}.";
        }
    }

    /// <summary>Where a question leads to.</summary>
    public static string TargetName(PathTarget to) => to.ToString() is { Length: > 0 } name ? name : "the newest release";

    /// <summary>In which channel and architecture.</summary>
    public static string Where(PathQuestion question) => $"{Reasons.In(question.Channel)} ({question.Architecture})";
}
