using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Questions;

/// <summary>Takes questions as people write them to the planner: reads, asks, and gathers what is wrong.</summary>
internal sealed class Desk(Planner planner, QuestionParameters parameters, CancellationToken cancellationToken)
{
    private readonly QuestionReader reader = new(parameters);

    public Reply Ask(QuestionKind kind)
    {
        var format = reader.Format(kind);
        var answer = kind switch
        {
            QuestionKind.Path => FindPath(),
            QuestionKind.Recommended => RecommendationQuestion.Read(reader) is { } question ? planner.Recommend(question, cancellationToken) : null,
            QuestionKind.Explain => ExplanationQuestion.Read(reader) is { } question ? planner.Explain(question, cancellationToken) : null,
            QuestionKind.Release => Describe(),
            _ => List(kind),
        };
        ImmutableArray<Refusal> refusals = answer is PathAnswer { Refusal: { } refusal } ? [refusal] : reader.Refusals;
        return new Reply(answer, refusals, format);
    }

    private PathAnswer? FindPath() => PathQuestion.Read(reader) is { } question
        ? planner.FindPath(parameters.IsOfHostedTool ? AsHosted(question) : question, cancellationToken)
        : null;

    /// <summary>
    /// The hosted tool calls by <c>channel</c> the one that the cluster is in, often that of the source's own minor. It stays the
    /// only one where it has both ends, and else is where the plan begins.
    /// </summary>
    private PathQuestion AsHosted(PathQuestion question) =>
        question is { Channel: { } channel, To.Version: { } to } && planner.Graph.Find(question.Architecture) is { } graph && !(HasIn(graph, channel, question.From.Text) && HasIn(graph, channel, to.Text))
            ? question with { Channel = null, CurrentChannel = channel }
            : question;

    private static bool HasIn(ArchitectureGraph graph, string channel, string version) =>
        graph.ChannelNodes.TryGetValue(channel, out var nodes) && nodes.Any(node => graph.Nodes[node].Version.Text == version);

    private ReleaseAnswer? Describe()
    {
        var version = reader.Version(ParameterNames.Version);
        var architecture = reader.Architecture();
        return reader.Refusals.IsEmpty ? planner.Describe(version!, architecture, cancellationToken) : null;
    }

    private Answer? List(QuestionKind kind)
    {
        var architecture = KnownArchitecture();
        var channel = kind == QuestionKind.Channels ? null : KnownChannel(isNeeded: kind == QuestionKind.Matrix);
        return !reader.Refusals.IsEmpty ? null : kind switch
        {
            QuestionKind.Channels => planner.ListChannels(architecture),
            QuestionKind.Releases => planner.ListReleases(architecture, channel),
            _ => planner.Tabulate(architecture, channel!),
        };
    }

    private Architecture KnownArchitecture()
    {
        var architecture = reader.Architecture();
        var known = planner.Graph.Architectures.Select(graph => graph.Architecture.Name).ToList();
        if (known.Count > 0 && !known.Contains(architecture.Name, StringComparer.Ordinal) && architecture != Architecture.Default)
        {
            reader.Refuse(
                RefusalKind.UnknownName,
                ParameterNames.Architecture,
                $"No release is there for the architecture {architecture}; there are {string.Join(", ", known)}.",
                NearNames.Near(architecture.Name, known));
        }

        return architecture;
    }

    private string? KnownChannel(bool isNeeded)
    {
        var channel = reader.Channel();
        if (channel is null && isNeeded && reader.Refusals.IsEmpty)
        {
            reader.Refuse(RefusalKind.InvalidValue, ParameterNames.Channel, "'channel' is missing; give one such as stable-4.16.", []);
        }
        else if (channel is not null && !planner.Graph.Channels.Contains(channel, StringComparer.Ordinal))
        {
            reader.Refuse(RefusalKind.UnknownName, ParameterNames.Channel, $"There is no channel {channel}.", NearNames.Near(channel, planner.Graph.Channels));
        }

        return channel;
    }
}
