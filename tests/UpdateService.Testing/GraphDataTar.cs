using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Testing;

/// <summary>Graph-data in a gzip tar, for tests.</summary>
public static class GraphDataTar
{
    /// <summary>Reads the files.</summary>
    public static GraphDataFiles Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads the files.</summary>
    public static GraphDataFiles Read(Stream packed, string origin)
    {
        var contents = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var folders = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            var name = entry.Name.TrimStart('.').Trim('/');
            _ = folders.Add(name.Split('/')[0]);
            if (entry.DataStream is { } data)
            {
                using var content = new MemoryStream();
                data.CopyTo(content);
                contents[name] = content.ToArray();
            }
            else if (entry.EntryType == TarEntryType.RegularFile)
            {
                contents[name] = Array.Empty<byte>();
            }
        }

        return new GraphDataFiles(origin, contents.ToImmutable(), folders.ToImmutable(), []);
    }

    /// <summary>Writes the files into a folder.</summary>
    public static void Unpack(string path, string folder)
    {
        foreach (var (name, content) in Read(path).Contents)
        {
            var target = Path.Combine(folder, name);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content.ToArray());
        }
    }
}

/// <summary>Graph-data that are in memory already.</summary>
public sealed class GraphDataInMemory(GraphDataFiles files) : IGraphDataSource
{
    /// <summary>What the next read gives.</summary>
    public GraphDataFiles Files { get; set; } = files;

    /// <inheritdoc/>
    public string Description => Files.Origin;

    /// <inheritdoc/>
    public string? WatchedPath => null;

    /// <inheritdoc/>
    public Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Files);
}
