namespace UpdateService.Graph.Versions;

/// <summary>
/// A version by <see href="https://semver.org/spec/v2.0.0.html">SemVer 2.0.0</see>, sections 2, 9, 10 and 11.
/// Numbers reach to 2^64-1, as in the Cluster Version Operator's own parser; identifiers compare ordinally.
/// </summary>
/// <remarks>
/// Equality is of the whole text, build metadata included. Order is <em>precedence</em>, which ignores build metadata;
/// two versions that differ only in that compare as 0, so sort by <see cref="SortOrder"/> if the order must be total.
/// </remarks>
public sealed partial class ReleaseVersion : IEquatable<ReleaseVersion>, IComparable<ReleaseVersion>
{
    private readonly PreReleaseIdentifier[] preRelease;

    private ReleaseVersion(string text, ulong major, ulong minor, ulong patch, PreReleaseIdentifier[] preRelease, int coreLength)
    {
        Text = text;
        Major = major;
        Minor = minor;
        Patch = patch;
        this.preRelease = preRelease;
        WithoutBuild = coreLength == text.Length
            ? this
            : new ReleaseVersion(text[..coreLength], major, minor, patch, preRelease, coreLength);
        Build = coreLength == text.Length ? "" : text[(coreLength + 1)..];
    }

    /// <summary>Total order: precedence, then the text itself.</summary>
    public static IComparer<ReleaseVersion> SortOrder { get; } = Comparer<ReleaseVersion>.Create((left, right) =>
    {
        var byPrecedence = left.CompareTo(right);
        return byPrecedence != 0 ? byPrecedence : string.CompareOrdinal(left.Text, right.Text);
    });

    /// <summary>The version as it was written.</summary>
    public string Text { get; }

    /// <summary>The first number: the 4 of 4.16.3.</summary>
    public ulong Major { get; }

    /// <summary>The second number: the 16 of 4.16.3.</summary>
    public ulong Minor { get; }

    /// <summary>The third number: the 3 of 4.16.3.</summary>
    public ulong Patch { get; }

    /// <summary>Whether the version has a pre-release part, such as <c>-rc.1</c>.</summary>
    public bool IsPreRelease => preRelease.Length > 0;

    /// <summary>The text after the <c>+</c>; empty if there is none.</summary>
    public string Build { get; }

    /// <summary>The same version without build metadata, as served to clients.</summary>
    public ReleaseVersion WithoutBuild { get; }

    /// <summary>Whether the pre-release part is exactly this one identifier.</summary>
    public bool HasOnlyPreRelease(string identifier) =>
        preRelease.Length == 1 && string.Equals(preRelease[0].Text, identifier, StringComparison.Ordinal);

    /// <summary>Compares by precedence (SemVer section 11), ignoring build metadata.</summary>
    public int CompareTo(ReleaseVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePreRelease(other);
    }

    /// <inheritdoc/>
    public bool Equals(ReleaseVersion? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReleaseVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(ReleaseVersion? left, ReleaseVersion? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether the texts differ.</summary>
    public static bool operator !=(ReleaseVersion? left, ReleaseVersion? right) => !(left == right);

    /// <summary>Whether left has lower precedence.</summary>
    public static bool operator <(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether left has higher precedence.</summary>
    public static bool operator >(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether left has lower or equal precedence.</summary>
    public static bool operator <=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left has higher or equal precedence.</summary>
    public static bool operator >=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) >= 0;

    private int ComparePreRelease(ReleaseVersion other)
    {
        if (preRelease.Length == 0 || other.preRelease.Length == 0)
        {
            // A pre-release has a lower precedence than its release.
            return other.preRelease.Length.CompareTo(preRelease.Length);
        }

        var shared = Math.Min(preRelease.Length, other.preRelease.Length);
        for (var index = 0; index < shared; index++)
        {
            var order = preRelease[index].CompareTo(other.preRelease[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return preRelease.Length.CompareTo(other.preRelease.Length);
    }

    /// <summary>One dot-separated part of a pre-release; numeric ones rank below alphanumeric ones.</summary>
    private readonly record struct PreReleaseIdentifier(string Text, ulong? Number) : IComparable<PreReleaseIdentifier>
    {
        public int CompareTo(PreReleaseIdentifier other) => (Number, other.Number) switch
        {
            ({ } left, { } right) => left.CompareTo(right),
            ({ }, null) => -1,
            (null, { }) => 1,
            _ => string.CompareOrdinal(Text, other.Text),
        };
    }
}
