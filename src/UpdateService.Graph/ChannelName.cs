using System.Buffers;

namespace UpdateService.Graph;

/// <summary>The rules for the names of channels, such as <c>stable-4.16</c>.</summary>
public static class ChannelName
{
    private static readonly SearchValues<char> RequestCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-.");

    /// <summary>
    /// The order in which a release's channels are listed: by the part after the first <c>-</c>, then by the whole name,
    /// ordinal. A name without <c>-</c> has an empty part.
    /// </summary>
    public static IComparer<string> SortOrder { get; } = Comparer<string>.Create((left, right) =>
    {
        var byStream = AfterHyphen(left).SequenceCompareTo(AfterHyphen(right));
        return byStream != 0 ? byStream : string.CompareOrdinal(left, right);
    });

    /// <summary>Whether a client can request it: it matches <c>^[0-9a-z\-\.]+$</c> as a whole.</summary>
    public static bool CanBeRequested(ReadOnlySpan<char> name) => !name.IsEmpty && !name.ContainsAnyExcept(RequestCharacters);

    /// <summary>
    /// Why the name must not be in the comma list of a release's channels (the Cluster Version Operator refuses an answer
    /// whose list has an empty item); null if it may be.
    /// </summary>
    public static string? Refuse(string name)
    {
        if (name.Length is 0 or > 256)
        {
            return "a channel's name has 1 to 256 characters";
        }

        // Go also trims Unicode's white space from each item of the list.
        return name.Any(static character => character == ',' || char.IsWhiteSpace(character) || char.IsControl(character))
            ? $"the channel name '{Excerpt.Of(name)}' holds a comma or white space"
            : null;
    }

    private static ReadOnlySpan<char> AfterHyphen(string name)
    {
        var hyphen = name.IndexOf('-', StringComparison.Ordinal);
        return hyphen < 0 ? [] : name.AsSpan(hyphen + 1);
    }
}
