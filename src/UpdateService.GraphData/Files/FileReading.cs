using System.Collections.Immutable;

namespace UpdateService.GraphData.Files;

/// <summary>What one file gave: a value, or problems, or both where the problems are warnings.</summary>
/// <typeparam name="T">The domain record that the file describes.</typeparam>
/// <param name="Value">Null if the file cannot be understood.</param>
/// <param name="Problems">In the order in which they were found.</param>
internal sealed record FileReading<T>(T? Value, ImmutableArray<Problem> Problems)
    where T : class
{
    /// <summary>In lenient mode what is used in place of the file; null if the file itself is.</summary>
    public StandIn? StandIn { get; init; }
}

/// <summary>What is used in place of a file that cannot be understood.</summary>
/// <param name="Content">A file that says the same; null if the file is left out.</param>
internal sealed record StandIn(ReadOnlyMemory<byte>? Content);
