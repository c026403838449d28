using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Comparisons;

/// <summary>What changed between two graphs, per channel and architecture. Channels without a change are not in it.</summary>
/// <param name="Channels">In the order of the channels' names, then of the architectures.</param>
public sealed record GraphComparison(ImmutableArray<ChannelComparison> Channels) : Answer
{
    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Difference.Formats();

    /// <summary>The numbers of the compared revisions, for scripts; null if the graphs are not those of a service.</summary>
    public (int Before, int After)? Revisions { get; init; }

    /// <summary>Whether every update is written, and not a summary. JSON is always whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether clients would see no difference.</summary>
    public bool IsEmpty => Channels.IsEmpty;

    /// <summary>Compares.</summary>
    /// <param name="before">The earlier graph.</param>
    /// <param name="after">The later one.</param>
    /// <param name="architecture">Only this architecture; null for all.</param>
    /// <param name="channel">Only the channel of this name; null for all.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public static GraphComparison Between(
        UpdateGraph before,
        UpdateGraph after,
        Architecture? architecture = null,
        string? channel = null,
        CancellationToken cancellationToken = default)
    {
        var comparisons = new List<ChannelComparison>();
        var architectures = before.Architectures.Concat(after.Architectures).Select(graph => graph.Architecture).Distinct();
        foreach (var each in architectures.Where(each => architecture is null || each == architecture))
        {
            var (left, right) = (before.Find(each), after.Find(each));
            if (ReferenceEquals(left, right))
            {
                continue;
            }

            var numbers = new SharedNumbers(left, right);
            comparisons.AddRange(ChannelNames(left, right)
                .Where(name => channel is null || string.Equals(channel, name, StringComparison.Ordinal))
                .Select(name => Compare(numbers, each, name, cancellationToken))
                .Where(comparison => !comparison.IsEmpty));
        }

        return new GraphComparison(
            [.. comparisons.OrderBy(comparison => comparison.After, ChannelName.SortOrder).ThenBy(comparison => comparison.Architecture)]);
    }

    /// <summary>Answers a question as people write it; without <c>arch</c> and <c>channel</c> it is about all of them.</summary>
    /// <param name="before">The earlier graph.</param>
    /// <param name="after">The later one.</param>
    /// <param name="parameters">The values, by the names that <see cref="QuestionKind.Difference"/> lists.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public static Reply Ask(UpdateGraph before, UpdateGraph after, QuestionParameters parameters, CancellationToken cancellationToken = default)
    {
        var reader = new QuestionReader(parameters);
        var names = new KnownNames(reader, null, before, after);
        var format = reader.Format(QuestionKind.Difference);
        var architecture = names.Architecture();
        var channel = names.Channel();
        var isWhole = reader.Flag(ParameterNames.All);
        var only = parameters[ParameterNames.Architecture] is null ? null : architecture;
        return new Reply(reader.Refusals.IsEmpty ? Between(before, after, only, channel, cancellationToken) with { IsWhole = isWhole } : null, reader.Refusals, format);
    }

    internal override void WriteJson(Utf8JsonWriter json, int? revision)
    {
        json.WriteStartObject();
        if (Revisions is { } revisions)
        {
            json.WriteNumber("before"u8, revisions.Before);
            json.WriteNumber("after"u8, revisions.After);
        }
        else if (revision is { } number)
        {
            json.WriteNumber("revision"u8, number);
        }

        ComparisonJson.WriteChannels(json, this);
        json.WriteEndObject();
    }

    internal override void Tell(Page page) => ComparisonText.Write(this, page);

    private static ChannelComparison Compare(SharedNumbers numbers, Architecture architecture, string channel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ChannelComparison.Between(numbers, architecture, channel, channel);
    }

    private static IEnumerable<string> ChannelNames(ArchitectureGraph? left, ArchitectureGraph? right) =>
        (left?.ChannelNodes.Keys ?? []).Union(right?.ChannelNodes.Keys ?? [], StringComparer.Ordinal);
}
