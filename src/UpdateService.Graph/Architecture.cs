using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace UpdateService.Graph;

/// <summary>
/// A processor architecture with Go's name (<c>amd64</c>, <c>arm64</c>, …), or <c>multi</c> for payloads that contain several.
/// Any name that a client can send (<c>^[0-9a-z]+$</c>) is valid. Ordered ordinally.
/// </summary>
public sealed record Architecture : IComparable<Architecture>
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    private Architecture(string name) => Name = name;

    /// <summary>The architecture for clients that send no <c>arch</c>.</summary>
    public static Architecture Default { get; } = new("amd64");

    /// <summary>Payloads that contain an image for each of several architectures.</summary>
    public static Architecture Multi { get; } = new("multi");

    /// <summary>The name as clients send it.</summary>
    public string Name { get; }

    /// <summary>Whether the text is a valid <c>arch</c> of a request.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>Reads a name.</summary>
    /// <param name="text">One or more of 0-9 and a-z.</param>
    /// <param name="architecture">The architecture if the result is true.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Architecture? architecture)
    {
        architecture = text is not null && IsName(text) ? new Architecture(text) : null;
        return architecture is not null;
    }

    /// <inheritdoc/>
    public int CompareTo(Architecture? other) => string.CompareOrdinal(Name, other?.Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
