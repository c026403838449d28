using System.Collections.Frozen;
using System.IO.Compression;

namespace UpdateService.Registry.Keeping;

/// <summary>
/// The lists of component images of releases (<c>image-references</c>, an image stream in JSON), a packed file each, by the
/// release's digest. They are never in memory.
/// </summary>
public sealed class ImageReferences
{
    private const string Suffix = ".json.gz";

    private readonly string folder;
    private readonly DiskTrouble trouble;

    internal ImageReferences(string folder, DiskTrouble trouble)
    {
        this.folder = folder;
        this.trouble = trouble;
    }

    /// <summary>Opens the list of a release, unpacked; null if it is not kept.</summary>
    /// <exception cref="IOException">It is there, and cannot be read.</exception>
    public Stream? Open(Digest digest)
    {
        var path = PathOf(digest);
        return File.Exists(path) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : null;
    }

    /// <summary>Begins to put a list aside.</summary>
    internal ImageReferencesDraft Begin(Digest digest) => new(PathOf(digest), trouble);

    /// <summary>Removes everything that no longer belongs to a release, and what a crash left incomplete.</summary>
    internal void KeepOnly(IEnumerable<Digest> digests)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return;
            }

            var names = digests.Select(digest => digest.Hex + Suffix).ToFrozenSet(StringComparer.Ordinal);
            foreach (var path in Directory.EnumerateFiles(folder).Where(path => !names.Contains(Path.GetFileName(path))).ToList())
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            trouble.Report(exception);
        }
    }

    private string PathOf(Digest digest) => Path.Combine(folder, digest.Hex + Suffix);
}
