using System.Collections.Immutable;
using System.Text;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Testing;

/// <summary>Graph-data as texts; begins with a small good set of one channel, one risk and one hard block.</summary>
public sealed record GraphDataSketch
{
    private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> contents;
    private ImmutableSortedSet<string> folders;

    private GraphDataSketch(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> contents, ImmutableSortedSet<string> folders)
    {
        this.contents = contents;
        this.folders = folders;
    }

    /// <summary>The channel <c>stable-4.1</c> of 4.1.0 to 4.1.3, the risk A into 4.1.2, and a hard block into 4.1.3 from 4.1.0.</summary>
    public static GraphDataSketch Good { get; } = Empty
        .With("version", "1.1.0\n")
        .With("channels/stable-4.1.yaml", "name: stable-4.1\nversions:\n- 4.1.0\n- 4.1.1\n- 4.1.2\n- 4.1.3\n")
        .With("blocked-edges/4.1.2-a.yaml", "to: 4.1.2\nfrom: .*\nurl: https://example.com/a\nname: A\nmessage: A may happen.\nmatchingRules:\n- type: Always\n")
        .With("blocked-edges/4.1.3.yaml", "to: 4.1.3\nfrom: 4\\.1\\.0\n");

    /// <summary>No file and no folder.</summary>
    public static GraphDataSketch Empty =>
        new(ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal), ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>The files as a source gives them.</summary>
    public GraphDataFiles Files => new("graph-data", contents, folders, []);

    /// <summary>The same with a file more or another content.</summary>
    public GraphDataSketch With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The same with a file more or another content.</summary>
    public GraphDataSketch With(string path, byte[] content) => this with
    {
        contents = contents.SetItem(path, content),
        folders = path.Contains('/', StringComparison.Ordinal) ? folders.Add(path[..path.IndexOf('/', StringComparison.Ordinal)]) : folders,
    };

    /// <summary>The same without a file; its folder stays.</summary>
    public GraphDataSketch Without(string path) => this with { contents = contents.Remove(path) };

    /// <summary>The same without a folder and all that is in it.</summary>
    public GraphDataSketch WithoutFolder(string folder) => this with
    {
        contents = contents.RemoveRange(contents.Keys.Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))),
        folders = folders.Remove(folder),
    };

    /// <summary>Reads with a reader that has seen nothing else.</summary>
    public GraphDataSet Read(bool lenient = false, params string[] servedChannels) => Read(new GraphDataReader(), lenient, servedChannels);

    /// <summary>Reads.</summary>
    public GraphDataSet Read(GraphDataReader reader, bool lenient = false, params string[] servedChannels) =>
        reader.Read(Files, lenient, servedChannels.ToHashSet(StringComparer.Ordinal));

    /// <summary>Writes the files and the empty folders.</summary>
    public void WriteTo(string folder)
    {
        foreach (var name in folders)
        {
            _ = Directory.CreateDirectory(Path.Combine(folder, name));
        }

        foreach (var (path, content) in contents)
        {
            var target = Path.Combine(folder, path);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content.ToArray());
        }
    }
}
