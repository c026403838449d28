using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>A pair of versions.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
public sealed record ExplanationQuestion(ReleaseVersion From, ReleaseVersion To)
{
    /// <summary>The architecture.</summary>
    public Architecture Architecture { get; init; } = Architecture.Default;

    /// <summary>The channel that the cluster is in; null for any.</summary>
    public string? Channel { get; init; }

    /// <summary>Names of risks that count as none.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Reads a question as people write it; what belongs to plans only is not looked at.</summary>
    /// <param name="text">The values.</param>
    /// <param name="question">The question, when the result is true.</param>
    /// <param name="refusals">Everything that is wrong with it, when the result is false.</param>
    public static bool TryRead(PathParameters text, out ExplanationQuestion? question, out ImmutableArray<Refusal> refusals)
    {
        var reader = new QuestionReader();
        var from = reader.Version("from", text.From);
        var to = reader.Version("to", text.To);
        var architecture = reader.Architecture("arch", text.Architecture);
        var channel = reader.Channel("channel", text.Channel);
        refusals = reader.Refusals;
        question = refusals.IsEmpty
            ? new ExplanationQuestion(from!, to!) { Architecture = architecture, Channel = channel, Accept = QuestionReader.Names(text.Accept) }
            : null;
        return question is not null;
    }
}

/// <summary>Why a pair of versions is or is not an update.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Reasons">At least one; the weightiest first.</param>
public sealed record ExplanationAnswer(ExplanationQuestion Question, ImmutableArray<Reason> Reasons)
{
    /// <summary>Names that were accepted and that no edge carries.</summary>
    public ImmutableArray<UnknownName> UnknownRisks { get; init; } = [];
}
