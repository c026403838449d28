using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Explanations;

/// <summary>A pair of versions.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
public sealed record ExplanationQuestion(ReleaseVersion From, ReleaseVersion To)
{
    /// <summary>The architecture.</summary>
    public Architecture Architecture { get; init; } = Architecture.Default;

    /// <summary>The channel that the cluster is in, or a group of channels; null for any.</summary>
    public string? Channel { get; init; }

    /// <summary>Names of risks that count as none.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Reads an explanation query, ignoring what only plans use; null if the reader has refusals.</summary>
    internal static ExplanationQuestion? Read(QuestionReader reader, KnownNames names)
    {
        var from = reader.Version(ParameterNames.From);
        var to = reader.Version(ParameterNames.To);
        var architecture = names.Architecture();
        var channel = names.Channel();
        return reader.Refusals.IsEmpty
            ? new ExplanationQuestion(from!, to!) { Architecture = architecture, Channel = channel, Accept = reader.Names(ParameterNames.Accept) }
            : null;
    }
}

/// <summary>Why a pair of versions is or is not an update.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Reasons">At least one; the weightiest first.</param>
public sealed record ExplanationAnswer(ExplanationQuestion Question, ImmutableArray<Reason> Reasons) : Answer
{
    /// <summary>Names that were accepted and that no edge carries.</summary>
    public ImmutableArray<UnknownName> UnknownRisks { get; init; } = [];

    /// <summary>False if the search reached a limit: smaller sets of risks may be enough.</summary>
    public bool IsComplete { get; init; } = true;

    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Explain.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => ReasonJson.Write(json, this, revision);

    internal override void Tell(Page page) => PathText.Write(this, page);
}
