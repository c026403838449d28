using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace UpdateService.Testing.Registries;

/// <summary>A layer of an image, as it lies in a registry.</summary>
/// <param name="Content">Packed or not.</param>
/// <param name="Packing">What the media type ends in: <c>gzip</c>, <c>zstd</c>, or nothing for a plain tar.</param>
public sealed record LayerSketch(ReadOnlyMemory<byte> Content, string Packing = "gzip")
{
    /// <summary>A gzip tar of text files, in their order.</summary>
    public static LayerSketch Of(params (string Name, string Text)[] files) =>
        new(Pack(Tar([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))])));

    /// <summary>A tar that is not packed.</summary>
    public static LayerSketch Plain(params (string Name, string Text)[] files) =>
        new(Tar([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]), "");

    /// <summary>A tar; a name that ends in <c>/</c> is a folder.</summary>
    public static byte[] Tar(params (string Name, byte[] Content)[] files) => Tar(TarEntryFormat.Ustar, files);

    /// <summary>A tar in one of the formats.</summary>
    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, format, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                tar.WriteEntry(Entry(format, name, bytes));
            }
        }

        return content.ToArray();
    }

    /// <summary>Packs with gzip.</summary>
    public static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, string name, byte[] content)
    {
        var type = name.EndsWith('/') ? TarEntryType.Directory : TarEntryType.RegularFile;
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new UstarTarEntry(type, name),
        };
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        if (type == TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream(content);
        }

        return entry;
    }
}
