namespace UpdateService.Graph;

/// <summary>A location in the inputs.</summary>
/// <param name="File">A path relative to its source, with <c>/</c>; or the catalogue's file name.</param>
/// <param name="Line">The line from 1, or 0 for the whole file.</param>
public readonly record struct Place(string File, int Line) : IComparable<Place>
{
    /// <inheritdoc/>
    public int CompareTo(Place other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        return byFile != 0 ? byFile : Line.CompareTo(other.Line);
    }

    /// <summary><c>file:line</c>, which terminals and editors turn into a link. Control characters of the name are shown as <c>\uXXXX</c>.</summary>
    public override string ToString() => Line > 0 ? $"{Excerpt.Visible(File)}:{Line}" : Excerpt.Visible(File);
}

/// <summary>What a problem means for the revision that is being built.</summary>
public enum ProblemSeverity
{
    /// <summary>A warning: the data are served, but somebody should check them.</summary>
    Warning,

    /// <summary>An error in the data that was resolved on the safe side: an edge fewer, a release in quarantine.</summary>
    Error,

    /// <summary>An input cannot be understood: the revision is refused and the last good one stays.</summary>
    Rejecting,
}

/// <summary>A problem in an input, with its place.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="Severity">What it means for the revision.</param>
/// <param name="Place">File and line.</param>
/// <param name="Message">What is wrong and, if it is not obvious, the remedy: sentences with a full stop.</param>
public sealed record Problem(ProblemRule Rule, ProblemSeverity Severity, Place Place, string Message) : IComparable<Problem>
{
    /// <summary>By place, then rule, then message: the order in which problems are reported.</summary>
    public int CompareTo(Problem? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Place.CompareTo(other.Place);
        order = order != 0 ? order : Rule.CompareTo(other.Rule);
        return order != 0 ? order : string.CompareOrdinal(Message, other.Message);
    }

    /// <summary><c>file:line: Rule: message</c>.</summary>
    public override string ToString() => $"{Place}: {Rule}: {Message}";
}
