using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using UpdateService.Planning.Writing;
using UpdateService.Server.Graphs;

namespace UpdateService.Server.Plans;

/// <summary>Selects the format of an answer by a request's <c>Accept</c> header.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#name-accept"/>
internal static class FormatNegotiation
{
    /// <summary>
    /// The format whose type has the highest quality. If several are equal, a type that is named exactly comes first, then the position in
    /// the header, then the order of the offer. Null if the header allows none.
    /// </summary>
    /// <param name="accept">The header; without it, the first format is used.</param>
    /// <param name="offered">At least one.</param>
    public static AnswerFormat? Negotiate(StringValues accept, ImmutableArray<AnswerFormat> offered)
    {
        var header = accept.Count == 1 ? accept[0].AsSpan() : string.Join(',', accept.ToArray()).AsSpan();
        if (header.Trim(" \t,").IsEmpty || header is "*/*")
        {
            return offered[0];
        }

        AnswerFormat? best = null;
        var bestPreference = Preference.None;
        foreach (var format in offered)
        {
            var preference = PreferenceFor(TypeOf(format), header);
            if (preference.Quality > 0 && preference.IsBetterThan(bestPreference))
            {
                (best, bestPreference) = (format, preference);
            }
        }

        return best;
    }

    /// <summary>The media type without its parameters.</summary>
    public static string TypeOf(AnswerFormat format) => format.MediaType().Split(';')[0];

    private static Preference PreferenceFor(ReadOnlySpan<char> type, ReadOnlySpan<char> header)
    {
        var preference = Preference.None;
        var position = 0;
        foreach (var item in new HeaderItems(header))
        {
            preference = preference.Or(new Preference(Compare(item.Name, type), item.Quality, position++));
        }

        return preference;
    }

    private static Specificity Compare(ReadOnlySpan<char> item, ReadOnlySpan<char> type)
    {
        if (item.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            return Specificity.Exact;
        }

        if (item is "*/*" or "*")
        {
            return Specificity.AnyType;
        }

        return item.EndsWith("/*") && type.StartsWith(item[..^1], StringComparison.OrdinalIgnoreCase) ? Specificity.AnySubtype : Specificity.None;
    }
}
