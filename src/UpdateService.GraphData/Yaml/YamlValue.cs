namespace UpdateService.GraphData.Yaml;

/// <summary>A node of a YAML document with its line.</summary>
/// <param name="Line">From 1.</param>
internal abstract record YamlValue(int Line);

/// <summary>A text, or the value of a plain text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">As written, unescaped.</param>
/// <param name="Kind">What YAML 1.2's core schema reads it as.</param>
internal sealed record YamlScalar(int Line, string Text, YamlScalarKind Kind) : YamlValue(Line);

/// <summary>A list.</summary>
internal sealed record YamlList(int Line, List<YamlValue> Items) : YamlValue(Line);

/// <summary>A mapping with unique keys, in the order of the file.</summary>
internal sealed record YamlMap(int Line, Dictionary<string, YamlValue> Entries) : YamlValue(Line)
{
    /// <summary>The line of each key; where its value is a list or a mapping, that one begins further down.</summary>
    public Dictionary<string, int> KeyLines { get; } = new(StringComparer.Ordinal);

    /// <summary>The value of the key; null if the key is missing or its value is null.</summary>
    public YamlValue? Find(string key) =>
        Entries.GetValueOrDefault(key) is { } value and not YamlScalar { Kind: YamlScalarKind.Null } ? value : null;
}

/// <summary>What a scalar is.</summary>
internal enum YamlScalarKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An integer or a decimal number.</summary>
    Number,

    /// <summary>Something with an explicit tag that this service does not read.</summary>
    Tagged,
}
