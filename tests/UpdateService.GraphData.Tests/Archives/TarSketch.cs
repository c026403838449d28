using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Tests.Archives;

/// <summary>A tar, entry by entry, as the platform's own writer writes it.</summary>
internal sealed class TarSketch(TarEntryFormat format = TarEntryFormat.Pax)
{
    private readonly List<TarEntry> entries = [];

    /// <summary>The good sample.</summary>
    public static TarSketch Good(string folder = "") => new TarSketch().With(GraphDataSketch.Good.Files, folder);

    public TarSketch With(GraphDataFiles files, string folder = "")
    {
        foreach (var (path, content) in files.Contents)
        {
            _ = File(folder + path, content.ToArray());
        }

        return this;
    }

    public TarSketch File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public TarSketch File(string name, byte[] content) => Add(name, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, "", content);

    public TarSketch Folder(string name) => Add(name, TarEntryType.Directory, "", null);

    public TarSketch Link(string name, string target) => Add(name, TarEntryType.SymbolicLink, target, null);

    public TarSketch HardLink(string name, string target) => Add(name, TarEntryType.HardLink, target, null);

    public TarSketch Device(string name) => Add(name, TarEntryType.CharacterDevice, "", null);

    public TarSketch Pipe(string name) => Add(name, TarEntryType.Fifo, "", null);

    public TarSketch Comment(string text)
    {
        entries.Add(new PaxGlobalExtendedAttributesTarEntry([KeyValuePair.Create("comment", text)]));
        return this;
    }

    public byte[] Bytes()
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, format, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                if (entry.DataStream is { } content)
                {
                    content.Position = 0;
                }

                tar.WriteEntry(entry);
            }
        }

        return entries.Count == 0 ? new byte[1024] : output.ToArray(); // The writer writes no end mark where there is no entry.
    }

    public byte[] Gzip() => Gzip(Bytes());

    public static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    public Task<GraphDataFiles> ReadAsync(ArchiveLimits? limits = null) => ReadAsync(Bytes(), limits);

    public static async Task<GraphDataFiles> ReadAsync(byte[] archive, ArchiveLimits? limits = null)
    {
        using var stream = new MemoryStream(archive, writable: false);
        return await GraphDataArchiveReader.ReadAsync(stream, "data.tar", limits ?? ArchiveLimits.Archive, CancellationToken.None);
    }

    private TarSketch Add(string name, TarEntryType type, string target, byte[]? content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.ModificationTime = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        if (target.Length > 0)
        {
            entry.LinkName = target;
        }

        if (content is { Length: > 0 })
        {
            entry.DataStream = new MemoryStream(content);
        }

        entries.Add(entry);
        return this;
    }
}
