using Microsoft.Extensions.Primitives;

namespace UpdateService.Server.Graphs;

/// <summary>
/// Whether a request has the answer already. Only a request with <c>If-None-Match</c> may get 304: a Cluster Version
/// Operator sends none and treats a 304 as a failure.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match"/>
internal static class EntityTags
{
    /// <summary>Whether the header names the tag, by weak comparison, or is <c>*</c>.</summary>
    public static bool Match(StringValues ifNoneMatch, string entityTag)
    {
        foreach (var header in ifNoneMatch)
        {
            if (header.AsSpan().Trim(" \t") is "*")
            {
                return true;
            }

            for (var rest = header.AsSpan().Trim(" \t,"); !rest.IsEmpty; rest = rest.TrimStart(" \t,"))
            {
                rest = rest.StartsWith("W/", StringComparison.Ordinal) ? rest[2..] : rest;
                var close = rest.StartsWith('"') ? rest[1..].IndexOf('"') : -1;
                if (close < 0)
                {
                    break; // No list of entity tags from here on.
                }

                if (rest[..(close + 2)].SequenceEqual(entityTag))
                {
                    return true;
                }

                rest = rest[(close + 2)..];
            }
        }

        return false;
    }
}
