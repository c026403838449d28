using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static partial class Manifests
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>All files, as paths from the folder with slashes, in order.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The folders with a kustomization.</summary>
    public static IReadOnlyList<string> Kustomizations { get; } = [.. Files.Where(file => Path.GetFileName(file) == "kustomization.yaml").Select(file => Path.GetDirectoryName(file)!)];

    /// <summary>The manual's text.</summary>
    public static string Readme { get; } = Read("README.md");

    /// <summary>The YAML that the manual shows.</summary>
    public static IEnumerable<string> ReadmeYaml => YamlBlock().Matches(Readme).Select(match => match.Groups["text"].Value);

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    /// <summary>The one document of a file.</summary>
    public static JsonObject Load(string file) => YamlText.Document(Read(file));

    /// <summary>The texts under a key of a kustomization.</summary>
    public static IEnumerable<string> Listed(JsonObject kustomization, string key) => Items(kustomization[key]).Select(Text);

    /// <summary>The patches of a kustomization.</summary>
    public static IEnumerable<string> Patches(JsonObject kustomization) => Items(kustomization["patches"]).Select(patch => Text(patch["path"]));

    /// <summary>The files of a kustomization's ConfigMaps.</summary>
    /// <param name="kustomization">The kustomization.</param>
    /// <param name="key"><c>envs</c> or <c>files</c>.</param>
    public static IEnumerable<string> Generated(JsonObject kustomization, string key) =>
        Items(kustomization["configMapGenerator"]).SelectMany(map => Items(map[key])).Select(item => Text(item).Split('=')[^1]);

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? list) => list is JsonArray array ? array.Select(item => item!) : [];

    /// <summary>The pairs of a map.</summary>
    public static IEnumerable<(string Key, string Value)> Pairs(JsonNode? map) => map is JsonObject pairs ? pairs.Select(pair => (pair.Key, Text(pair.Value))) : [];

    /// <summary>A scalar as a text.</summary>
    public static string Text(JsonNode? node) => Assert.IsAssignableFrom<JsonValue>(node).ToString();

    /// <summary>The manifest's kind.</summary>
    public static string Kind(JsonNode manifest) => Text(manifest["kind"]);

    [GeneratedRegex(@"^(?<indent> *)```yaml\n(?<text>.*?)^\k<indent>```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, Timeout.Infinite)]
    private static partial Regex YamlBlock();
}
