using System.Collections.Immutable;
using System.Security.Cryptography;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// The graph-data in use as a gzip tar, with the releases in use as one catalogue. Another instance needs only this to serve
/// equal bytes. It is deterministic: entries in ordinal order, times zero, no owners.
/// </summary>
public sealed class GraphDataArchive
{
    /// <summary>No limit is needed for what this service packed itself.</summary>
    private static readonly ArchiveLimits Unlimited = new() { PackedBytes = long.MaxValue, UnpackedBytes = long.MaxValue, KeptBytes = long.MaxValue, Entries = int.MaxValue };

    /// <summary>An archive that was made before.</summary>
    /// <param name="bytes">The gzip tar.</param>
    public GraphDataArchive(byte[] bytes)
    {
        Bytes = bytes;
        EntityTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
    }

    /// <summary>The gzip tar.</summary>
    public byte[] Bytes { get; }

    /// <summary>The digest of the bytes.</summary>
    public string EntityTag { get; }

    /// <summary>Packs the files.</summary>
    /// <param name="files">The files of the graph-data; its own catalogues are replaced.</param>
    /// <param name="releases">The releases that the graph was built from.</param>
    public static GraphDataArchive Of(GraphDataFiles files, ImmutableArray<Release> releases) => new ArchivePacker().Pack(files, releases);

    /// <summary>The files in it; those that cannot be read are reported as problems.</summary>
    public GraphDataFiles Unpack()
    {
        // Bytes in memory are read at once, so this never waits.
        return GraphDataArchiveReader.ReadAsync(new MemoryStream(Bytes, writable: false), "the kept revision", Unlimited, CancellationToken.None).GetAwaiter().GetResult();
    }
}
