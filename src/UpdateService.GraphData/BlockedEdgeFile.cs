using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData;

/// <summary>
/// Reads a file of <c>blocked-edges/</c>. With matching rules it is a risk and must be complete; without any it is a hard
/// block, whatever else stands in it.
/// </summary>
/// <remarks>Thousands of files share some hundred patterns and risks, so each of these is kept once.</remarks>
internal sealed class BlockedEdgeFile
{
    private static readonly string[] ReasonKeys = ["name", "message", "url"];
    private static readonly string[] RiskKeys = ["to", "from", "name", "message", "url", "type", "promql", "matchingRules", "fixedIn", "autoExtend"];

    private readonly ConcurrentDictionary<string, (SourcePattern? Pattern, string? Reason)> patterns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Risk, Risk> risks = new();

    public FileReading<BlockedEdge> Read(string path, ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems(path);
        var file = YamlFile.Open(content, problems);
        if (file is null || problems.IsRejected)
        {
            return new FileReading<BlockedEdge>(null, problems.ToImmutable());
        }

        var to = ReadTo(file, problems);
        var from = ReadFrom(file, problems);
        var risk = ReadRisk(file, problems);
        return problems.IsRejected || to is null || from is null
            ? new FileReading<BlockedEdge>(null, problems.ToImmutable())
            : new FileReading<BlockedEdge>(new BlockedEdge(to, from, risk, problems.At(file.Map.Line)), problems.ToImmutable());
    }

    /// <summary>A hard block of every edge into the target of a broken file; null where even that cannot be read.</summary>
    public static BlockedEdge? BlockAllInto(string path, ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems(path);
        var to = YamlFile.Open(content, problems) is { } file ? ReadTo(file, problems) : null;
        return to is null ? null : new BlockedEdge(to, SourcePattern.All, null, problems.At(1));
    }

    /// <summary>Drops the patterns and risks that none of the entries uses any more.</summary>
    public void KeepOnly(IEnumerable<BlockedEdge> entries)
    {
        var (usedPatterns, usedRisks) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<Risk>(ReferenceEqualityComparer.Instance));
        foreach (var entry in entries)
        {
            _ = usedPatterns.Add(entry.From.Text);
            _ = entry.Risk is not null && usedRisks.Add(entry.Risk);
        }

        foreach (var text in patterns.Keys.Where(text => !usedPatterns.Contains(text)))
        {
            _ = patterns.TryRemove(text, out _);
        }

