using System.Globalization;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Paths;

/// <summary>A minor: <c>4.18</c>.</summary>
/// <param name="Major">The 4.</param>
/// <param name="Minor">The 18.</param>
public readonly record struct MinorName(ulong Major, ulong Minor) : IComparable<MinorName>
{
    /// <summary>Reads a minor: two numbers without leading zeros.</summary>
    public static bool TryParse(string text, out MinorName minor)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var isRead = TryNumber(text.AsSpan(0, Math.Max(0, dot)), out var first) & TryNumber(text.AsSpan(dot + 1), out var second);
        minor = new MinorName(first, second);
        return isRead;
    }

    /// <summary>The minor of a version.</summary>
    public static MinorName Of(ReleaseVersion version) => new(version.Major, version.Minor);

    /// <inheritdoc/>
    public int CompareTo(MinorName other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";

    private static bool TryNumber(ReadOnlySpan<char> text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && !text.ContainsAnyExceptInRange('0', '9') // A number may be followed by NULs in .NET.
        && (text.Length == 1 || text[0] != '0');
}
