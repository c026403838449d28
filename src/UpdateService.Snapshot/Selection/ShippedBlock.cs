using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Selection;

/// <summary>A hard block or a risk as it is shipped.</summary>
/// <param name="To">The target.</param>
/// <param name="From">The pattern of the sources, as published.</param>
/// <param name="FixedIn">The first version without the fault, as published; may be null.</param>
/// <param name="Risk">With our own words and rule; null for a hard block.</param>
internal sealed record ShippedBlock(ShippedVersion To, string From, string? FixedIn, Risk? Risk) : IComparable<ShippedBlock>
{
    /// <summary>By target, then name (hard blocks first), then sources.</summary>
    public int CompareTo(ShippedBlock? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = To.CompareTo(other.To);
        order = order != 0 ? order : string.CompareOrdinal(Risk?.Name, other.Risk?.Name);
        order = order != 0 ? order : string.CompareOrdinal(From, other.From);
        order = order != 0 ? order : string.CompareOrdinal(Risk?.Url, other.Risk?.Url);
        return order != 0 ? order : string.CompareOrdinal(FixedIn, other.FixedIn);
    }
}
