using UpdateService.Graph.Versions;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Reads the <c>version</c> file: the schema of the graph-data. Every 1.x is served.</summary>
internal static class SchemaVersionFile
{
    private const ulong ServedMajor = 1;
    private const ulong NewestKnownMinor = 2;

    public static FileReading<ReleaseVersion> Read(string path, ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems(path);
        return new FileReading<ReleaseVersion>(Read(content, problems), problems.ToImmutable());
    }

    private static ReleaseVersion? Read(ReadOnlyMemory<byte> content, FileProblems problems)
    {
        if (!Utf8Text.TryDecode(content.Span, out var text, out var line))
        {
            problems.Reject(ProblemRule.InvalidEncoding, line, "The file is not UTF-8 text.");
            return null;
        }

        if (!ReleaseVersion.TryParse(text.Trim(), out var version, out var reason))
        {
            problems.Reject(ProblemRule.InvalidVersion, 1, $"The schema version cannot be read: {reason}.");
            return null;
        }

        if (version.Major != ServedMajor)
        {
            problems.Reject(ProblemRule.UnsupportedSchema, 1, $"Schema {version} is not served; this service reads schema {ServedMajor}.x.");
            return null;
        }

        if (version.Minor > NewestKnownMinor)
        {
            problems.Warn(
                ProblemRule.NewerSchema,
                1,
                $"Schema {version} is newer than {ServedMajor}.{NewestKnownMinor}, which this service knows; what it adds is ignored.");
        }

        return version;
    }
}
