using UpdateService.GraphData.Catalogues;

namespace UpdateService.Builder.Sources;

/// <summary>Remembers the last reading of a catalogue: the same bytes give the same releases, as the same object.</summary>
internal sealed class CatalogueCache(bool lenient)
{
    private ReadOnlyMemory<byte> lastContent;
    private ReleaseReading? last;

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
