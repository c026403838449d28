using System.Collections.Frozen;

namespace UpdateService.GraphData;

/// <summary>The changes that a watch has reported since a source was read completely.</summary>
public sealed class SourceChanges
{
    private readonly FrozenSet<string>? paths;

    private SourceChanges(FrozenSet<string>? paths) => this.paths = paths;

    /// <summary>Anything may have changed.</summary>
    public static SourceChanges Unknown { get; } = new(null);

    /// <summary>Nothing but these files and folders changed.</summary>
    /// <param name="paths">Full paths.</param>
    public static SourceChanges Of(IEnumerable<string> paths) => new(paths.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Whether it is known which files changed.</summary>
    public bool AreKnown => paths is not null;

    /// <summary>What changed in a folder: paths relative to it, with <c>/</c>; null if that may be anything.</summary>
    public IReadOnlyCollection<string>? In(string folder)
    {
        var full = Path.GetFullPath(folder);
        var prefix = Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
        return paths is null || paths.Contains(Path.TrimEndingDirectorySeparator(full))
            ? null
            : [.. paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..].Replace(Path.DirectorySeparatorChar, '/'))];
    }
}
