namespace UpdateService.Registry.Protocol.Tags;

/// <summary>The queries by which pages of tags are asked for.</summary>
internal static class TagQuery
{
    /// <summary>How many tags a page is asked to have.</summary>
    internal const int Size = 1000;

    /// <summary>The first page, of <see cref="Size"/> tags.</summary>
    internal const string First = "?n=1000";

    /// <summary>The first page, of as many tags as the registry likes.</summary>
    internal const string Plain = "";

    /// <summary>The page after a tag.</summary>
    internal static string After(string last, bool takesSize) => $"{(takesSize ? $"{First}&" : "?")}last={Uri.EscapeDataString(last)}";

    /// <summary>The same page without a size; null if the query has none.</summary>
    internal static string? WithoutSize(string query) => Without(query, static _ => true);

    /// <summary>The query of a link, without what would end the list early: <c>n=0</c> asks for no tags. Some proxies write <c>&amp;</c> as in HTML.</summary>
    internal static string OfLink(string query)
    {
        var plain = query.Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase);
        return Without(plain, static size => size.Trim('0').Length == 0) ?? plain;
    }

    private static string? Without(string query, Func<string, bool> isUnwanted)
    {
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        var others = parts.Where(part => !(part.StartsWith("n=", StringComparison.OrdinalIgnoreCase) && isUnwanted(part[2..]))).ToList();
        return others.Count == parts.Length ? null : others.Count == 0 ? Plain : $"?{string.Join('&', others)}";
    }
}
