using System.Collections.Immutable;

namespace UpdateService.Snapshot.Selection;

/// <summary>A channel as it is shipped.</summary>
/// <param name="Name">For example <c>stable-4.16</c>.</param>
/// <param name="Versions">As published, by precedence, each once.</param>
/// <param name="Feeder">How releases get into it (<c>delay</c>, <c>filter</c>, <c>name</c>), keys in ordinal order; may be empty.</param>
internal sealed record ShippedChannel(
    string Name,
    ImmutableArray<ShippedVersion> Versions,
    ImmutableArray<KeyValuePair<string, string>> Feeder);

/// <summary>A version as graph-data spell it.</summary>
/// <param name="Text">As published.</param>
/// <param name="Name">What it means.</param>
internal readonly record struct ShippedVersion(string Text, VersionName Name) : IComparable<ShippedVersion>
{
    /// <inheritdoc/>
    public int CompareTo(ShippedVersion other)
    {
        var byPrecedence = Name.Version.CompareTo(other.Name.Version);
        return byPrecedence != 0 ? byPrecedence : string.CompareOrdinal(Text, other.Text);
    }
}
