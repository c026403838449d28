using System.Collections.Immutable;
using System.Text;
using UpdateService.GraphData.Files;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>All files of the data set, made in memory before anything is written.</summary>
internal static class SnapshotFiles
{
    /// <summary>The name of the README.</summary>
    public const string Readme = "README.md";

    private const string SchemaVersion = "1.1.0\n";

    private static readonly ImmutableSortedSet<string> Folders =
        [GraphDataFiles.BlockedEdges, GraphDataFiles.Channels, GraphDataFiles.Releases];

    /// <summary>The files by their paths.</summary>
    public static GraphDataFiles Make(ShippedData data)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        Add(GraphDataFiles.Version, SchemaVersion);
        Add(GraphDataFiles.Date, $"{data.Date:yyyy-MM-dd}\n");
        Add(GraphDataFiles.License, LicenseText.Text);
        Add(Readme, ReadmeText.Of(data));
        foreach (var channel in data.Channels)
        {
            Add(ChannelYaml.PathOf(channel), ChannelYaml.Write(channel));
        }

        foreach (var (path, block) in BlockYaml.Name(data.Blocks))
        {
            Add(path, BlockYaml.Write(block));
        }

        foreach (var (path, content) in CatalogueFiles.Write(data.Releases))
        {
            files.Add(path, content);
        }

        if (!data.RawMetadata.IsEmpty)
        {
            files.Add(GraphDataFiles.RawMetadata, RawMetadataJson.Write(data.RawMetadata));
        }

        return new GraphDataFiles("the new graph-data", files.ToImmutable(), Folders, []);

        void Add(string path, string text) => files.Add(path, Encoding.UTF8.GetBytes(text));
    }
}
