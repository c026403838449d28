namespace UpdateService.GraphData.Archives;

/// <summary>
/// The entries of a tar, one after another. The platform's own reader takes a tar that is cut between two entries for a
/// whole one, and sets aside as much memory as a header asks for; here the end mark must be there, and nothing is
/// believed that the limits do not allow.
/// </summary>
internal sealed class TarMembers(Stream stream, ArchiveMeter meter)
{
    /// <summary>Bytes of a long name or of pax records.</summary>
    private const int MostMetadataBytes = 1 << 20;

    private const int FirstContentBytes = 1 << 20;
    private const int HeadersOfATurn = 256;

    /// <summary>Far more than any stream has; beyond it, sums of lengths would overflow.</summary>
    private const long LongestContent = 1L << 60;

    private readonly byte[] block = new byte[TarHeader.BlockBytes];
    private readonly byte[] skipped = new byte[64 << 10];
    private int headers;
    private long unread;
    private int padding;
    private string last = "its beginning";

    /// <summary>The next entry; null behind the last, and then the stream was read to its end.</summary>
    /// <exception cref="ArchiveException">The tar is damaged, cut short or over a limit.</exception>
    public async ValueTask<TarMember?> NextAsync(CancellationToken cancellationToken)
    {
        await SkipAsync(unread + padding, cancellationToken);
        (unread, padding) = (0, 0);
        string? longName = null;
        string? longTarget = null;
        var records = PaxRecords.None;
        while (await ReadHeaderAsync(cancellationToken) is { } header)
        {
            switch (header.Type)
            {
                case 'L':
                    longName = TarHeader.Text(await ReadMetadataAsync(header, cancellationToken));
                    break;
                case 'K':
                    longTarget = TarHeader.Text(await ReadMetadataAsync(header, cancellationToken));
                    break;
                case 'x':
                    records = PaxRecords.Read(await ReadMetadataAsync(header, cancellationToken)) ?? throw Damaged();
                    break;
                case 'g':
                    await SkipAsync(header.Size + PaddingOf(header.Size), cancellationToken);
                    break;
                default:
                    return await BeginAsync(header, longName, longTarget, records, cancellationToken);
            }
        }

        await CheckRestAsync(cancellationToken);
        return null;
    }

    /// <summary>The whole content of the entry that came last.</summary>
    /// <exception cref="ArchiveException">The tar is cut short or over a limit.</exception>
    public async ValueTask<byte[]> ReadContentAsync(CancellationToken cancellationToken)
    {
        // A length is a claim: only what comes takes room.
        var content = new byte[Math.Min(unread, FirstContentBytes)];
        for (var filled = 0; ; Array.Resize(ref content, (int)Math.Min(unread, 2L * content.Length)))
        {
            await FillAsync(content.AsMemory(filled), cancellationToken);
            filled = content.Length;
            if (filled == unread)
            {
                unread = 0;
                return content;
            }
        }
    }

    private static int PaddingOf(long size) => (int)(-size & (TarHeader.BlockBytes - 1));

    private async ValueTask<TarMember> BeginAsync(TarHeader header, string? longName, string? longTarget, PaxRecords records, CancellationToken cancellationToken)
    {
        var name = records.Name ?? longName ?? header.Name;
        var kind = records.IsSparse ? TarMemberKind.Unknown : KindOf(header.Type, name);
        var hasContent = kind is TarMemberKind.File or TarMemberKind.Unknown || (kind == TarMemberKind.Folder && header.Type != '5');
        var size = hasContent ? records.Size ?? header.Size : 0;
        if (size > LongestContent)
        {
            throw Damaged();
        }

        if (header.IsExtended)
        {
            await SkipSparseMapAsync(cancellationToken);
        }

        (unread, padding, last) = (size, PaddingOf(size), $"'{Excerpt.Of(name)}'");
        return new TarMember(name, kind, size, records.Target ?? longTarget ?? header.Target, records.Modified ?? header.Modified);
    }

    private static TarMemberKind KindOf(char type, string name) => type switch
    {
        '0' or '\0' or '7' => name.EndsWith('/') ? TarMemberKind.Folder : TarMemberKind.File,
        '1' => TarMemberKind.HardLink,
        '2' => TarMemberKind.SymbolicLink,
        '3' or '4' or '6' => TarMemberKind.Device,
        '5' => TarMemberKind.Folder,
        _ => TarMemberKind.Unknown,
    };

    /// <summary>The next header; null if a block of zeros marks the end.</summary>
    private async ValueTask<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await FillAsync(block, cancellationToken);
        if (!block.AsSpan().ContainsAnyExcept((byte)0))
        {
            return null;
        }

        meter.CountEntry();
        if (++headers % HeadersOfATurn == 0)
        {
            await Task.Yield(); // A tar of empty files is nothing but work: others get their turn.
        }

        return TarHeader.Read(block) is { Size: <= LongestContent } header ? header : throw Damaged();
    }

    private async ValueTask<byte[]> ReadMetadataAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > MostMetadataBytes)
        {
            throw new ArchiveException($"The archive has a name of {header.Size} bytes after {last}; at most {MostMetadataBytes} are read.");
        }

        var content = new byte[header.Size];
        await FillAsync(content, cancellationToken);
        await SkipAsync(PaddingOf(header.Size), cancellationToken);
        return content;
    }

    private async ValueTask SkipSparseMapAsync(CancellationToken cancellationToken)
    {
        const int extendedMark = 504;
        do
        {
            await FillAsync(block, cancellationToken);
        }
        while (block[extendedMark] != 0);
    }

    private async ValueTask FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var read = await stream.ReadAsync(buffer[..Math.Min(buffer.Length, skipped.Length)], cancellationToken);
            if (read == 0)
            {
                throw new ArchiveException($"The archive is cut short after {last}, or is no tar; fetch it again.");
            }

            meter.CountUnpacked(read);
            buffer = buffer[read..];
        }
    }

    private async ValueTask SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        for (; bytes > 0; bytes -= Math.Min(bytes, skipped.Length))
        {
            await FillAsync(skipped.AsMemory(0, (int)Math.Min(bytes, skipped.Length)), cancellationToken);
        }
    }

    /// <summary>Behind the end mark there are zeros only; anything else may be data that no one would miss.</summary>
    private async ValueTask CheckRestAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(skipped, cancellationToken) is var read and > 0)
        {
            meter.CountUnpacked(read);
            if (skipped.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw new ArchiveException($"More data follow the archive's end mark after {last}; write it as one archive.");
            }
        }
    }

    private ArchiveException Damaged() => new($"The archive is damaged after {last}, or is no tar; fetch it again.");
}
