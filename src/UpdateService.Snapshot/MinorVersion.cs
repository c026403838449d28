using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using UpdateService.Graph.Versions;

namespace UpdateService.Snapshot;

/// <summary>The first two numbers of a version, such as 4.12. Ordered by number: 4.9 comes before 4.12.</summary>
/// <param name="Major">The 4 of 4.12.</param>
/// <param name="Minor">The 12 of 4.12.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MinorVersion(ulong Major, ulong Minor) : IComparable<MinorVersion>
{
    /// <summary>That of a release.</summary>
    public static MinorVersion Of(ReleaseVersion version) => new(version.Major, version.Minor);

    /// <summary>Reads two numbers with a dot between them and nothing else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MinorVersion? version)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        version = dot > 0 && TryParseNumber(text.AsSpan(0, dot), out var major) && TryParseNumber(text.AsSpan(dot + 1), out var minor)
            ? new MinorVersion(major, minor)
            : null;
        return version is not null;
    }

    /// <summary>The minor version of a channel, after the first <c>-</c> of its name; null if that is not a minor version.</summary>
    public static MinorVersion? OfChannel(string name) =>
        name.IndexOf('-', StringComparison.Ordinal) is var hyphen and >= 0 && TryParse(name[(hyphen + 1)..], out var version)
            ? version
            : null;

    /// <inheritdoc/>
    public int CompareTo(MinorVersion other)
    {
        var byMajor = Major.CompareTo(other.Major);
        return byMajor != 0 ? byMajor : Minor.CompareTo(other.Minor);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";

    private static bool TryParseNumber(ReadOnlySpan<char> text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
