using System.Collections.Immutable;

namespace UpdateService.Planning.Writing;

/// <summary>What an answer is written in.</summary>
public enum AnswerFormat
{
    /// <summary>For scripts.</summary>
    Json,

    /// <summary>For a terminal.</summary>
    Text,

    /// <summary>For a change request.</summary>
    Markdown,

    /// <summary>A diagram for Mermaid.</summary>
    Mermaid,

    /// <summary>A digraph for Graphviz.</summary>
    Dot,

    /// <summary>A picture.</summary>
    Svg,
}

/// <summary>The names of formats.</summary>
public static class AnswerFormats
{
    private static readonly ImmutableArray<(AnswerFormat Format, string Name, string MediaType)> All =
    [
        (AnswerFormat.Json, "json", "application/json"),
        (AnswerFormat.Text, "text", "text/plain; charset=utf-8"),
        (AnswerFormat.Markdown, "md", "text/markdown; charset=utf-8"),
        (AnswerFormat.Mermaid, "mermaid", "text/vnd.mermaid; charset=utf-8"),
        (AnswerFormat.Dot, "dot", "text/vnd.graphviz; charset=utf-8"),
        (AnswerFormat.Svg, "svg", "image/svg+xml"),
    ];

    /// <summary>All names, as <c>format=</c> and <c>-o</c> take them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(entry => entry.Name)];

    /// <summary>Other names that are taken.</summary>
    private static readonly ImmutableArray<(string Alias, AnswerFormat Format)> Aliases =
        [("markdown", AnswerFormat.Markdown), ("txt", AnswerFormat.Text), ("plain", AnswerFormat.Text), ("graphviz", AnswerFormat.Dot)];

    /// <summary>Reads a name in any case: <c>json</c>, <c>text</c>, <c>md</c> (or <c>markdown</c>), <c>mermaid</c>, <c>dot</c> or <c>svg</c>.</summary>
    public static bool TryParse(string? text, out AnswerFormat format)
    {
        foreach (var (alias, known) in Aliases)
        {
            if (string.Equals(alias, text, StringComparison.OrdinalIgnoreCase))
            {
                format = known;
                return true;
            }
        }

        foreach (var entry in All)
        {
            if (string.Equals(entry.Name, text, StringComparison.OrdinalIgnoreCase))
            {
                format = entry.Format;
                return true;
            }
        }

        format = default;
        return false;
    }

    /// <summary>A sentence that helps if a format of another tool is requested; null if nothing is known to help.</summary>
    public static string? Hint(string? text) => text?.ToLowerInvariant() switch
    {
        "yaml" or "yml" => "Every tool that reads YAML reads JSON too.",
        { } name when name.StartsWith("jsonpath", StringComparison.Ordinal) || name.StartsWith("go-template", StringComparison.Ordinal) || name.StartsWith("custom-columns", StringComparison.Ordinal) => "Take json, and choose from it with jq.",
        "wide" or "table" or "tsv" or "csv" => "text is a table wherever there is one.",
        "png" or "jpg" or "pdf" => "svg is a picture.",
        "html" => "The service's pages are HTML.",
        _ => null,
    };

    /// <summary>The name.</summary>
    public static string Name(this AnswerFormat format) => All[(int)format].Name;

    /// <summary>The value of <c>Content-Type</c>.</summary>
    public static string MediaType(this AnswerFormat format) => All[(int)format].MediaType;
}

/// <summary>What the writer of an answer knows besides it.</summary>
public sealed record WritingOptions
{
    /// <summary>Nothing known.</summary>
    public static WritingOptions Default { get; } = new();

    /// <summary>The number of the revision; null if the graph is not that of a service.</summary>
    public int? Revision { get; init; }

    /// <summary>The width of the terminal, in columns.</summary>
    public int Width { get; init; } = 80;
}
