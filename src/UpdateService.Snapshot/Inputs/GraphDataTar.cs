using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using UpdateService.GraphData.Files;

namespace UpdateService.Snapshot.Inputs;

/// <summary>Published graph-data in a gzip tar with the files at its top.</summary>
internal static class GraphDataTar
{
    /// <summary>Reads the files; what cannot be read is among the problems.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="newest">The day of the newest file; null where there is none.</param>
    public static GraphDataFiles Read(string path, out DateOnly? newest)
    {
        newest = null;
        try
        {
            using var file = File.OpenRead(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            return Read(path, tar, ref newest);
        }
        catch (FileNotFoundException)
        {
            return Unreadable(path, ProblemRule.MissingFile, "There is no folder and no file of this name; name the published graph-data.");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return Unreadable(path, ProblemRule.UnreadableFile, "The file is no gzip tar, or is cut short; fetch it again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, ProblemRule.UnreadableFile, $"The file cannot be read: {exception.Message}");
        }
    }

    private static GraphDataFiles Read(string origin, TarReader tar, ref DateOnly? newest)
    {
        var contents = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var folders = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            var name = NameOf(entry);
            var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
            if (name.Length == 0 || !(isFile || entry.EntryType == TarEntryType.Directory))
            {
                continue;
            }

            if (entry.Length > InputLimits.FileBytes || contents.Count >= InputLimits.FileCount)
            {
                var message = $"The archive is over the limits at '{Excerpt.Of(name)}'; is this graph-data?";
                return Unreadable(origin, ProblemRule.UnreadableFile, message);
            }

            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0 || !isFile)
            {
                _ = folders.Add(slash < 0 ? name : name[..slash]);
            }

            if (isFile)
            {
                contents[name] = ContentOf(entry);
                var day = DateOnly.FromDateTime(entry.ModificationTime.UtcDateTime);
                newest = newest > day ? newest : day;
            }
        }

        return new GraphDataFiles(origin, contents.ToImmutable(), folders.ToImmutable(), []);
    }

    /// <summary>The name relative to the top. No file is written by these names, so one that points outside does no harm.</summary>
    private static string NameOf(TarEntry entry) =>
        (entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name).Trim('/');

    private static byte[] ContentOf(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }

    private static GraphDataFiles Unreadable(string path, ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(path, new Problem(rule, ProblemSeverity.Rejecting, new Place(path, 0), message));
}
