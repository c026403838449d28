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

        var complete = file.TryRequire(file.Map, "name", out var name)
            & file.TryRequire(file.Map, "message", out var message)
            & file.TryRequire(file.Map, "url", out var url);
        if (url is not null && GoUrl.Refuse(url.Text) is { } reason)
        {
            problems.Reject(ProblemRule.InvalidValue, url.Line, $"'url' must be an address: {reason}.");
        }

        var rules = ImmutableArray.CreateBuilder<MatchingRule>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (ReadRule(file, item, problems) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return complete ? Shared(new Risk(name!.Text, url!.Text, message!.Text, rules.DrainToImmutable())) : null;
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

        if (!file.TryRequire(rule, "type", out var type))
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
