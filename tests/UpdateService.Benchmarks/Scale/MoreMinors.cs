using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.Benchmarks.Scale;

/// <summary>
/// The product goes on for N times as long as it has: after 4.0 to 5.0 come 6.0 to 7.0, 8.0 to 9.0 and so on, each a copy of all releases,
/// channels, blocks and risks, with versions, patterns and queries that speak of its own majors and with payloads and names of risks of its own.
/// The first minor of a copy can be reached from the last of the copy before, whose releases stand in its first channels. So releases, channels,
/// edges and risks are N times as many, while one answer stays as large as it is.
/// </summary>
/// <param name="factor">How many times the data are there.</param>
/// <param name="lines">The real catalogue.</param>
internal sealed partial class MoreMinors(int factor, IReadOnlyList<string> lines) : IGrowth
{
    private const int MajorsPerCopy = 2;

    private readonly IReadOnlyList<string> newest =
        [.. lines.Select(line => NewestMinor().Match(line)).Where(match => match.Success).Select(match => match.Groups["version"].Value).Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IEnumerable<string> Releases =>
        Enumerable.Range(0, factor).SelectMany(copy => lines.Select(line => CopiedRelease.WithOwnPayload(Shift(Linked(line, copy), copy), copy)));

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Content)> GraphData(string path, string content)
    {
        if (path == "raw/metadata.json")
        {
            var entries = content.Trim()[1..^1];
            return [(path, $"{{{string.Join(',', Enumerable.Range(0, factor).Select(copy => Shift(entries, copy)))}}}")];
        }

        return Enumerable.Range(0, Major().IsMatch(path) ? factor : 1).Select(copy => (Shift(path, copy), Shift(OwnNames(path, content, copy), copy)));
    }

    private static string Shift(string text, int copy) => copy == 0
        ? text
        : Major().Replace(text, major => (int.Parse(major.ValueSpan, CultureInfo.InvariantCulture) + (MajorsPerCopy * copy)).ToString(CultureInfo.InvariantCulture));

    /// <summary>A release of the first minor, still with the versions of the first copy, with the newest minor of the copy before as sources.</summary>
    private string Linked(string line, int copy)
    {
        if (copy == 0 || !line.Contains("\"version\":\"4.1.", StringComparison.Ordinal))
        {
            return line;
        }

        var sources = string.Join(',', newest.Select(version => $"\"{Before(version)}\""));
        return line
            .Replace("\"previous\":[]", $"\"previous\":[{sources}]", StringComparison.Ordinal)
            .Replace("\"previous\":[\"4", $"\"previous\":[{sources},\"4", StringComparison.Ordinal);
    }

    private string OwnNames(string path, string content, int copy)
    {
        if (copy == 0)
        {
            return content;
        }

        return path.StartsWith("blocked-edges/", StringComparison.Ordinal)
            ? RiskName().Replace(content, name => $"{name.Value}{copy}")
            : path.EndsWith("-4.1.yaml", StringComparison.Ordinal)
                ? content.Replace("versions:\n", $"versions:\n{string.Concat(newest.Select(version => $"- {Before(version)}\n"))}", StringComparison.Ordinal)
                : content;
    }

    /// <summary>5.0 of the copy before is 3.0 before the shift.</summary>
    private static string Before(string version) => $"3{version[1..]}";

    /// <summary>The major of a version or of a pattern for versions, wherever it stands in a text.</summary>
    [GeneratedRegex(@"(?<![\w.\[\]])[345](?=\.\d|\[\.\]|\\\.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Major();

    [GeneratedRegex("\"version\":\"(?<version>5\\.0\\.[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NewestMinor();

    [GeneratedRegex("^name: [\"']?\\w+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex RiskName();
}
