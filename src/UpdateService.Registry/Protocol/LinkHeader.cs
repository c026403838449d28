using System.Collections.Immutable;

namespace UpdateService.Registry.Protocol;

/// <summary>One link of a Link header: <see href="https://www.rfc-editor.org/rfc/rfc8288#section-3"/>.</summary>
/// <param name="Target">The target, as it stands between the angle brackets.</param>
/// <param name="Relation">The value of <c>rel</c>; null where there is none.</param>
internal sealed record LinkHeader(string Target, string? Relation)
{
    /// <summary>The target of the next page; null where no link leads there. A link without a relation counts: some registries forget it.</summary>
    public static string? Next(IEnumerable<string> headers) => headers
        .SelectMany(header => Parse(header))
        .FirstOrDefault(link => link.Relation is null || link.Relation.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase))
        ?.Target;

    /// <summary>Reads all links of a header's value; what cannot be understood is passed over.</summary>
    public static ImmutableArray<LinkHeader> Parse(string header)
    {
        var links = ImmutableArray.CreateBuilder<LinkHeader>();
        for (var at = 0; at < header.Length;)
        {
            var open = header.IndexOf('<', at);
            var close = open < 0 ? -1 : header.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            at = close + 1;
            var relation = ReadRelation(header, ref at);
            links.Add(new LinkHeader(header[(open + 1)..close].Trim(), relation));
        }

        return links.ToImmutable();
    }

    /// <summary>The link as it is read.</summary>
    public override string ToString() => Relation is null ? $"<{Target}>" : $"<{Target}>; rel=\"{Relation}\"";

    /// <summary>Reads the parameters up to the comma that ends the link, and returns the first <c>rel</c>.</summary>
    private static string? ReadRelation(string header, ref int at)
    {
        string? relation = null;
        while (at < header.Length && header[at] != ',')
        {
            var start = at;
            var isQuoted = false;
            for (at++; at < header.Length && (isQuoted || header[at] is not (';' or ',')); at++)
            {
                isQuoted ^= header[at] == '"';
            }

            var parameter = header[start..at].TrimStart(';').Trim();
            if (relation is null && parameter.StartsWith("rel", StringComparison.OrdinalIgnoreCase) && parameter[3..].TrimStart() is ['=', .. var value])
            {
                relation = value.Trim().Trim('"');
            }
        }

        return relation;
    }
}
