using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>Remembers the last reading of a catalogue. The same bytes give the same object.</summary>
internal sealed class CatalogueCache(bool lenient)
{
    private ReadOnlyMemory<byte> lastContent;
    private ReleaseReading? last;

    /// <summary>The last reading if the file still has the same bytes, of which no second copy is made; otherwise null.</summary>
    public ReleaseReading? ReadUnchanged(FileInfo file)
    {
        if (last is null || file.Length != lastContent.Length)
        {
            return null;
        }

        using var handle = RegularFile.Open(file.FullName);
        return FileBytes.AreIn(handle, lastContent.Span) ? last : null;
    }

    public ReleaseReading Read(string file, ReadOnlyMemory<byte> content)
    {
        if (last is null || !content.Span.SequenceEqual(lastContent.Span))
        {
            var reading = CatalogueReader.Read(file, content, lenient);
            last = new ReleaseReading(reading.Releases, reading.Problems);
            lastContent = content;
        }

        return last;
    }
}
