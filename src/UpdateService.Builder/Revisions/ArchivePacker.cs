using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using UpdateService.Builder.Deflating;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// Packs one <see cref="GraphDataArchive"/> after another. An archive has parts of some dozen files each. If a part has the same files as
/// in the archive before, it is not packed again. The names of files decide where parts end, so equal files give equal bytes, whatever
/// was packed before.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ArchivePacker
{
    private const int LongestUstarName = 100;
    private const int FilesOfPart = 64;
    private const int BytesOfPart = 1 << 20;
    private const int EndMarkBytes = 1024;
    private const string Catalogue = $"{GraphDataFiles.Releases}/releases.jsonl";

    private static readonly GzipPart Folders = PackTar(tar =>
    {
        foreach (var folder in (ReadOnlySpan<string>)[GraphDataFiles.BlockedEdges, GraphDataFiles.Channels])
        {
            tar.WriteEntry(Stamp(new UstarTarEntry(TarEntryType.Directory, $"{folder}/"), "755"));
        }
    });

    private static readonly GzipPart EndMark = GzipPart.Of(stream => stream.Write(new byte[EndMarkBytes]));

    private readonly Lock turn = new();
    private Dictionary<string, FilesPart> lastParts = new(StringComparer.Ordinal);
    private (ImmutableArray<Release> Releases, GzipPart Packed)? lastCatalogue;

    /// <summary>Packs the files.</summary>
    /// <param name="files">The files of the graph-data; its own catalogues are replaced.</param>
    /// <param name="releases">The releases that the graph was built from.</param>
    public GraphDataArchive Pack(GraphDataFiles files, ImmutableArray<Release> releases)
    {
        lock (turn)
        {
            KeyValuePair<string, ReadOnlyMemory<byte>>[] served = [.. files.Contents.Where(file => IsServed(file.Key))];
            var before = Array.FindIndex(served, file => string.CompareOrdinal(file.Key, Catalogue) > 0);
            before = before < 0 ? served.Length : before;
            var known = lastParts;
            lastParts = new Dictionary<string, FilesPart>(StringComparer.Ordinal);
            return new GraphDataArchive(GzipPart.Join([Folders, .. PackAll(served.AsMemory(..before), known), PackCatalogue(releases), .. PackAll(served.AsMemory(before..), known), EndMark]));
        }
    }

    private List<GzipPart> PackAll(ReadOnlyMemory<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Dictionary<string, FilesPart> known)
    {
        var packed = new List<GzipPart>();
        while (!files.IsEmpty)
        {
            var count = CountOfPart(files.Span);
            var first = files.Span[0].Key;
            var part = files[..count];
            var gzip = known.TryGetValue(first, out var last) && last.IsOf(part.Span) ? last.Packed : PackFiles(part);
            lastParts.Add(first, new FilesPart(part, gzip));
            packed.Add(gzip);
            files = files[count..];
        }

        return packed;
    }

    private GzipPart PackCatalogue(ImmutableArray<Release> releases)
    {
        if (lastCatalogue is not { } last || last.Releases != releases)
        {
            lastCatalogue = last = (releases, PackTar(tar => Write(tar, Catalogue, CatalogueWriter.Write(releases))));
        }

        return last.Packed;
    }

    private static int CountOfPart(ReadOnlySpan<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        var bytes = 0L;
        for (var index = 0; index < files.Length; index++)
        {
            bytes += files[index].Value.Length;
            if (bytes >= BytesOfPart || Crc32.Of(Encoding.UTF8.GetBytes(files[index].Key)) % FilesOfPart == 0)
            {
                return index + 1;
            }
        }

        return files.Length;
    }

    private static bool IsServed(string path) =>
        path is GraphDataFiles.Version or GraphDataFiles.License or GraphDataFiles.RawMetadata
        || path.StartsWith($"{GraphDataFiles.Channels}/", StringComparison.Ordinal)
        || path.StartsWith($"{GraphDataFiles.BlockedEdges}/", StringComparison.Ordinal)
        || path.StartsWith($"{GraphDataFiles.Signatures}/", StringComparison.Ordinal);

    private static GzipPart PackFiles(ReadOnlyMemory<KeyValuePair<string, ReadOnlyMemory<byte>>> files) => PackTar(tar =>
    {
        foreach (var (path, content) in files.Span)
        {
            Write(tar, path, content);
        }
    });

    private static GzipPart PackTar(Action<TarWriter> write) => GzipPart.Of(stream =>
    {
        var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true); // Not disposed of: that writes an end mark.
        write(tar);
    });

    private static void Write(TarWriter tar, string path, ReadOnlyMemory<byte> content)
    {
        var entry = Stamp(FileEntry(path), "644");
        entry.DataStream = new MemoryStream(content.ToArray(), writable: false);
        tar.WriteEntry(entry);
    }

    /// <summary>The older format has no room for a long name; in the pax format .NET writes the process ID.</summary>
    private static PosixTarEntry FileEntry(string path) => Encoding.UTF8.GetByteCount(path) <= LongestUstarName
        ? new UstarTarEntry(TarEntryType.RegularFile, path)
        : new GnuTarEntry(TarEntryType.RegularFile, path);

    private static PosixTarEntry Stamp(PosixTarEntry entry, string octalMode)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Mode = (UnixFileMode)Convert.ToInt32(octalMode, 8);
        return entry;
    }

    /// <summary>Consecutive files in an archive.</summary>
    private sealed record FilesPart(ReadOnlyMemory<KeyValuePair<string, ReadOnlyMemory<byte>>> Files, GzipPart Packed)
    {
        public bool IsOf(ReadOnlySpan<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
        {
            if (files.Length != Files.Length)
            {
                return false;
            }

            for (var index = 0; index < files.Length; index++)
            {
                var ((path, content), (otherPath, otherContent)) = (files[index], Files.Span[index]);
                if (!string.Equals(path, otherPath, StringComparison.Ordinal) || !content.Span.SequenceEqual(otherContent.Span))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
