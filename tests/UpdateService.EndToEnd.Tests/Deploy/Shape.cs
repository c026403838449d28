using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>
/// Compares manifests with the closed list in <c>shapes.yaml</c>: keys that no one knows, keys that are missing, values of
/// another type. It stands in for the cluster's own schemas, which no package has.
/// </summary>
internal sealed partial class Shape
{
    private static readonly Lazy<Shape> Loaded = new(() => new Shape(YamlText.Document(File.ReadAllText(Path.Combine(Repository.Root, "tests", "UpdateService.EndToEnd.Tests", "Deploy", "shapes.yaml")))));

    private readonly JsonObject definitions;
    private readonly JsonObject kinds;

    private Shape(JsonObject shapes) => (definitions, kinds) = ((JsonObject)shapes["definitions"]!, (JsonObject)shapes["kinds"]!);

    /// <summary>What is wrong with a manifest, each with its place.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="isPatch">Only some keys stand in it, perhaps with nothing to take them away.</param>
    public static IReadOnlyList<string> Problems(JsonObject manifest, bool isPatch = false) => Loaded.Value.Check(manifest, isPatch);

    private List<string> Check(JsonObject manifest, bool isPatch)
    {
        var kind = $"{manifest["apiVersion"]} {manifest["kind"]}";
        if (kinds[kind] is not JsonObject shape)
        {
            return [$"{kind}: this kind is not known"];
        }

        var rest = (JsonObject)manifest.DeepClone();
        _ = rest.Remove("apiVersion");
        _ = rest.Remove("kind");
        var problems = new List<string>();
        Compare(rest, shape, kind, isPatch, problems);
        return problems;
    }

    private void Compare(JsonNode? value, JsonNode shape, string place, bool isPatch, List<string> problems)
    {
        if (value is null && isPatch)
        {
            return;
        }

        switch (shape)
        {
            case JsonObject keys when value is JsonObject item:
                CompareKeys(item, keys, place, isPatch, problems);
                break;
            case JsonArray { Count: 1 } items when value is JsonArray list:
                for (var index = 0; index < list.Count; index++)
                {
                    Compare(list[index], items[0]!, $"{place}[{index}]", isPatch, problems);
                }

                break;
            case JsonValue name when name.ToString().StartsWith('$'):
                Compare(value, definitions[name.ToString()[1..]]!, place, isPatch, problems);
                break;
            case JsonValue type when IsOf(type.ToString(), value):
                break;
            default:
                problems.Add($"{place}: {value?.ToJsonString() ?? "nothing"} is not {shape.ToJsonString()}");
                break;
        }
    }

    private void CompareKeys(JsonObject item, JsonObject keys, string place, bool isPatch, List<string> problems)
    {
        foreach (var (key, value) in item)
        {
            if ((keys[key] ?? keys[$"{key}!"]) is { } shape)
            {
                Compare(value, shape, $"{place}.{key}", isPatch, problems);
            }
            else if (!isPatch || key != "$patch")
            {
                problems.Add($"{place}.{key}: this key is not known");
            }
        }

        problems.AddRange(keys.Select(key => key.Key).Where(key => !isPatch && key.EndsWith('!') && !item.ContainsKey(key[..^1])).Select(key => $"{place}.{key[..^1]}: it is missing"));
    }

    private static bool IsOf(string type, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var text = value?.ToString() ?? "";
        return type switch
        {
            "string" => kind == JsonValueKind.String && text.Length > 0,
            "name" => kind == JsonValueKind.String && Name().IsMatch(text),
            "int" => kind == JsonValueKind.Number && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "port" => IsOf("int", value) || IsOf("name", value),
            "quantity" => kind is JsonValueKind.String or JsonValueKind.Number && Quantity().IsMatch(text),
            "duration" => kind == JsonValueKind.String && Duration().IsMatch(text),
            "map" => value is JsonObject map && map.All(pair => pair.Value?.GetValueKind() == JsonValueKind.String),
            _ => kind == JsonValueKind.String && type.Split('|').Contains(text, StringComparer.Ordinal),
        };
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9]+(m|Ki|Mi|Gi|k|M|G)?$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Quantity();

    [GeneratedRegex("^[0-9]+(s|m|h|d)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Duration();
}
