using UpdateService.Graph.Patterns;
using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData.Linting;

/// <summary>Looks at a file of <c>blocked-edges/</c>.</summary>
internal static class BlockedEdgeLint
{
    private static readonly string[] Keys = ["to", "from", "url", "name", "message", "matchingRules", "fixedIn", "autoExtend"];
    private static readonly string[] RuleKeys = ["type", "promql"];
    private static readonly string[] QueryKeys = ["promql"];

    public static void Check(string path, ReadOnlyMemory<byte> content, Findings findings)
    {
        if (Findings.Open(path, content) is not { } map)
        {
            return;
        }

        findings.CheckKeys(path, map, Keys);
        foreach (var rule in (map.Find("matchingRules") as YamlList)?.Items.OfType<YamlMap>() ?? [])
        {
            findings.CheckKeys(path, rule, RuleKeys);
            if (rule.Find("promql") is YamlMap query)
            {
                findings.CheckKeys(path, query, QueryKeys);
            }
        }

        if (Findings.Text(map, "to") is { } to && VersionName.TryParse(to.Text, out var target, out _))
        {
            CheckTarget(path, map, target, to.Line, findings);
        }
    }

    private static void CheckTarget(string path, YamlMap map, VersionName target, int line, Findings findings)
    {
        findings.Versions.Add(new VersionMention(target, new Place(path, line)));
        if (!IsNameFor(Path.GetFileName(path), target))
        {
            findings.Warn(ProblemRule.MisnamedFile, new Place(path, line), $"The file blocks edges into {target}; who looks for it looks for {target.Version} in the name.");
        }

        if (Findings.Text(map, "from") is { } from && SourcePattern.TryParse(from.Text, out var pattern, out _))
        {
            findings.Sources.Add(new SourceMention(target, pattern, new Place(path, from.Line)));
        }
    }

    /// <summary>Whether the file's name holds the whole version: <c>4.1.1</c> is no part of <c>4.1.10</c>.</summary>
    private static bool IsNameFor(string file, VersionName target)
    {
        var version = target.Version.Text;
        for (var start = file.IndexOf(version, StringComparison.Ordinal); start >= 0; start = file.IndexOf(version, start + 1, StringComparison.Ordinal))
        {
            var end = start + version.Length;
            if ((start == 0 || file[start - 1] is not ('.' or (>= '0' and <= '9'))) && (end == file.Length || !char.IsAsciiDigit(file[end])))
            {
                return true;
            }
        }

        return false;
    }
}
