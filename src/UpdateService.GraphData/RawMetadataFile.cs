using System.Text.Json;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Reads <c>raw/metadata.json</c>: for each version keys and texts. It may hold removals, so it is read whole or not at all.</summary>
internal static class RawMetadataFile
{
    public static FileReading<IReadOnlyList<RawMetadata>> Read(string path, ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems(path);
        var entries = new List<RawMetadata>();
        if (!Utf8Text.TryDecode(content.Span, out _, out var line))
        {
            problems.Reject(ProblemRule.InvalidEncoding, line, "The file is not UTF-8 text.");
            return new FileReading<IReadOnlyList<RawMetadata>>(null, problems.ToImmutable());
        }

        var bytes = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        try
        {
            ReadVersions(bytes.Span, entries, problems);
        }
        catch (JsonException exception)
        {
            problems.Reject(ProblemRule.InvalidJson, (int)(exception.LineNumber ?? 0) + 1, "The file is not JSON.");
        }

        return new FileReading<IReadOnlyList<RawMetadata>>(problems.IsRejected ? null : entries, problems.ToImmutable());
    }

    private static void ReadVersions(ReadOnlySpan<byte> bytes, List<RawMetadata> entries, FileProblems problems)
    {
        var json = new Utf8JsonReader(bytes);
        var lines = new LineCounter(bytes);
        _ = json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            problems.Reject(ProblemRule.InvalidValue, 1, "The file must hold an object of versions.");
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var line = lines.At(json.TokenStartIndex);
            VersionName? version = null;
            if (ReadText(ref json, line, problems) is { } name && !VersionName.TryParse(name, out version, out var reason))
            {
                problems.Reject(ProblemRule.InvalidVersion, line, $"Each key must be a version: {reason}.");
            }

            _ = json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                problems.Reject(ProblemRule.InvalidValue, line, "The metadata of a version must be an object of texts.");
                json.Skip();
                continue;
            }

            ReadMetadata(ref json, ref lines, version, entries, problems);
        }

        _ = json.Read(); // Anything behind the object is an error that the reader reports.
    }

    private static void ReadMetadata(
        ref Utf8JsonReader json,
        ref LineCounter lines,
        VersionName? version,
        List<RawMetadata> entries,
        FileProblems problems)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var line = lines.At(json.TokenStartIndex);
            var key = ReadText(ref json, line, problems);
            _ = json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                problems.Reject(ProblemRule.InvalidValue, line, $"The value of '{Excerpt.Of(key)}' must be a text.");
                json.Skip();
            }
            else if (ReadText(ref json, line, problems) is { } value && key is not null && version is not null)
            {
                entries.Add(new RawMetadata(version, key, value, problems.At(line)));
            }
        }
    }

    private static string? ReadText(ref Utf8JsonReader json, int line, FileProblems problems)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            problems.Reject(ProblemRule.InvalidEncoding, line, "A text holds half a surrogate pair.");
            return null;
        }
    }

    /// <summary>Lines of ascending positions.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int counted;
        private int line = 1;

        public int At(long position)
        {
            line += bytes[counted..(int)position].Count((byte)'\n');
            counted = (int)position;
            return line;
        }
    }
}
