using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace UpdateService.Testing;

/// <summary>
/// The hard rules of the clients, checked on the bytes of an answer and nothing else. Written from the protocol, with no
/// part of the product, so that a mistake there is not repeated here.
/// </summary>
public sealed partial class Invariants
{
    private const string ChannelsKey = "io.openshift.upgrades.graph.release.channels";
    private const string ManifestKey = "io.openshift.upgrades.graph.release.manifestref";

    private readonly List<string> violations = [];
    private readonly List<string> versions = [];
    private readonly HashSet<(string From, string To)> pairs = [];
    private readonly string architecture;

    private Invariants(string architecture) => this.architecture = architecture;

    /// <summary>Every rule that the answer breaks, each as a sentence that begins with the rule's number.</summary>
    /// <param name="answer">The body as it goes over the wire, uncompressed.</param>
    /// <param name="architecture">The one that was asked for.</param>
    public static IReadOnlyList<string> Violations(ReadOnlyMemory<byte> answer, string architecture)
    {
        var check = new Invariants(architecture);
        check.CheckBody(answer);
        return check.violations;
    }

    private void Expect(bool holds, int rule, string what)
    {
        if (!holds)
        {
            violations.Add($"{rule}: {what}");
        }
    }

    private void CheckBody(ReadOnlyMemory<byte> answer)
    {
        Expect(!answer.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]), 8, "the body begins with a byte order mark");
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(answer.Span);
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 16 });
            CheckKeys(document.RootElement);
            CheckAnswer(document.RootElement);
        }
        catch (ArgumentException exception)
        {
            Expect(false, 8, $"the body is not UTF-8: {exception.Message}");
        }
        catch (JsonException exception)
        {
            Expect(false, 8, $"the body is not one JSON value: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            Expect(false, 8, $"the body has another shape: {exception.Message}");
        }
    }

    /// <summary>Go matches keys without regard to case.</summary>
    private void CheckKeys(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in element.EnumerateObject())
            {
                Expect(keys.Add(property.Name), 8, $"the key {property.Name} stands twice, at least but for case");
                CheckKeys(property.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                CheckKeys(item);
            }
        }
    }

    private void CheckAnswer(JsonElement answer)
    {
        Expect(answer.GetProperty("version").GetInt32() == 1, 8, "the field version is not 1");
        CheckNodes(answer.GetProperty("nodes"));
        CheckEdges(answer.GetProperty("edges"));
        CheckConditionalEdges(answer.GetProperty("conditionalEdges"));
        CheckCycles();
    }

    private void CheckNodes(JsonElement nodes)
    {
        var cores = new HashSet<string>(StringComparer.Ordinal);
        var payloads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes.EnumerateArray())
        {
            var version = node.GetProperty("version").GetString()!;
            var payload = node.GetProperty("payload").GetString()!;
            versions.Add(version);
            Expect(IsStrictSemVer(version), 2, $"{version} is not strict SemVer");
            Expect(!version.Contains('+'), 3, $"{version} carries build metadata");
            Expect(cores.Add(version.Split('+')[0]), 2, $"two nodes share the version {version}");
            Expect(payload.Length > 0 && payloads.Add(payload), 2, $"two nodes share the payload {payload}, or it is empty");
            CheckMetadata(version, payload, node.GetProperty("metadata"));
        }
    }

    private void CheckMetadata(string version, string payload, JsonElement metadata)
    {
        foreach (var entry in metadata.EnumerateObject())
        {
            Expect(entry.Value.ValueKind == JsonValueKind.String, 6, $"{version}: the metadata {entry.Name} is no string");
            var value = entry.Value.GetString()!;
            Expect(entry.Name != "url" || IsUrl(value), 6, $"{version}: the url {value} cannot be parsed");
            Expect(entry.Name != "io.openshift.upgrades.graph.release.arch", 6, $"{version}: the inner architecture is served");
            Expect(
                entry.Name != "release.openshift.io/architecture" || (value == "multi" && architecture == "multi"),
                6,
                $"{version}: its architecture is {value}");
            Expect(entry.Name != ManifestKey || payload.EndsWith($"@{value}", StringComparison.Ordinal), 6, $"{version}: {value} is not the digest of {payload}");
            if (entry.Name == ChannelsKey)
            {
                CheckChannels(version, value.Split(','));
            }
        }

        Expect(payload.Contains('@') == metadata.TryGetProperty(ManifestKey, out _), 6, $"{version}: a digest is missing or invented");
    }

    private void CheckChannels(string version, string[] channels)
    {
        Expect(channels.All(name => name.Trim().Length > 0), 6, $"{version}: the list of channels has an empty item");
        Expect(channels.Distinct(StringComparer.Ordinal).Count() == channels.Length, 6, $"{version}: the list of channels repeats an item");
        var sorted = channels
            .OrderBy(name => name.Contains('-') ? name[(name.IndexOf('-') + 1)..] : "", StringComparer.Ordinal)
            .ThenBy(name => name, StringComparer.Ordinal);
        Expect(sorted.SequenceEqual(channels, StringComparer.Ordinal), 6, $"{version}: the list of channels is not sorted");
    }

    private void CheckEdges(JsonElement edges)
    {
        foreach (var edge in edges.EnumerateArray())
        {
            Expect(edge.GetArrayLength() == 2, 1, "an edge has not two ends");
            var (from, to) = (edge[0].GetInt32(), edge[1].GetInt32());
            var inside = from >= 0 && from < versions.Count && to >= 0 && to < versions.Count;
            Expect(inside, 1, $"the edge {from}, {to} leads out of {versions.Count} nodes");
            Expect(from != to, 1, $"the edge {from}, {to} leads to its own source");
            if (inside)
            {
                Expect(pairs.Add((versions[from], versions[to])), 1, $"the edge {versions[from]} > {versions[to]} stands twice");
            }
        }
    }

    private void CheckConditionalEdges(JsonElement groups)
    {
        var targets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in groups.EnumerateArray())
        {
            foreach (var edge in group.GetProperty("edges").EnumerateArray())
            {
                var (from, to) = (edge.GetProperty("from").GetString()!, edge.GetProperty("to").GetString()!);
                Expect(versions.Contains(from) && versions.Contains(to), 3, $"{from} > {to} names a version that is no node");
                Expect(from != to, 1, $"{from} leads to itself");
                Expect(pairs.Add((from, to)), 4, $"{from} > {to} stands in another group or among the edges too");
                targets[from] = targets.GetValueOrDefault(from) + 1;
            }

            CheckRisks(group.GetProperty("risks"));
        }

        Expect(targets.Values.All(count => count <= 500), 5, "a source has more than 500 conditional targets");
    }

    private void CheckRisks(JsonElement risks)
    {
        Expect(risks.GetArrayLength() is >= 1 and <= 200, 5, $"a pair has {risks.GetArrayLength()} risks");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var characters = 0L;
        foreach (var risk in risks.EnumerateArray())
        {
            var (name, message, url) = (Text(risk, "name"), Text(risk, "message"), Text(risk, "url"));
            characters += message.Length + url.Length;
            Expect(names.Add(name), 5, $"the risk {name} stands twice on a pair");
            Expect(name.Length <= 256 && RiskName().IsMatch(name), 5, $"the risk name '{name}' is refused");
            Expect(message.Length > 0, 5, $"the risk {name} has no message");
            Expect(url.Length > 0 && url.Contains(':') && IsUrl(url), 5, $"the url '{url}' of the risk {name} is no URI");
            CheckRules(name, risk.GetProperty("matchingRules"));
            Expect(!risk.TryGetProperty("fixedIn", out _) && !risk.TryGetProperty("autoExtend", out _), 5, $"the risk {name} shows what is never served");
        }

        Expect(characters < 32_000, 5, $"the messages and urls of a pair have {characters} characters");
    }

    private void CheckRules(string name, JsonElement rules)
    {
        var known = 0;
        foreach (var rule in rules.EnumerateArray())
        {
            switch (Text(rule, "type"))
            {
                case "Always":
                    known++;
                    Expect(!rule.TryGetProperty("promql", out _), 5, $"a rule Always of {name} has a promql key");
                    break;
                case "PromQL":
                    known++;
                    Expect(Text(rule.GetProperty("promql"), "promql").Length > 0, 5, $"a rule PromQL of {name} has no query");
                    break;
            }
        }

        Expect(known > 0, 5, $"the risk {name} has no rule of a known type");
    }

    /// <summary>Not a rule of a client, but of the builder: what is served has no cycle.</summary>
    private void CheckCycles()
    {
        var open = pairs.GroupBy(pair => pair.To, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var ready = new Queue<string>(versions.Where(version => !open.ContainsKey(version)));
        var targets = pairs.ToLookup(pair => pair.From, pair => pair.To, StringComparer.Ordinal);
        var seen = 0;
        while (ready.TryDequeue(out var version))
        {
            seen++;
            foreach (var target in targets[version])
            {
                if (--open[target] == 0)
                {
                    ready.Enqueue(target);
                }
            }
        }

        Expect(seen >= versions.Count, 1, "the edges make a cycle");
    }

    private static string Text(JsonElement element, string key) => element.GetProperty(key).GetString() ?? "";

    private static bool IsStrictSemVer(string text) =>
        SemVer().Match(text) is { Success: true } match
        && match.Groups["number"].Captures.All(number => ulong.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    /// <summary>A coarse judgement: whatever this refuses, Go's <c>url.Parse</c> refuses too, for one of its frequent reasons.</summary>
    private static bool IsUrl(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (text, "") : (text[..hash], text[(hash + 1)..]);
        var path = address.Split('?')[0];
        return !address.Any(character => character is < ' ' or '\u007f')
            && !BrokenEscape().IsMatch(fragment)
            && (Opaque().IsMatch(path) || !BrokenEscape().IsMatch(path))
            && !BadAuthority().IsMatch(path)
            && !NoScheme().IsMatch(path);
    }

    [GeneratedRegex(
        @"\A(?<number>0|[1-9][0-9]*)\.(?<number>0|[1-9][0-9]*)\.(?<number>0|[1-9][0-9]*)(?:-(?:(?<number>0|[1-9][0-9]*)|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:(?<number>0|[1-9][0-9]*)|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex SemVer();

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9_]*\z", RegexOptions.None, 5000)]
    private static partial Regex RiskName();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.None, 5000)]
    private static partial Regex BrokenEscape();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:(?!/)", RegexOptions.None, 5000)]
    private static partial Regex Opaque();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*://(?:[^/]*@)?(?:[^/@]*[ \\^`{}|][^/@]*|[^/@\[\]:]*:[^/@]*[^0-9/@][^/@]*)(?:/|\z)", RegexOptions.None, 5000)]
    private static partial Regex BadAuthority();

    [GeneratedRegex(@"\A(?![A-Za-z][A-Za-z0-9+.-]*:)[^/]*:", RegexOptions.None, 5000)]
    private static partial Regex NoScheme();
}
