using System.Diagnostics.CodeAnalysis;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Yaml;

/// <summary>Reads typed values out of a file's top mapping and reports what has the wrong type.</summary>
internal sealed class YamlFile
{
    private readonly FileProblems problems;

    private YamlFile(YamlMap map, FileProblems problems)
    {
        Map = map;
        this.problems = problems;
    }

    /// <summary>The top mapping, as far as it could be read.</summary>
    public YamlMap Map { get; }

    /// <summary>Opens a file; null if it holds no mapping at all. Problems are reported either way.</summary>
    public static YamlFile? Open(ReadOnlyMemory<byte> content, FileProblems problems)
    {
        if (!Utf8Text.TryDecode(content.Span, out var text, out var line))
        {
            problems.Reject(ProblemRule.InvalidEncoding, line, "The file is not UTF-8 text.");
            return null;
        }

        var document = YamlDocument.Read(text);
        if (document.Failure is { } failure)
        {
            problems.Reject(ProblemRule.InvalidYaml, failure.Line, $"The file is not YAML that can be read: {Excerpt.Of(failure.Reason)}.");
        }
        else if (document.Root is not YamlMap)
        {
            problems.Reject(ProblemRule.InvalidYaml, document.Root?.Line ?? 1, "The file must hold one mapping of keys to values.");
        }

        return document.Root is YamlMap map ? new YamlFile(map, problems) : null;
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public bool TryRequire(YamlMap map, string key, [NotNullWhen(true)] out YamlScalar? text)
    {
        text = null;
        if (map.Find(key) is not { } value)
        {
            var near = NearNames.Near(key, map.Entries.Keys, most: 1);
            problems.Reject(
                ProblemRule.InvalidValue,
                near.Count > 0 ? map.KeyLines[near[0]] : map.Line,
                $"The key '{key}' is missing{(near.Count > 0 ? $"; '{Excerpt.Of(near[0])}' may be meant for it." : ".")}");
            return false;
        }

        if (!TryText(value, $"'{key}'", out text))
        {
            return false;
        }

        if (text.Text.Length > 0)
        {
            return true;
        }

        problems.Reject(ProblemRule.InvalidValue, value.Line, $"'{key}' is empty.");
        return false;
    }

    /// <summary>The value as a text; anything else is reported.</summary>
    public bool TryText(YamlValue value, string what, [NotNullWhen(true)] out YamlScalar? text)
    {
        text = value as YamlScalar;
        if (text is { Kind: YamlScalarKind.Text })
        {
            if (Utf8Text.IsWellFormed(text.Text))
            {
                return true;
            }

            problems.Reject(ProblemRule.InvalidEncoding, value.Line, $"{what} holds half a surrogate pair.");
            return false;
        }

        var found = value switch
        {
            YamlList => "a list",
            YamlMap => "a mapping",
            YamlScalar { Kind: YamlScalarKind.Number } number => $"the number {Excerpt.Of(number.Text)}; write it in quotes",
            YamlScalar { Kind: YamlScalarKind.Boolean } => "true or false; write it in quotes",
            YamlScalar { Kind: YamlScalarKind.Null } => "nothing",
            _ => "of a type of its own",
        };
        problems.Reject(ProblemRule.InvalidValue, value.Line, $"{what} must be text, and is {found}.");
        return false;
    }
}
