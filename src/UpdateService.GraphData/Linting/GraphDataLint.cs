using System.Collections.Immutable;
using UpdateService.Graph.Patterns;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Linting;

/// <summary>
/// What can be said against graph-data files beyond what keeps them from being served, and what they name: whoever has the
/// releases can tell whether those exist. Files that cannot be understood are the reader's to tell.
/// </summary>
/// <param name="Problems">Warnings, in the order of their places.</param>
/// <param name="Versions">Versions that are named, each time.</param>
/// <param name="Sources">The patterns of blocked edges.</param>
public sealed record GraphDataLint(ImmutableArray<Problem> Problems, ImmutableArray<VersionMention> Versions, ImmutableArray<SourceMention> Sources)
{
    /// <summary>Looks at all files.</summary>
    public static GraphDataLint Of(GraphDataFiles files)
    {
        var findings = new Findings();
        foreach (var (path, content) in files.In(GraphDataFiles.Channels))
        {
            ChannelLint.Check(path, content, findings);
        }

        foreach (var (path, content) in files.In(GraphDataFiles.BlockedEdges))
        {
            BlockedEdgeLint.Check(path, content, findings);
        }

        foreach (var (path, _) in files.In(GraphDataFiles.Releases).Where(file => !file.Key.EndsWith(".jsonl", StringComparison.Ordinal) && !file.Key.EndsWith(".jsonl.gz", StringComparison.Ordinal)))
        {
            findings.Warn(ProblemRule.UnknownFile, new Place(path, 0), "This file is not read: catalogues end in .jsonl or .jsonl.gz.");
        }

        if (files.Contents.TryGetValue(GraphDataFiles.RawMetadata, out var raw) && RawMetadataFile.Read(GraphDataFiles.RawMetadata, raw).Value is { } entries)
        {
            findings.Versions.AddRange(entries.Select(entry => new VersionMention(entry.Version, entry.Place)));
        }

        return new GraphDataLint([.. findings.Problems.Order()], [.. findings.Versions], [.. findings.Sources]);
    }
}

/// <summary>A version that a file names.</summary>
/// <param name="Name">The version.</param>
/// <param name="Place">Where.</param>
public sealed record VersionMention(VersionName Name, Place Place);

/// <summary>The sources that a blocked edge means.</summary>
/// <param name="To">Its target.</param>
/// <param name="From">Which sources.</param>
/// <param name="Place">Where the pattern stands.</param>
public sealed record SourceMention(VersionName To, SourcePattern From, Place Place);
