using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>Counts what an archive, or all layers of an image together, cost, and ends the reading at the limits.</summary>
internal sealed class ArchiveMeter(ArchiveLimits limits)
{
    private long packed;
    private long unpacked;
    private long kept;
    private int entries;
    private int files;

    public void CountPacked(int bytes) => Check(packed += bytes, limits.PackedBytes, "bytes");

    public void CountUnpacked(int bytes) => Check(unpacked += bytes, limits.UnpackedBytes, "bytes unpacked");

    public void CountKept(long bytes) => Check(kept += bytes, limits.KeptBytes, "bytes of graph-data");

    public void CountEntry() => Check(++entries, limits.Entries, "entries");

    public void CountFile(string path)
    {
        if (++files > InputLimits.FileCount)
        {
            throw new ArchiveException($"The archive has more than {InputLimits.FileCount} files of graph-data, the limit; '{Excerpt.Of(path)}' is one too many.");
        }
    }

    private static void Check(long count, long limit, string what)
    {
        if (count > limit)
        {
            throw new ArchiveException($"The archive has more than {limit} {what}, which is the limit; is this graph-data?");
        }
    }
}
