using System.IO.Compression;
using System.Text;
using UpdateService.GraphData;

namespace UpdateService.Benchmarks.Scale;

/// <summary>The real data, grown, in a folder: what the service reads.</summary>
internal sealed class GrownData : IDisposable
{
    private const string ChangedFile = "blocked-edges/4.14.0-ARODNSWrongBootSequence.yaml";

    private readonly string folder = Directory.CreateTempSubdirectory("update-service-scale-").FullName;
    private readonly string original;
    private int changes;

    /// <summary>Grows the data and writes them.</summary>
    /// <param name="name"><c>minors</c> or <c>patches</c>.</param>
    /// <param name="factor">How often.</param>
    public GrownData(string name, int factor)
    {
        IGrowth growth = name switch
        {
            "minors" => new MoreMinors(factor, ReadReleases()),
            "patches" => new MorePatches(factor, ReadReleases()),
            _ => throw new ArgumentException($"Data grow by minors or by patches, not by {name}.", nameof(name)),
        };
        File.WriteAllLines(Releases, growth.Releases);
        foreach (var (path, content) in GraphDataTar.Read(SharedData.GraphData).Contents)
        {
            foreach (var (copyPath, copy) in growth.GraphData(path, Encoding.UTF8.GetString(content.Span)))
            {
                var target = Path.Combine(GraphData, copyPath);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllText(target, copy);
            }
        }

        original = File.ReadAllText(Path.Combine(GraphData, ChangedFile));
    }

    /// <summary>The catalogue.</summary>
    public string Releases => Path.Combine(folder, "releases.jsonl");

    /// <summary>The folder of graph-data.</summary>
    public string GraphData => Path.Combine(folder, "graph-data");

    /// <summary>Changes one line of one file.</summary>
    /// <returns>What a watch would tell of it.</returns>
    public SourceChanges ChangeOneLine()
    {
        var path = Path.Combine(GraphData, ChangedFile);
        File.WriteAllText(path, original.Replace("message: ", $"message: Change {++changes}. ", StringComparison.Ordinal));
        return SourceChanges.Of([path]);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static List<string> ReadReleases()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(SharedData.Releases), CompressionMode.Decompress));
        var lines = new List<string>();
        while (text.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
