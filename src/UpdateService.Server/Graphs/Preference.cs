namespace UpdateService.Server.Graphs;

/// <summary>The preference of a header for one media type. The most specific item that names it is used.</summary>
/// <param name="Specificity">How closely the item names it.</param>
/// <param name="Quality">0 to 1; 0 if the type is not wanted.</param>
/// <param name="Position">The item's place in the header.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#name-accept"/>
internal readonly record struct Preference(Specificity Specificity, double Quality, int Position)
{
    /// <summary>No preference.</summary>
    public static Preference None { get; } = new(Specificity.None, 0, int.MaxValue);

    /// <summary>The more specific of the two; this one if they are equally specific.</summary>
    public Preference Or(Preference other) => other.Specificity > Specificity ? other : this;

    /// <summary>Orders by quality, then an exact name before a wildcard, then by position.</summary>
    public bool IsBetterThan(Preference other)
    {
        if (Quality.CompareTo(other.Quality) is var byQuality and not 0)
        {
            return byQuality > 0;
        }

        var isExact = Specificity == Specificity.Exact;
        return isExact != (other.Specificity == Specificity.Exact) ? isExact : Position < other.Position;
    }
}

/// <summary>How closely an item of a header names a type.</summary>
internal enum Specificity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>*/*</c>.</summary>
    AnyType,

    /// <summary><c>text/*</c>.</summary>
    AnySubtype,

    /// <summary>An exact name.</summary>
    Exact,
}
