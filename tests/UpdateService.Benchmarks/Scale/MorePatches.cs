using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.Benchmarks.Scale;

/// <summary>
/// Each minor is kept up for N times as long: 4.16.3 comes again as 4.16.203, 4.16.403 and so on, in the same channels, with the same blocks and
/// risks. A release takes clusters from all releases before it as it does now, so that edges grow with the square of N, and so do the answers.
/// Previews stay as they are.
/// </summary>
/// <param name="factor">How many times each patch release is there.</param>
/// <param name="lines">The real catalogue.</param>
internal sealed partial class MorePatches(int factor, IReadOnlyList<string> lines) : IGrowth
{
    private const int PatchesPerCopy = 200;

    /// <inheritdoc/>
    public IEnumerable<string> Releases => lines.SelectMany(line => OwnVersion().IsMatch(line)
        ? Enumerable.Range(0, factor).Select(copy => CopiedRelease.WithOwnPayload(Release(line, copy), copy))
        : [line]);

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Content)> GraphData(string path, string content)
    {
        if (path.StartsWith("channels/", StringComparison.Ordinal))
        {
            return [(path, Listed().Replace(content, version => string.Concat(Enumerable.Range(0, factor).Select(copy => $"- {Patched(version, copy)}\n"))))];
        }

        return path.StartsWith("blocked-edges/", StringComparison.Ordinal) && Target().IsMatch(content)
            ? Enumerable.Range(0, factor).Select(copy => (copy == 0 ? path : path.Replace(".yaml", $"-{copy}.yaml", StringComparison.Ordinal), Target().Replace(content, version => $"to: {Patched(version, copy)}")))
            : [(path, content)];
    }

    private static string Release(string line, int copy)
    {
        var patched = OwnVersion().Replace(line, version => $"\"version\":\"{Patched(version, copy)}\"");
        return Sources().Replace(patched, sources => Source().Replace(sources.Value, source => string.Join(',', Enumerable.Range(0, copy + 1).Select(older => $"\"{Patched(source, older)}\""))));
    }

    private static string Patched(Match version, int copy) =>
        $"{version.Groups["minor"].Value}{int.Parse(version.Groups["patch"].ValueSpan, CultureInfo.InvariantCulture) + (PatchesPerCopy * copy)}";

    [GeneratedRegex("\"version\":\"(?<minor>\\d+\\.\\d+\\.)(?<patch>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex OwnVersion();

    [GeneratedRegex("\"previous\":\\[[^\\]]*\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Sources();

    [GeneratedRegex("\"(?<minor>\\d+\\.\\d+\\.)(?<patch>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Source();

    [GeneratedRegex(@"^- (?<minor>\d+\.\d+\.)(?<patch>\d+)\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^to: (?<minor>\d+\.\d+\.)(?<patch>\d+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Target();
}
