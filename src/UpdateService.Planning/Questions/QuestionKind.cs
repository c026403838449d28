using System.Collections.Immutable;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Questions;

/// <summary>The questions that people ask: of a planner about one graph, and about what differs between two.</summary>
public enum QuestionKind
{
    /// <summary>The plans from one version to another: <c>from</c>, <c>to</c>, <c>arch</c>, <c>channel</c>, <c>currentChannel</c>, <c>accept</c>, <c>avoid</c>, <c>via</c>, <c>alternatives</c>.</summary>
    Path,

    /// <summary>What a cluster should do next: <c>version</c>, <c>arch</c>, <c>channel</c>, <c>accept</c>.</summary>
    Recommended,

    /// <summary>Why a pair is or is not an update: <c>from</c>, <c>to</c>, <c>arch</c>, <c>channel</c>, <c>accept</c>.</summary>
    Explain,

    /// <summary>The channels: <c>arch</c>.</summary>
    Channels,

    /// <summary>The releases: <c>arch</c>, <c>channel</c>, <c>version</c> (a minor: 4.18).</summary>
    Releases,

    /// <summary>All about one release: <c>version</c>, <c>arch</c>.</summary>
    Release,

    /// <summary>All updates of a channel: <c>channel</c>, <c>arch</c>.</summary>
    Matrix,

    /// <summary>What the channel <c>with</c> has more or less than <c>channel</c>: <c>channel</c>, <c>with</c>, <c>arch</c>, <c>all</c>.</summary>
    Comparison,

    /// <summary>
    /// What changed between two graphs: <c>channel</c>, <c>arch</c>, <c>all</c>; every channel and architecture if these are absent. No planner answers it, but
    /// <see cref="Comparisons.GraphComparison.Ask"/>.
    /// </summary>
    Difference,
}

/// <summary>What belongs to a kind of question.</summary>
public static class QuestionKinds
{
    private static readonly ImmutableArray<AnswerFormat> Documents = [AnswerFormat.Json, AnswerFormat.Text, AnswerFormat.Markdown];

    /// <summary>The formats of its answers. The first is the default.</summary>
    public static ImmutableArray<AnswerFormat> Formats(this QuestionKind kind) =>
        kind == QuestionKind.Path ? [.. Documents, AnswerFormat.Mermaid, AnswerFormat.Dot, AnswerFormat.Svg] : Documents;
}
