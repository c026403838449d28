namespace UpdateService.Server.Plans;

/// <summary>The name of a source for visitors. It identifies the source without its location.</summary>
internal static class SourceName
{
    private const string Repository = "oci://";

    /// <summary>A registry by its repository; a file, folder or address by its last part.</summary>
    /// <param name="source">As it was configured.</param>
    public static string Of(string source)
    {
        if (source.StartsWith(Repository, StringComparison.OrdinalIgnoreCase))
        {
            var rest = source[Repository.Length..];
            var host = rest.IndexOf('/', StringComparison.Ordinal);
            return host < 0 ? "a registry" : $"the repository {WithoutQuery(rest[(host + 1)..])}";
        }

        var path = WithoutQuery(source).TrimEnd('/', '\\');
        var last = LastPart(path);
        return last.Length == 0 || path.EndsWith("://", StringComparison.Ordinal) ? "a source" : last;
    }

    /// <summary>A text without the locations of sources, which are replaced by their names. A path is replaced by its last part.</summary>
    /// <param name="text">A text that may contain locations.</param>
    /// <param name="sources">As they were configured.</param>
    public static string Hide(string text, IEnumerable<string> sources)
    {
        if (Path.IsPathRooted(text) && !text.Contains(' ', StringComparison.Ordinal))
        {
            return LastPart(text);
        }

        foreach (var source in sources.Where(source => source.Length > 1).OrderByDescending(source => source.Length))
        {
            text = text.Replace(source, Of(source), StringComparison.Ordinal);
            if (source.StartsWith(Repository, StringComparison.OrdinalIgnoreCase) && source[Repository.Length..].Split('/')[0] is { Length: > 0 } host)
            {
                text = text.Replace($"{host}/", "", StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static string LastPart(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string WithoutQuery(string text) => text.Split('?', '#')[0];
}
