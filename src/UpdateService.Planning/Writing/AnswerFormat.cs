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

    /// <summary>Reads a name: <c>json</c>, <c>text</c>, <c>md</c>, <c>mermaid</c>, <c>dot</c> or <c>svg</c>, in any case.</summary>
    public static bool TryParse(string? text, out AnswerFormat format)
    {
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

    /// <summary>The name.</summary>
    public static string Name(this AnswerFormat format) => All[(int)format].Name;

    /// <summary>The value of <c>Content-Type</c>.</summary>
    public static string MediaType(this AnswerFormat format) => All[(int)format].MediaType;
}

/// <summary>What whoever writes an answer knows beside it.</summary>
public sealed record WritingOptions
{
    /// <summary>Nothing known.</summary>
    public static WritingOptions Default { get; } = new();

    /// <summary>The number of the revision that was asked; null where the graph is none of a service.</summary>
    public int? Revision { get; init; }

    /// <summary>The width of the terminal, in columns.</summary>
    public int Width { get; init; } = 80;
}
