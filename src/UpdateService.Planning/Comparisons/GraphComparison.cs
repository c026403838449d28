using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Comparisons;

/// <summary>What changed between two graphs, per channel and architecture. Channels without a change are not in it.</summary>
/// <param name="Channels">In the order of the channels' names, then of the architectures.</param>
public sealed record GraphComparison(ImmutableArray<ChannelComparison> Channels) : Answer
{
    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => [AnswerFormat.Json, AnswerFormat.Text, AnswerFormat.Markdown];

    /// <summary>Whether clients would see no difference.</summary>
    public bool IsEmpty => Channels.IsEmpty;

    /// <summary>Compares.</summary>
    /// <param name="before">The earlier graph.</param>
    /// <param name="after">The later one.</param>
    /// <param name="architecture">Only this architecture; null for all.</param>
    /// <param name="channel">Only the channel of this name; null for all.</param>
    public static GraphComparison Between(UpdateGraph before, UpdateGraph after, Architecture? architecture = null, string? channel = null)
    {
        var comparisons = new List<ChannelComparison>();
        var architectures = before.Architectures.Concat(after.Architectures).Select(graph => graph.Architecture).Distinct().Order();
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
                .Select(name => ChannelComparison.Between(numbers, each, name, name))
                .Where(comparison => !comparison.IsEmpty));
        }

        return new GraphComparison(
            [.. comparisons.OrderBy(comparison => comparison.After, ChannelName.SortOrder).ThenBy(comparison => comparison.Architecture)]);
    }

    internal override void WriteJson(Utf8JsonWriter json, int? revision)
    {
        json.WriteStartObject();
        ComparisonJson.WriteChannels(json, this);
        json.WriteEndObject();
    }

    internal override void Tell(Page page) => ComparisonText.Write(this, page);

    private static IEnumerable<string> ChannelNames(ArchitectureGraph? left, ArchitectureGraph? right) =>
        (left?.ChannelNodes.Keys ?? []).Union(right?.ChannelNodes.Keys ?? [], StringComparer.Ordinal);
}
