using System.Collections.Immutable;
using System.Text;

namespace UpdateService.Testing.Fuzzing;

/// <summary>What broken inputs of one target are made of.</summary>
/// <param name="Entries">Good inputs, and some that are nearly so; at least one.</param>
/// <param name="Tokens">What has a meaning in such inputs, and is put into them where it does not belong.</param>
public sealed record Corpus(ImmutableArray<byte[]> Entries, ImmutableArray<byte[]> Tokens)
{
    /// <summary>
    /// Makes whole again what guards an input as a whole (checksums, compression), so that what is broken inside is reached; where it is
    /// not said, nothing is repaired.
    /// </summary>
    public Func<byte[], Random, byte[]> Repair { get; init; } = static (input, _) => input;

    /// <summary>Inputs as texts.</summary>
    public static Corpus Of(ImmutableArray<byte[]> tokens, params IEnumerable<string> entries) => new([.. entries.Select(Encoding.UTF8.GetBytes)], tokens);
}
