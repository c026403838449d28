using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData.Linting;

/// <summary>Gathers what is found.</summary>
internal sealed class Findings
{
    private const string Yaml = ".yaml";

    public List<Problem> Problems { get; } = [];

    public List<VersionMention> Versions { get; } = [];

    public List<SourceMention> Sources { get; } = [];

    public void Warn(ProblemRule rule, Place place, string message) => Problems.Add(new Problem(rule, ProblemSeverity.Warning, place, message));

    /// <summary>Opens a file. Null if it is not read, or cannot be parsed; the reader reports both.</summary>
    public static YamlMap? Open(string path, ReadOnlyMemory<byte> content)
    {
        if (!path.EndsWith(Yaml, StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return YamlFile.Open(content, new Files.FileProblems(path))?.Map;
    }

    /// <summary>Tells the keys that are not among those that are known.</summary>
    public void CheckKeys(string path, YamlMap map, string[] known)
    {
        foreach (var key in map.Entries.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal)))
        {
            var near = NearNames.Near(key, known, most: 1);
            Warn(ProblemRule.UnknownKey, new Place(path, map.KeyLines[key]), $"The key '{Excerpt.Of(key)}' means nothing here{(near.Count > 0 ? $"; '{near[0]}' may be meant." : ".")}");
        }
    }

    /// <summary>The text of a key; null if it has none.</summary>
    public static YamlScalar? Text(YamlMap map, string key) => map.Find(key) as YamlScalar is { Kind: YamlScalarKind.Text } text ? text : null;
}
