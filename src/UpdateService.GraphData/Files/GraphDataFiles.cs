using System.Collections.Immutable;

namespace UpdateService.GraphData.Files;

/// <summary>The files of one graph-data set, as its source gave them at one moment.</summary>
/// <param name="Origin">Their origin in readable form: a path or an address.</param>
/// <param name="Contents">By path with <c>/</c>, relative to the top, ordinal order.</param>
/// <param name="Folders">The top folders that exist, also empty ones.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record GraphDataFiles(
    string Origin,
    ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Contents,
    ImmutableSortedSet<string> Folders,
    ImmutableArray<Problem> Problems)
{
    /// <summary>The digest of what the source gave in one piece (an image, an archive): <c>sha256:…</c>; null for a folder.</summary>
    public string? Identity { get; init; }

    /// <summary>Files beside these that are not read by their name or place, in ordinal order; they are not served.</summary>
    public ImmutableArray<UnreadFile> Unread { get; init; } = [];

    /// <summary>The day of the newest file, if an archive contains it.</summary>
    public DateOnly? Newest { get; init; }

    /// <summary>The name of the schema version's file.</summary>
    public const string Version = "version";

    /// <summary>The name of an optional file with the date of the data; other services ignore it.</summary>
    public const string Date = "date";

    /// <summary>The name of the licence's file.</summary>
    public const string License = "LICENSE";

    /// <summary>The folder of channels.</summary>
    public const string Channels = "channels";

    /// <summary>The folder of hard blocks and risks.</summary>
    public const string BlockedEdges = "blocked-edges";

    /// <summary>The optional file of metadata for old releases.</summary>
    public const string RawMetadata = "raw/metadata.json";

    /// <summary>The optional folder of signatures.</summary>
    public const string Signatures = "signatures";

    /// <summary>The optional folder of catalogues.</summary>
    public const string Releases = "releases";

    /// <summary>No files, and why.</summary>
    public static GraphDataFiles Unreadable(string origin, params ImmutableArray<Problem> problems) =>
        new(origin, ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal), [], problems);

    /// <summary>The files directly in a folder.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> In(string folder) => Contents.Where(file =>
        file.Key.StartsWith(folder, StringComparison.Ordinal)
        && file.Key.Length > folder.Length
        && file.Key[folder.Length] == '/'
        && !file.Key.AsSpan(folder.Length + 1).Contains('/'));
}
