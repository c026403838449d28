using System.Collections.Immutable;
using System.IO.Compression;
using UpdateService.Graph.Versions;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Catalogues;

/// <summary>
/// Reads a catalogue: releases in JSON Lines, one a line, empty lines and lines that begin with <c>#</c> left out. Where a
/// line cannot be read the catalogue is refused; in lenient mode the line goes to quarantine.
/// </summary>
public sealed class CatalogueReader
{
    private const byte NewLine = (byte)'\n';

    private readonly VersionPool versions = new();
    private readonly string file;
    private readonly bool lenient;
    private readonly ImmutableArray<Release>.Builder releases = ImmutableArray.CreateBuilder<Release>();
    private readonly List<Problem> problems = [];

    private CatalogueReader(string file, bool lenient)
    {
        this.file = file;
        this.lenient = lenient;
    }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="file">Its name in problems; one that ends in <c>.gz</c> is unpacked.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="lenient">Whether unreadable lines are quarantined.</param>
    public static CatalogueReading Read(string file, ReadOnlyMemory<byte> content, bool lenient)
    {
        var reader = new CatalogueReader(file, lenient);
        if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            reader.ReadPacked(content);
        }
        else
        {
            reader.ReadLines(content.Span, 1);
        }

        return new CatalogueReading(reader.releases.DrainToImmutable(), [.. reader.problems]);
    }

    private void ReadPacked(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            RejectFile("The file is empty, which no gzip file is.");
            return;
        }

        try
        {
            using var packed = new GZipStream(new MemoryStream(content.ToArray(), writable: false), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var buffer = new byte[1 << 16];
            while (packed.Read(buffer) is var count and > 0)
            {
                if (unpacked.Length + count > InputLimits.CatalogueBytes)
                {
                    RejectFile($"The file unpacks to more than the limit of {InputLimits.CatalogueBytes} bytes.");
                    return;
                }

                unpacked.Write(buffer, 0, count);
            }

            ReadLines(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length), 1);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            RejectFile("The file is no gzip file, or is cut short.");
        }
    }

    private void ReadLines(ReadOnlySpan<byte> text, int number)
    {
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(NewLine);
            var line = (end < 0 ? text : text[..end]).Trim(" \t\r"u8);
            text = end < 0 ? [] : text[(end + 1)..];
            if (!line.IsEmpty && line[0] != '#')
            {
                ReadLine(line, number);
            }

            number++;
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line, int number)
    {
        var place = new Place(file, number);
        if (line.Length > InputLimits.LineBytes)
        {
            Refuse(place, $"it has {line.Length} bytes, more than the limit of {InputLimits.LineBytes}");
        }
        else if (CatalogueLine.TryRead(line, place, versions, out var release, out var reason))
        {
            releases.Add(release);
        }
        else
        {
            Refuse(place, reason);
        }
    }

    private void Refuse(Place place, string reason) => problems.Add(new Problem(
        ProblemRule.UnreadableRelease,
        lenient ? ProblemSeverity.Error : ProblemSeverity.Rejecting,
        place,
        $"The line is no release that can be read: {reason}."));

    private void RejectFile(string message) =>
        problems.Add(new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place(file, 0), message));
}

/// <summary>What a catalogue gave.</summary>
/// <param name="Releases">In the order of the file.</param>
/// <param name="Problems">In the order of the file.</param>
public sealed record CatalogueReading(ImmutableArray<Release> Releases, ImmutableArray<Problem> Problems);
