using System.Collections.Immutable;

namespace UpdateService.Registry.Protocol;

/// <summary>One link of a Link header: <see href="https://www.rfc-editor.org/rfc/rfc8288#section-3"/>.</summary>
/// <param name="Target">The target between the angle brackets.</param>
/// <param name="Relation">The value of <c>rel</c>; null if there is none.</param>
internal sealed record LinkHeader(string Target, string? Relation)
{
    private static readonly char[] Spaces = [' ', '\t'];

    /// <summary>
    /// The target of the next page; null if the headers say that there is none. A link without a relation counts if no other link has
    /// <c>next</c>: some registries forget it.
    /// </summary>
    /// <exception cref="FormatException">The headers name no next page, or several, and hold something that cannot be understood.</exception>
    public static string? Next(IEnumerable<string> headers)
    {
        var isUnderstood = true;
        var links = new List<LinkHeader>();
        foreach (var header in headers)
        {
            links.AddRange(Parse(header, out var isWhole));
            isUnderstood &= isWhole;
        }

        var next = links.Where(link => link.IsNext).Select(link => link.Target).Distinct(StringComparer.Ordinal).ToList();
        if (next.Count == 0)
        {
            next = [.. links.Where(link => link.Relation is null).Select(link => link.Target).Distinct(StringComparer.Ordinal)];
        }

        return next switch
        {
            [var one] => one,
            [] when isUnderstood => null,
            [] => throw new FormatException("It cannot be understood."),
            _ => throw new FormatException("It names several next pages."),
        };
    }

    /// <summary>Reads all links of a header's value.</summary>
    /// <param name="header">The value.</param>
    /// <param name="isWhole">Whether all of it was understood; the rest is skipped.</param>
    public static ImmutableArray<LinkHeader> Parse(string header, out bool isWhole)
    {
        isWhole = true;
        var links = ImmutableArray.CreateBuilder<LinkHeader>();
        for (var at = 0; at < header.Length;)
        {
            if (header[at] is ' ' or '\t' or ',')
            {
                at++;
                continue;
            }

            var close = header[at] == '<' ? header.IndexOf('>', at) : -1;
            if (close < 0)
            {
                isWhole = false;
                at = EndOfPart(header, at, ",");
                continue;
            }

            var target = header[(at + 1)..close].Trim();
            at = close + 1;
            links.Add(new LinkHeader(target, ReadRelation(header, ref at)));
        }

        return links.ToImmutable();
    }

    /// <summary>The link as it is read.</summary>
    public override string ToString() => Relation is null ? $"<{Target}>" : $"<{Target}>; rel=\"{Relation}\"";

    private bool IsNext => Relation?.Split(Spaces, StringSplitOptions.RemoveEmptyEntries).Contains("next", StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>Reads the parameters up to the comma that ends the link, and returns the first <c>rel</c>.</summary>
    private static string? ReadRelation(string header, ref int at)
    {
        string? relation = null;
        while (at < header.Length && header[at] != ',')
        {
            var start = at;
            at = EndOfPart(header, at + 1, ";,");
            var parameter = header[start..at].TrimStart(';').Trim();
            if (relation is null && parameter.StartsWith("rel", StringComparison.OrdinalIgnoreCase) && parameter[3..].TrimStart() is ['=', .. var value])
            {
                relation = value.Trim().Trim('"', '\'');
            }
        }

        return relation;
    }

    /// <summary>Where the next of the marks stands outside of quotes; the end if none does.</summary>
    private static int EndOfPart(string header, int at, string marks)
    {
        for (var isQuoted = false; at < header.Length && (isQuoted || !marks.Contains(header[at], StringComparison.Ordinal)); at++)
        {
            if (isQuoted && header[at] == '\\')
            {
                at++;
            }
            else
            {
                isQuoted ^= header[at] == '"';
            }
        }

        return Math.Min(at, header.Length);
    }
}
