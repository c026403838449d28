using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Paths;

/// <summary>The plans for a query, or why there is none.</summary>
public sealed record PathAnswer : Answer
{
    /// <summary>What was asked.</summary>
    public required PathQuestion Question { get; init; }

    /// <summary>The best plan first, then the alternatives, the most useful first; empty if there is none.</summary>
    public ImmutableArray<Plan> Plans { get; init; } = [];

    /// <summary>
    /// How many plans are equal to the best in unaccepted risks and hops, itself included; 0 without a plan. Not above 2^53-1,
    /// the largest number that every reader of JSON reads exactly.
    /// </summary>
    public long Ties { get; init; }

    /// <summary>False if the search reached a limit: a better plan, or more ties, may exist.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Why there is no plan, or none without risks, or none in the preferred channels.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>
    /// The streams of channels that the best plan was looked for in (<c>stable</c>, then also <c>eus</c>, …); empty if a
    /// channel was asked for.
    /// </summary>
    public ImmutableArray<string> Streams { get; init; } = [];

    /// <summary>Whether the preferred streams have no plan at all, so that others were searched too.</summary>
    public bool IsWider { get; init; }

    /// <summary>What can be reached from the end of the best plan; null without a plan.</summary>
    public Onward? Onward { get; init; }

    /// <summary>Names in <see cref="PathQuestion.Accept"/> that no edge carries, with names that may have been meant.</summary>
    public ImmutableArray<UnknownName> UnknownRisks { get; init; } = [];

    /// <summary>Why the query is not answered; null if it is.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The best plan; null if there is none.</summary>
    public Plan? Best => Plans.IsEmpty ? null : Plans[0];

    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Path.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => PathJson.Write(json, this, revision);

    internal override void Tell(Page page) => PathText.Write(this, page);

    internal override string Draw(AnswerFormat format, WritingOptions options) => format switch
    {
        AnswerFormat.Mermaid => PathDiagrams.Mermaid(this),
        AnswerFormat.Dot => PathDiagrams.Dot(this),
        AnswerFormat.Svg => PlanPicture.Draw(this),
        AnswerFormat.Markdown => PathMarkdown.Write(this),
        _ => base.Draw(format, options),
    };
}

/// <summary>A name that nothing has.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="NearMatches">Names that may have been meant, nearest first.</param>
public sealed record UnknownName(string Name, ImmutableArray<string> NearMatches);
