using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Questions;

/// <summary>Takes questions as people write them to the planner: reads, asks, and gathers what is wrong.</summary>
internal sealed class Desk(Planner planner, QuestionParameters parameters, CancellationToken cancellationToken)
{
    private readonly QuestionReader reader = new(parameters, (text, architecture) => NearVersions.To(text, planner.Graph.Find(architecture), planner.Rules));

    public Reply Ask(QuestionKind kind)
    {
        var names = new KnownNames(reader, planner.Rules, planner.Graph);
        var format = reader.Format(kind);
        var answer = kind switch
        {
            QuestionKind.Path => FindPath(names),
            QuestionKind.Recommended => RecommendationQuestion.Read(reader, names) is { } question ? planner.Recommend(question, cancellationToken) : null,
            QuestionKind.Explain => ExplanationQuestion.Read(reader, names) is { } question ? planner.Explain(question, cancellationToken) : null,
            QuestionKind.Release => Describe(names),
            QuestionKind.Difference => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A planner has one graph; GraphComparison.Ask takes two."),
            _ => List(kind, names),
        };
        ImmutableArray<Refusal> refusals = answer is PathAnswer { Refusal: { } refusal } ? [refusal] : reader.Refusals;
        return new Reply(answer, refusals, format);
    }

    private PathAnswer? FindPath(KnownNames names) => PathQuestion.Read(reader, names) is { } question
        ? planner.FindPath(parameters.IsOfHostedTool ? AsHosted(question) : question, cancellationToken)
        : null;

    /// <summary>
    /// The hosted tool calls by <c>channel</c> the one that the cluster is in, often that of the source's own minor. It stays the
    /// only one where it has both ends, and else is where the plan begins.
    /// </summary>
    private PathQuestion AsHosted(PathQuestion question) =>
        question is { Channel: { } channel, To.Version: { } to } && !planner.Rules.IsGroup(channel)
        && planner.Graph.Find(question.Architecture) is { } graph && !(HasIn(graph, channel, question.From.Text) && HasIn(graph, channel, to.Text))
            ? question with { Channel = null, CurrentChannel = channel }
            : question;

    private static bool HasIn(ArchitectureGraph graph, string channel, string version) =>
        graph.ChannelNodes.TryGetValue(channel, out var nodes) && nodes.Any(node => graph.Nodes[node].Version.Text == version);

    private ReleaseAnswer? Describe(KnownNames names)
    {
        var version = reader.Version(ParameterNames.Version);
        var architecture = names.Architecture();
        var channel = names.Channel();
        var answer = reader.Refusals.IsEmpty ? planner.Describe(version!, architecture, cancellationToken) : null;
        if (channel is null || answer?.Release is null || answer.Channels.Any(name => name == channel || (planner.Rules.IsGroup(channel) && ProductRules.StreamOf(name) == channel)))
        {
            return answer;
        }

        var having = answer.Channels.IsEmpty ? "no channel" : string.Join(", ", answer.Channels);
        reader.Refuse(RefusalKind.InvalidValue, ParameterNames.Channel, $"{version} is not in {Reasons.Name(channel)}, but in {having}.", answer.Channels.Take(3));
        return null;
    }

    private Answer? List(QuestionKind kind, KnownNames names)
    {
        var architecture = names.Architecture(isNeeded: kind == QuestionKind.Comparison);
        var takesGroups = kind != QuestionKind.Comparison;
        var channel = kind == QuestionKind.Channels ? null : names.Channel(isNeeded: kind is QuestionKind.Matrix or QuestionKind.Comparison, takesGroups: takesGroups);
        var other = kind == QuestionKind.Comparison ? names.Channel(isNeeded: true, ParameterNames.With, takesGroups) : null;
        var minor = kind == QuestionKind.Releases ? reader.Minor(ParameterNames.Version) : null;
        var isWhole = kind == QuestionKind.Comparison && reader.Flag(ParameterNames.All);
        return !reader.Refusals.IsEmpty ? null : kind switch
        {
            QuestionKind.Channels => planner.ListChannels(architecture),
            QuestionKind.Comparison => planner.Compare(architecture, channel!, other!) with { IsWhole = isWhole },
            QuestionKind.Releases => planner.ListReleases(architecture, channel, minor),
            _ => planner.Tabulate(architecture, channel!),
        };
    }
}
