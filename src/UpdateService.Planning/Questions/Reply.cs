using System.Collections.Immutable;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Questions;

/// <summary>What becomes of a question: an answer, or why it is refused.</summary>
/// <param name="Answer">
/// The answer. Null if the question cannot be read; of a plan that is refused it is there too, with the reasons.
/// </param>
/// <param name="Refusals">Everything that is wrong with the query; empty if it is answered.</param>
/// <param name="Format">The format that the query names; null if it names none.</param>
public sealed record Reply(Answer? Answer, ImmutableArray<Refusal> Refusals, AnswerFormat? Format)
{
    /// <summary>Whether the question is refused.</summary>
    public bool IsRefused => !Refusals.IsEmpty;
}
