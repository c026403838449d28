using System.Text;
using UpdateService.GraphData.Archives;

namespace UpdateService.GraphData.Tests.Archives;

/// <summary>An image as a flat list of files: what its layers would leave on a disk, worked out the long way.</summary>
internal sealed class UnpackedImage
{
    private const string Folder = "var/lib/cincinnati-graph-data/";

    private Dictionary<string, string> files = new(StringComparer.Ordinal);

    public void Apply(IEnumerable<(string Name, string Text)> layer)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in layer)
        {
            var slash = name.LastIndexOf('/') + 1;
            if (name[slash..] == ".wh..wh..opq")
            {
                files = Without(files, name[..slash]);
            }
            else if (name.AsSpan(slash).StartsWith(".wh."))
            {
                var path = name[..slash] + name[(slash + 4)..];
                files = Without(files, path + "/");
                _ = files.Remove(path);
            }
            else
            {
                own = Put(own, name, text);
            }
        }

        foreach (var (name, text) in own)
        {
            files = Put(files, name, text);
        }
    }

    public SortedDictionary<string, string> GraphData()
    {
        var root = files.Keys.Any(path => path.StartsWith(Folder, StringComparison.Ordinal) && ArchivePlaces.InData(path[Folder.Length..]) == ArchivePlace.File) ? Folder : "";
        return new SortedDictionary<string, string>(
            files.Where(file => file.Key.StartsWith(root, StringComparison.Ordinal) && ArchivePlaces.InData(file.Key[root.Length..]) == ArchivePlace.File)
                .ToDictionary(file => file.Key[root.Length..], file => Convert.ToHexString(Encoding.UTF8.GetBytes(file.Value))),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Put(Dictionary<string, string> all, string path, string text)
    {
        var rest = Without(all, path + "/");
        foreach (var above in rest.Keys.Where(other => path.StartsWith(other + "/", StringComparison.Ordinal)).ToList())
        {
            _ = rest.Remove(above);
        }

        rest[path] = text;
        return rest;
    }

    private static Dictionary<string, string> Without(Dictionary<string, string> all, string prefix) =>
        all.Where(file => prefix.Length > 0 && !file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
}
