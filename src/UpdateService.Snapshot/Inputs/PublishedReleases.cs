using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using UpdateService.GraphData.Catalogues;

namespace UpdateService.Snapshot.Inputs;

/// <summary>
/// The published catalogue: the releases as the service reads them, and what two further keys of their lines say about how
/// sure they are (<c>digest_fake</c>, <c>basis</c>). Lines without these keys are what they seem.
/// </summary>
internal sealed class PublishedReleases
{
    private const byte NewLine = (byte)'\n';

    private readonly string path;
    private readonly List<Problem> problems = [];

    private PublishedReleases(string path) => this.path = path;

    /// <summary>All problems; the releases are valid only if there are none.</summary>
    public ImmutableArray<Problem> Problems => [.. problems];

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<PublishedRelease> Releases { get; private set; } = [];

    /// <summary>Reads the file, plain or gzip.</summary>
    public static PublishedReleases Read(string path)
    {
        var releases = new PublishedReleases(path);
        try
        {
            releases.Load(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            releases.Reject(ProblemRule.MissingFile, 0, "The catalogue does not exist; name one with --releases.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            releases.Reject(ProblemRule.UnreadableFile, 0, $"The catalogue cannot be read: {exception.Message}");
        }

        return releases;
    }

    private void Load(byte[] content)
    {
        var reading = CatalogueReader.Read(path, content, lenient: false);
        problems.AddRange(reading.Problems);
        if (problems.Count > 0)
        {
            return;
        }

        var byLine = reading.Releases.ToDictionary(release => release.Place.Line);
        var number = 0;
        var releases = ImmutableArray.CreateBuilder<PublishedRelease>(byLine.Count);
        ReadOnlyMemory<byte> text = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unpack(content) : content;
        foreach (var range in text.Span.Split(NewLine))
        {
            if (byLine.TryGetValue(++number, out var release))
            {
                releases.Add(ReadMarks(release, text[range]));
            }
        }

        Releases = releases.DrainToImmutable();
    }

    /// <summary>An unclear mark is refused: a digest that may be invented must not be shipped as a real one.</summary>
    private PublishedRelease ReadMarks(Release release, ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line);
        var hasFake = json.RootElement.TryGetProperty("digest_fake", out var fake);
        if (hasFake && fake.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Reject(ProblemRule.UnreadableRelease, release.Place.Line, "'digest_fake' must be true or false.");
        }

        var hasBasis = json.RootElement.TryGetProperty(PublishedRelease.BasisKey, out var basis);
        var isAssumed = hasBasis && basis.ValueKind == JsonValueKind.String && basis.ValueEquals(PublishedRelease.AsAmd64);
        if (hasBasis && !isAssumed && !(basis.ValueKind == JsonValueKind.String && basis.ValueEquals("real")))
        {
            Reject(ProblemRule.UnreadableRelease, release.Place.Line, $"'basis' must be real or {PublishedRelease.AsAmd64}.");
        }

        return new PublishedRelease(release, hasFake && fake.ValueKind == JsonValueKind.True, isAssumed);
    }

    private static byte[] Unpack(byte[] content)
    {
        using var packed = new GZipStream(new MemoryStream(content, writable: false), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private void Reject(ProblemRule rule, int line, string message) =>
        problems.Add(new Problem(rule, ProblemSeverity.Rejecting, new Place(path, line), message));
}
