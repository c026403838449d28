using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace UpdateService.Server.Graphs;

/// <summary>The media types of answers, and the selection by a request's <c>Accept</c> header.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#name-accept"/>
internal static class MediaTypes
{
    /// <summary>Plain JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The vendor type of the protocol.</summary>
    public const string Vendor = "application/vnd.redhat.cincinnati.v1+json";

    /// <summary>
    /// The type to send: the vendor type if there is no header or it names that type, JSON if it names JSON or a wildcard;
    /// null if the header allows neither.
    /// </summary>
    public static string? Negotiate(StringValues accept)
    {
        if (accept.Count == 1 && accept[0] == Json)
        {
            return Json; // The Cluster Version Operator's header, word for word.
        }

        var header = accept.Count == 1 ? accept[0].AsSpan() : string.Join(',', accept.ToArray()).AsSpan();
        if (header.Trim(" \t,").IsEmpty)
        {
            return Vendor;
        }

        var (json, vendor) = (Preference.None, Preference.None);
        var position = 0;
        foreach (var item in new HeaderItems(header))
        {
            var quality = item.Quality;
            if (item.Name.Equals(Json, StringComparison.OrdinalIgnoreCase))
            {
                json = json.Or(new Preference(Specificity.Exact, quality, position));
            }
            else if (item.Name.Equals(Vendor, StringComparison.OrdinalIgnoreCase))
            {
                vendor = vendor.Or(new Preference(Specificity.Exact, quality, position));
            }
            else if (SpecificityOf(item.Name) is { } wildcard)
            {
                json = json.Or(new Preference(wildcard, quality, position));
                vendor = vendor.Or(new Preference(wildcard, quality, position));
            }

            position++;
        }

        if (json.Quality <= 0 && vendor.Quality <= 0)
        {
            return null;
        }

        return vendor.IsBetterThan(json) ? Vendor : Json;
    }

    private static Specificity? SpecificityOf(ReadOnlySpan<char> name) => name switch
    {
        "*/*" or "*" => Specificity.AnyType,
        _ when name.Equals("application/*", StringComparison.OrdinalIgnoreCase) => Specificity.AnySubtype,
        _ => null,
    };
}

/// <summary>The items of a list header with their quality: <c>a;q=0.5, b</c>. An item that cannot be read is ignored.</summary>
internal ref struct HeaderItems(ReadOnlySpan<char> header)
{
    private ReadOnlySpan<char> rest = header;

    /// <summary>The current item of the enumeration.</summary>
    public HeaderItem Current { get; private set; }

    public readonly HeaderItems GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!rest.IsEmpty)
        {
            var comma = rest.IndexOf(',');
            var item = (comma < 0 ? rest : rest[..comma]).Trim(" \t");
            rest = comma < 0 ? [] : rest[(comma + 1)..];
            if (!item.IsEmpty)
            {
                var semicolon = item.IndexOf(';');
                Current = semicolon < 0
                    ? new HeaderItem { Name = item, Quality = 1 }
                    : new HeaderItem { Name = item[..semicolon].TrimEnd(" \t"), Quality = QualityOf(item[(semicolon + 1)..]) };
                return true;
            }
        }

        return false;
    }

    private static double QualityOf(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim(" \t");
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
                    && quality is >= 0 and <= 1
                    ? quality
                    : 0;
            }
        }

        return 1;
    }
}

/// <summary>One item of a list header.</summary>
internal ref struct HeaderItem
{
    /// <summary>The type without parameters.</summary>
    public ReadOnlySpan<char> Name;

    /// <summary>The quality, 0 to 1.</summary>
    public double Quality;
}
