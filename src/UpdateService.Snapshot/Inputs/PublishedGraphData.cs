using System.Collections.Frozen;
using UpdateService.GraphData;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Folders;

namespace UpdateService.Snapshot.Inputs;

/// <summary>Graph-data as upstream publishes them.</summary>
/// <param name="Set">As the service reads them, with the files.</param>
/// <param name="Newest">The day of the newest file; null if there is none.</param>
internal sealed record PublishedGraphData(GraphDataSet Set, DateOnly? Newest)
{
    /// <summary>Reads a folder or a gzip tar; what cannot be read is among the set's problems.</summary>
    public static async Task<PublishedGraphData> ReadAsync(string path)
    {
        DateOnly? newest;
        GraphDataFiles files;
        if (Directory.Exists(path))
        {
            files = await new GraphDataFolder(path, TimeProvider.System).ReadAsync(CancellationToken.None);
            newest = NewestIn(path, files);
        }
        else
        {
            files = await new GraphDataArchiveFile(path, TimeProvider.System).ReadAsync(CancellationToken.None);
            newest = files.Newest;
        }

        return new PublishedGraphData(new GraphDataReader().Read(files, lenient: false, FrozenSet<string>.Empty), newest);
    }

    private static DateOnly? NewestIn(string folder, GraphDataFiles files)
    {
        var days = files.Contents.Keys.Select(path => DateOnly.FromDateTime(File.GetLastWriteTimeUtc(Path.Combine(folder, path)))).ToList();
        return days.Count == 0 ? null : days.Max();
    }
}
