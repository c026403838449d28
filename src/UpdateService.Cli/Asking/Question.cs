using System.Collections.Immutable;
using UpdateService.Planning.Questions;

namespace UpdateService.Cli.Asking;

/// <summary>A question with its values, by the names that they have in a query.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Parameters">What is given of it.</param>
internal sealed record Question(QuestionKind Kind, ImmutableArray<KeyValuePair<string, string?>> Parameters)
{
    /// <summary>A value; null if it is not given.</summary>
    public string? this[string name] => Parameters.FirstOrDefault(pair => pair.Key == name).Value;
}

/// <summary>An answer as it is shown, with the exit status that belongs to it.</summary>
/// <param name="Body">UTF-8.</param>
/// <param name="Status">One of <see cref="ExitStatus"/>.</param>
internal sealed record Answered(ReadOnlyMemory<byte> Body, int Status);
