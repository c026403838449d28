using System.IO.Compression;
using UpdateService.Registry.Keeping;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// Looks for the files of a release in one layer, which streams by and is never held. What is wrong in the layer itself is
/// part of the result; only what went wrong on the way throws.
/// </summary>
/// <param name="layer">What the manifest says of the layer.</param>
internal sealed class ReleaseLayer(Descriptor layer)
{
    private const string Folder = "release-manifests";
    private const string MetadataFile = Folder + "/release-metadata";
    private const string ReferencesFile = Folder + "/image-references";
    private const long PackedLimit = 64L << 20;
    private const long UnpackedLimit = 256L << 20;
    private const int MetadataLimit = 1 << 20;
    private const long ReferencesLimit = 16L << 20;

    /// <summary>
    /// How much is read for nothing but the check of the digest. A release's top layer has about 20 kB, so that it is always
    /// checked; where the files lie in the front of something large (a squashed image), the rest is not worth its download,
    /// and the files are taken unchecked, as they came through the connection.
    /// </summary>
    private const long CheckedRest = 256L << 10;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>
    /// The largest window of a zstd layer, as a power of two: 8 MiB, which the format asks every reader to take and writers not to exceed:
    /// <see href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1.2"/>.
    /// </summary>
    private const int LargestZstdWindow = 23;

    private static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xb5, 0x2f, 0xfd];

    /// <summary>Behind a first byte of 0x50 to 0x5f: a frame to be skipped, with which some writers begin.</summary>
    private static ReadOnlySpan<byte> SkippableMagic => [0x2a, 0x4d, 0x18];

    private byte[]? metadata;
    private bool isReferencesDone;

    /// <summary>Reads the layer as far as it is needed.</summary>
    /// <param name="blob">Its bytes; they are closed here.</param>
    /// <param name="references">Receives the list of component images; null if it is not wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<LayerFinding> ReadAsync(Stream blob, ImageReferencesDraft? references, CancellationToken cancellationToken)
    {
        await using var packed = new MeteredStream(blob, PackedLimit, "it has");
        string? defect = null;
        isReferencesDone = references is not { IsBegun: false }; // Half a list of a broken layer is not continued by another's.
        try
        {
            await using var unpacked = await UnpackAsync(packed, cancellationToken);
            await FindAsync(new TarFiles(unpacked), references, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException)
        {
            defect = exception is InvalidDataException ? exception.Message.TrimEnd('.') : Defect(exception);
        }

        var isChecked = await CheckRestAsync(packed, isNeeded: metadata is null || defect is not null, cancellationToken);
        return new LayerFinding(metadata, metadata is null ? defect : null, isChecked);
    }

    /// <summary>Whether the first bytes of a layer show files of a release; null if they are not a readable layer.</summary>
    /// <param name="beginning">They are closed here.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<bool?> PeekAsync(Stream beginning, CancellationToken cancellationToken)
    {
        bool? found = null;
        await using var packed = new MeteredStream(beginning, PackedLimit, "it has");
        try
        {
            await using var unpacked = await UnpackAsync(packed, cancellationToken);
            var files = new TarFiles(unpacked);
            while (found != true && await files.NextAsync(cancellationToken))
            {
                var name = Normalise(files.Name);
                found = name.StartsWith(Folder, StringComparison.Ordinal) && (name.Length == Folder.Length || name[Folder.Length] == '/');
            }

            return found ?? false; // A tar without any file.
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException)
        {
            return found; // The beginning of a tar ends somewhere; what it showed counts.
        }
    }

    private async Task FindAsync(TarFiles files, ImageReferencesDraft? references, CancellationToken cancellationToken)
    {
        while ((metadata is null || !isReferencesDone) && await files.NextAsync(cancellationToken))
        {
            switch (files.IsRegularFile ? Normalise(files.Name) : "")
            {
                case MetadataFile when metadata is null:
                    metadata = await ReadMetadataAsync(files, cancellationToken);
                    break;
                case ReferencesFile when !isReferencesDone:
                    await CopyAsync(files, references!, cancellationToken);
                    isReferencesDone = true;
                    break;
            }
        }
    }

    private static async Task<byte[]> ReadMetadataAsync(TarFiles files, CancellationToken cancellationToken)
    {
        if (files.Size > MetadataLimit)
        {
            throw new InvalidDataException($"{MetadataFile} has {files.Size} bytes, more than the limit of {MetadataLimit}");
        }

        var content = new byte[files.Size];
        var filled = 0;
        while (filled < content.Length)
        {
            filled += await files.ReadAsync(content.AsMemory(filled), cancellationToken);
        }

        return content;
    }

    private static async Task CopyAsync(TarFiles files, ImageReferencesDraft references, CancellationToken cancellationToken)
    {
        if (files.Size > ReferencesLimit)
        {
            return; // A release is one without this list, too.
        }

        var buffer = new byte[1 << 14];
        while (await files.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            references.Write(buffer.AsSpan(0, count));
        }

        references.IsWhole = true;
    }

    private async Task<bool> CheckRestAsync(MeteredStream packed, bool isNeeded, CancellationToken cancellationToken)
    {
        if (packed.IsOverLimit || (!isNeeded && layer.Size - packed.Count > CheckedRest))
        {
            return false;
        }

        var end = packed.Count + CheckedRest;
        var buffer = new byte[1 << 14];
        try
        {
            while (isNeeded || packed.Count <= end)
            {
                if (await packed.ReadAsync(buffer, cancellationToken) == 0)
                {
                    return true;
                }
            }
        }
        catch (InvalidDataException)
        {
            // Over the limit: the rest stays unread.
        }

        return false;
    }

    private static async Task<Stream> UnpackAsync(MeteredStream packed, CancellationToken cancellationToken)
    {
        var magic = await packed.PeekAsync(cancellationToken);
        return IsZstd(magic.Span) ? new MeteredStream(Zstd(packed), UnpackedLimit, "it unpacks to")
            : magic.Span.StartsWith(GzipMagic) ? new MeteredStream(new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true), UnpackedLimit, "it unpacks to")
            : new MeteredStream(packed, UnpackedLimit, "it has", leaveOpen: true);
    }

    private static bool IsZstd(ReadOnlySpan<byte> magic) =>
        magic.StartsWith(ZstdMagic) || (magic is [>= 0x50 and <= 0x5f, ..] && magic[1..].StartsWith(SkippableMagic));

    private static DecompressionStream Zstd(Stream packed)
    {
        var stream = new DecompressionStream(packed, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindow);
        return stream;
    }

    private static string Defect(Exception exception) => exception is ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge }
        ? $"its zstd window is over the limit of {(1 << LargestZstdWindow) >> 20} MiB: push the image with a lower compression level"
        : "its zstd frames are damaged or cut short";

    private static string Normalise(string name)
    {
        var start = 0;
        while (name.AsSpan(start) is ['/', ..] or ['.', '/', ..])
        {
            start += name[start] == '/' ? 1 : 2;
        }

        return name[start..];
    }
}

/// <summary>The result of reading a layer.</summary>
/// <param name="Metadata">The bytes of its metadata file; null if it has none.</param>
/// <param name="Defect">Why it could not be read to its end, as half a sentence; null if it could, or need not.</param>
/// <param name="IsChecked">Whether it was read to its end, and so has the digest that it must have.</param>
internal sealed record LayerFinding(byte[]? Metadata, string? Defect, bool IsChecked);
