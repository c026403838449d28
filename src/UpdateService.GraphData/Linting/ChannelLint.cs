using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData.Linting;

/// <summary>Looks at a file of <c>channels/</c>.</summary>
internal static class ChannelLint
{
    private static readonly string[] Keys = ["name", "versions", "feeder", "tombstones"];

    public static void Check(string path, ReadOnlyMemory<byte> content, Findings findings)
    {
        if (Findings.Open(path, content) is not { } map)
        {
            return;
        }

        findings.CheckKeys(path, map, Keys);
        if (Findings.Text(map, "name") is { } name && Path.GetFileNameWithoutExtension(path) != name.Text)
        {
            findings.Warn(ProblemRule.MisnamedFile, new Place(path, name.Line), $"The file defines the channel '{Excerpt.Of(name.Text)}'; who looks for it looks for {Excerpt.Of(name.Text)}.yaml.");
        }

        var first = new Dictionary<VersionName, int>();
        foreach (var item in (map.Find("versions") as YamlList)?.Items.OfType<YamlScalar>() ?? [])
        {
            if (item.Kind != YamlScalarKind.Text || !VersionName.TryParse(item.Text, out var version, out _))
            {
                continue;
            }

            if (!first.TryAdd(version, item.Line))
            {
                findings.Warn(ProblemRule.RepeatedVersion, new Place(path, item.Line), $"{version} is listed already, in line {first[version]}.");
            }
            else
            {
                findings.Versions.Add(new VersionMention(version, new Place(path, item.Line)));
            }
        }
    }
}
