namespace UpdateService.GraphData.Archives;

/// <summary>Names of entries as paths inside the archive.</summary>
internal static class ArchivePath
{
    /// <summary>
    /// The path without a leading <c>/</c> or <c>./</c> (one of them, as tools write it) and without empty steps; empty for
    /// the archive itself.
    /// </summary>
    /// <exception cref="ArchiveException">The name leads out of the archive.</exception>
    public static string Of(string name) => Of(name, name);

    /// <summary>Refuses a name with backslashes if it has a meaning, or if another reader may take them for slashes and find one.</summary>
    /// <exception cref="ArchiveException">It is such a name.</exception>
    public static void CheckBackslashes(string name, Func<string, ArchivePlace> placeOf)
    {
        if (name.Contains('\\', StringComparison.Ordinal)
            && (placeOf(Of(name)) != ArchivePlace.None || placeOf(Of(name.Replace('\\', '/'), name)) != ArchivePlace.None))
        {
            throw Outside(name);
        }
    }

    /// <summary>Where a link at a path leads; null where out of the archive.</summary>
    /// <param name="path">Where the link stands.</param>
    /// <param name="target">What it says.</param>
    /// <param name="isRooted">Whether a leading <c>/</c> means the archive's top, as in an image.</param>
    public static string? Follow(string path, string target, bool isRooted)
    {
        var isAbsolute = target.StartsWith('/');
        if (isAbsolute && !isRooted)
        {
            return null;
        }

        var steps = isAbsolute ? [] : new List<string>(path.Split('/')[..^1]);
        foreach (var step in target.Split('/'))
        {
            if (step == "..")
            {
                if (steps.Count == 0)
                {
                    return null;
                }

                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not ("" or "."))
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }

    private static string Of(string name, string written)
    {
        var inside = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name.StartsWith('/') ? name[1..] : name;
        var steps = inside.Split('/');
        if (inside.StartsWith('/') || inside.Contains('\0', StringComparison.Ordinal) || steps.Contains("..", StringComparer.Ordinal))
        {
            throw Outside(written);
        }

        return string.Join('/', steps.Where(static step => step is not ("" or ".")));
    }

    private static ArchiveException Outside(string name) =>
        new($"The entry '{Excerpt.Of(name)}' leads out of the archive; an archive with such a name is not trusted.");
}
