using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// The graph-data in use as a gzip tar, with the releases in use as one catalogue: what another instance needs to serve
/// equal bytes. Deterministic: entries in ordinal order, times zero, no owners.
/// </summary>
public sealed class GraphDataArchive
{
    private const int LongestUstarName = 100;

    /// <summary>What this service packed itself is as large as it is.</summary>
    private static readonly ArchiveLimits Unlimited = new() { PackedBytes = long.MaxValue, UnpackedBytes = long.MaxValue, KeptBytes = long.MaxValue, Entries = int.MaxValue };

    private const string Catalogue = $"{GraphDataFiles.Releases}/releases.jsonl";

    /// <summary>An archive that was made before.</summary>
    /// <param name="bytes">The gzip tar.</param>
    public GraphDataArchive(byte[] bytes)
    {
        Bytes = bytes;
        EntityTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
    }

    /// <summary>The gzip tar.</summary>
    public byte[] Bytes { get; }

    /// <summary>Over the bytes.</summary>
    public string EntityTag { get; }

    /// <summary>Packs the files.</summary>
    /// <param name="files">Those of the graph-data; its own catalogues are replaced.</param>
    /// <param name="releases">The releases that the graph was built from.</param>
    public static GraphDataArchive Of(GraphDataFiles files, ImmutableArray<Release> releases)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var folder in (ReadOnlySpan<string>)[GraphDataFiles.BlockedEdges, GraphDataFiles.Channels])
            {
                tar.WriteEntry(Stamp(new UstarTarEntry(TarEntryType.Directory, $"{folder}/"), "755"));
            }

            var contents = files.Contents
                .Where(file => IsServed(file.Key))
                .Select(file => (Path: file.Key, Content: file.Value))
                .Append((Path: Catalogue, Content: CatalogueWriter.Write(releases)))
                .OrderBy(file => file.Path, StringComparer.Ordinal);
            foreach (var (path, content) in contents)
            {
                var entry = Stamp(FileEntry(path), "644");
                entry.DataStream = new MemoryStream(content.ToArray(), writable: false);
                tar.WriteEntry(entry);
            }
        }

        return new GraphDataArchive(output.ToArray());
    }

    /// <summary>The files in it; those that cannot be read are among the problems.</summary>
    public GraphDataFiles Unpack()
    {
        // Bytes in memory come at once, so nothing is waited for.
        return GraphDataArchiveReader.ReadAsync(new MemoryStream(Bytes, writable: false), "the kept revision", Unlimited, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static bool IsServed(string path) =>
        path is GraphDataFiles.Version or GraphDataFiles.License or GraphDataFiles.RawMetadata
        || path.StartsWith($"{GraphDataFiles.Channels}/", StringComparison.Ordinal)
        || path.StartsWith($"{GraphDataFiles.BlockedEdges}/", StringComparison.Ordinal)
        || path.StartsWith($"{GraphDataFiles.Signatures}/", StringComparison.Ordinal);

    /// <summary>The older format has no room for a long name; in the pax format .NET writes the number of the process.</summary>
    private static PosixTarEntry FileEntry(string path) => Encoding.UTF8.GetByteCount(path) <= LongestUstarName
        ? new UstarTarEntry(TarEntryType.RegularFile, path)
        : new GnuTarEntry(TarEntryType.RegularFile, path);

    private static PosixTarEntry Stamp(PosixTarEntry entry, string octalMode)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Mode = (UnixFileMode)Convert.ToInt32(octalMode, 8);
        return entry;
    }
}