        foreach (var risk in risks.Keys.Where(risk => !usedRisks.Contains(risk)))
        {
            _ = risks.TryRemove(risk, out _);
        }
    }

    /// <summary>A file that is read as a hard block of every edge into a target.</summary>
    public static byte[] WriteBlockAllInto(VersionName to) => Encoding.UTF8.GetBytes($"to: '{to}'\nfrom: '{SourcePattern.All}'\n");

    private Risk Shared(Risk risk) => risks.GetOrAdd(risk, risk);

    private static VersionName? ReadTo(YamlFile file, FileProblems problems)
    {
        if (!file.TryRequire(file.Map, "to", out var text))
        {
            return null;
        }

        if (VersionName.TryParse(text.Text, out var version, out var reason))
        {
            return version;
        }

        problems.Reject(ProblemRule.InvalidVersion, text.Line, $"'to' must be a version: {reason}.");
        return null;
    }

    private SourcePattern? ReadFrom(YamlFile file, FileProblems problems)
    {
        if (file.Map.Find("from") is not { } value)
        {
            problems.Reject(ProblemRule.InvalidValue, file.Map.Line, "The key 'from' is missing; write '.*' for every source.");
            return null;
        }

        if (!file.TryText(value, "'from'", out var text))
        {
            return null;
        }

        var (pattern, reason) = patterns.GetOrAdd(text.Text, static text =>
            SourcePattern.TryParse(text, out var parsed, out var refusal) ? (parsed, null) : (null, refusal));
        if (pattern is not null)
        {
            return pattern;
        }

        problems.Reject(ProblemRule.InvalidPattern, text.Line, $"'from' must be a regular expression: {reason}.");
        return null;
    }

    private Risk? ReadRisk(YamlFile file, FileProblems problems)
    {
        var value = file.Map.Find("matchingRules");
        if (value is null or YamlList { Items.Count: 0 })
        {
            CheckReason(file, value is not null || file.Map.Entries.ContainsKey("matchingRules"), problems);
            return null;
        }

        if (value is not YamlList list)
        {
            problems.Reject(ProblemRule.InvalidValue, value.Line, "'matchingRules' must be a list.");
            return null;
        }

        var (name, message, url) = (ReadPart(file, file.Map, "name", problems), ReadPart(file, file.Map, "message", problems), ReadPart(file, file.Map, "url", problems));
        var rules = ImmutableArray.CreateBuilder<MatchingRule>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (ReadRule(file, item, problems) is { } rule)
            {
                rules.Add(rule);
            }
        }

        if (name is null || message is null || url is null || rules.Count < list.Items.Count)
        {
            return null; // A hard block: the problem says so.
        }

        return Shared(new Risk(name.Text, url.Text, message.Text, rules.DrainToImmutable()));
    }

    /// <summary>A part that every risk and every rule needs. Without it clusters cannot take the risk, so its edges are blocked outright.</summary>
    private static YamlScalar? ReadPart(YamlFile file, YamlMap map, string key, FileProblems problems)
    {
        var value = map.Find(key);
        if (value is null or YamlScalar { Kind: YamlScalarKind.Null } or YamlScalar { Kind: YamlScalarKind.Text, Text.Length: 0 })
        {
            var near = NearNames.Near(key, map.Entries.Keys.Except(RiskKeys, StringComparer.Ordinal), most: 1);
            problems.Error(
                ProblemRule.UnusableRisk,
                near.Count > 0 ? map.KeyLines[near[0]] : value?.Line ?? map.Line,
                $"The risk has no '{key}', so clusters cannot take it; its edges are blocked outright. {(near.Count > 0 ? $"'{Excerpt.Of(near[0])}' may be meant for '{key}'." : "Add the key.")}");
            return null;
        }

        return file.TryText(value, $"'{key}'", out var text) ? text : null;
    }

    /// <summary>A hard block may say why, in the words of a risk; the reference implementation drops such a block silently.</summary>
    private static void CheckReason(YamlFile file, bool hasRules, FileProblems problems)
    {
        var reasons = ReasonKeys.Select(file.Map.Find).OfType<YamlValue>().ToList();
        foreach (var value in reasons)
        {
            _ = file.TryText(value, "A reason", out _);
        }

        if (hasRules || reasons.Count > 0)
        {
            problems.Warn(
                ProblemRule.HardBlockWithReason,
                reasons.FirstOrDefault()?.Line ?? file.Map.Line,
                "Without matching rules this blocks the edges outright; add matchingRules (type Always) if a risk was meant.");
        }
    }

    private static MatchingRule? ReadRule(YamlFile file, YamlValue item, FileProblems problems)
    {
        if (item is not YamlMap rule)
        {
            problems.Reject(ProblemRule.InvalidValue, item.Line, "A matching rule must be a mapping with a 'type'.");
            return null;
        }

        if (ReadPart(file, rule, "type", problems) is not { } type)
        {
            return null;
        }

        var hasKey = rule.Entries.ContainsKey("promql");
        switch (rule.Find("promql"))
        {
            case null:
                return new MatchingRule(type.Text, null, hasKey);
            case YamlMap map:
                var query = map.Find("promql") is { } value && file.TryText(value, "'promql'", out var text) ? text.Text : null;
                return new MatchingRule(type.Text, query, hasKey);
            case { } other when type.Text is MatchingRule.Always or MatchingRule.PromQlType:
                problems.Reject(ProblemRule.InvalidValue, other.Line, "'promql' must be a mapping with the query as its 'promql'.");
                return null;
            default:
                return new MatchingRule(type.Text, null, hasKey);
        }
    }
}
