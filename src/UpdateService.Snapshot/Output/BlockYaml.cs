using System.Text;
using UpdateService.Graph.Risks;
using UpdateService.GraphData.Files;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>Writes the files of <c>blocked-edges/</c>.</summary>
internal static class BlockYaml
{
    /// <summary>
    /// The entries by the paths of their files: <c>4.16.3-RiskName.yaml</c>, <c>4.16.3.yaml</c> for a hard block, numbered
    /// where several would have one name.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, ShippedBlock>> Name(IEnumerable<ShippedBlock> blocks)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            var stem = block.Risk is null ? block.To.Text : $"{block.To.Text}-{block.Risk.Name}";
            var name = stem;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{stem}_{number}";
            }

            yield return KeyValuePair.Create($"{GraphDataFiles.BlockedEdges}/{name}.yaml", block);
        }
    }

    /// <summary>The file's text.</summary>
    public static string Write(ShippedBlock block)
    {
        var text = new StringBuilder().Append($"to: {YamlText.Of(block.To.Text, 2)}\nfrom: {YamlText.Of(block.From, 2)}\n");
        if (block.FixedIn is not null)
        {
            _ = text.Append($"fixedIn: {YamlText.Of(block.FixedIn, 2)}\n");
        }

        if (block.Risk is { } risk)
        {
            _ = text.Append($"name: {YamlText.Of(risk.Name, 2)}\nurl: {YamlText.Of(risk.Url, 2)}\n");
            _ = text.Append($"message: {YamlText.Of(risk.Message, 2)}\nmatchingRules:\n");
            foreach (var rule in risk.MatchingRules)
            {
                WriteRule(rule, text);
            }
        }

        return text.ToString();
    }

    private static void WriteRule(MatchingRule rule, StringBuilder text)
    {
        _ = text.Append($"- type: {YamlText.Of(rule.Type, 4)}\n");
        if (rule.PromQl is not null)
        {
            _ = text.Append($"  promql:\n    promql: {YamlText.Of(rule.PromQl, 6)}\n");
        }
    }
}
