using System.Collections.Immutable;

namespace UpdateService.GraphData.Files;

/// <summary>What one file gave: a value, or problems, or both where the problems are warnings.</summary>
/// <typeparam name="T">The domain record that the file describes.</typeparam>
/// <param name="Value">Null where the file cannot be understood.</param>
/// <param name="Problems">In the order in which they were found.</param>
internal sealed record FileReading<T>(T? Value, ImmutableArray<Problem> Problems)
    where T : class;
