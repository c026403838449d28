using System.Collections.Immutable;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData;

/// <summary>Reads a file of <c>channels/</c>: a name, its versions and where they come from. Filters and tombstones are promotion hints and are not read.</summary>
internal static class ChannelFile
{
    private const int LongestHint = 100;

    public static FileReading<Channel> Read(string path, ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems(path);
        var file = YamlFile.Open(content, problems);
        if (file is null || problems.IsRejected)
        {
            return new FileReading<Channel>(null, problems.ToImmutable());
        }

        var name = ReadName(file, problems);
        var versions = ReadVersions(file, problems);
        return problems.IsRejected || name is null
            ? new FileReading<Channel>(null, problems.ToImmutable())
            : new FileReading<Channel>(new Channel(name.Text, versions, problems.At(name.Line)) { Feeder = ReadFeeder(file) }, problems.ToImmutable());
    }

    /// <summary>The name in a file that may be broken otherwise; null if it cannot be read.</summary>
    public static string? ReadNameOnly(ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems("");
        return YamlFile.Open(content, problems) is { } file ? ReadName(file, problems)?.Text : null;
    }

    private static YamlScalar? ReadName(YamlFile file, FileProblems problems)
    {
        if (!file.TryRequire(file.Map, "name", out var name))
        {
            return null;
        }

        if (ChannelName.Refuse(name.Text) is not { } reason)
        {
            return name;
        }

        problems.Reject(ProblemRule.InvalidValue, name.Line, $"'name' is no channel name: {reason}.");
        return null;
    }

    /// <summary>A hint that cannot be read is none: it changes no graph.</summary>
    private static Feeder? ReadFeeder(YamlFile file) =>
        file.Map.Find("feeder") is YamlMap map && Hint(map, "name") is { } name ? new Feeder(name, Hint(map, "delay")) : null;

    private static string? Hint(YamlMap map, string key) =>
        map.Find(key) is YamlScalar { Kind: YamlScalarKind.Text, Text: { Length: > 0 and <= LongestHint } text } ? text : null;

    private static ImmutableArray<VersionName> ReadVersions(YamlFile file, FileProblems problems)
    {
        if (file.Map.Find("versions") is not YamlList list)
        {
            problems.Reject(ProblemRule.InvalidValue, file.Map.Find("versions")?.Line ?? file.Map.Line, "'versions' must be a list of versions.");
            return [];
        }

        var versions = ImmutableArray.CreateBuilder<VersionName>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (!file.TryText(item, "A version", out var text))
            {
                continue;
            }

            if (VersionName.TryParse(text.Text, out var version, out var reason))
            {
                versions.Add(version);
            }
            else
            {
                problems.Reject(ProblemRule.InvalidVersion, text.Line, $"A channel lists versions: {reason}.");
            }
        }

        return versions.DrainToImmutable();
    }
}
