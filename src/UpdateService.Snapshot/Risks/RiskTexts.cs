using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;

namespace UpdateService.Snapshot.Risks;

/// <summary>The table of our own texts and rules by the names of risks, <c>risks.yaml</c>.</summary>
internal sealed class RiskTexts
{
    private const string Resource = "risks.yaml";

    private readonly FrozenDictionary<string, RiskText> byName;

    private RiskTexts(IEnumerable<KeyValuePair<string, RiskText>> texts) => byName = texts.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names in the table, in no order.</summary>
    public ImmutableArray<string> Names => byName.Keys;

    /// <summary>The text for a risk; null if the table does not know the name.</summary>
    public RiskText? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The table that is part of this program.</summary>
    /// <exception cref="InvalidDataException">The table is wrong; the message says where.</exception>
    public static RiskTexts Shipped()
    {
        using var stream = typeof(RiskTexts).Assembly.GetManifestResourceStream(Resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return TryRead(Resource, content.ToArray(), out var texts, out var problems)
            ? texts
            : throw new InvalidDataException(string.Join('\n', problems));
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">Its name in problems.</param>
    /// <param name="content">YAML.</param>
    /// <param name="texts">The table if the result is true.</param>
    /// <param name="problems">What is wrong if the result is false.</param>
    public static bool TryRead(
        string path,
        ReadOnlyMemory<byte> content,
        [NotNullWhen(true)] out RiskTexts? texts,
        out ImmutableArray<Problem> problems)
    {
        var found = new FileProblems(path);
        var read = new List<KeyValuePair<string, RiskText>>();
        if (YamlFile.Open(content, found) is { } file)
        {
            foreach (var (name, value) in file.Map.Entries)
            {
                if (ReadText(file, value, found) is { } text)
                {
                    read.Add(KeyValuePair.Create(name, text));
                }
            }
        }

        problems = found.ToImmutable();
        texts = found.IsRejected ? null : new RiskTexts(read);
        return texts is not null;
    }

    private static RiskText? ReadText(YamlFile file, YamlValue value, FileProblems problems)
    {
        if (value is not YamlMap map)
        {
            problems.Reject(ProblemRule.InvalidValue, value.Line, "Each name must have a mapping with its 'message'.");
            return null;
        }

        if (!file.TryRequire(map, "message", out var message) || map.Find("promql") is null)
        {
            return message is null ? null : new RiskText(message.Text, null, []);
        }

        if (!file.TryRequire(map, "promql", out var query) || map.Find("checkedAgainst") is not YamlList list)
        {
            const string reason = "A 'promql' needs a list 'checkedAgainst' of published rules' fingerprints.";
            problems.Reject(ProblemRule.InvalidValue, map.Line, reason);
            return null;
        }

        var fingerprints = ImmutableArray.CreateBuilder<string>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (file.TryText(item, "A fingerprint", out var fingerprint))
            {
                fingerprints.Add(fingerprint.Text);
            }
        }

        return new RiskText(message.Text, query.Text, fingerprints.DrainToImmutable());
    }
}
