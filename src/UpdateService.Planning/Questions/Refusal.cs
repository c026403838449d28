using System.Collections.Immutable;

namespace UpdateService.Planning.Questions;

/// <summary>Why a question is not answered.</summary>
public enum RefusalKind
{
    /// <summary>A value is missing or cannot be read.</summary>
    InvalidValue,

    /// <summary>A name to avoid that does not exist. The caller must know that it was not understood.</summary>
    UnknownName,

    /// <summary>The way leads back.</summary>
    Rollback,
}

/// <summary>A question that is refused.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Parameter">The value that is meant, by its name in a query.</param>
/// <param name="Message">A sentence with the remedy.</param>
/// <param name="NearMatches">Names that may have been meant, nearest first.</param>
public sealed record Refusal(RefusalKind Kind, string Parameter, string Message, ImmutableArray<string> NearMatches);
