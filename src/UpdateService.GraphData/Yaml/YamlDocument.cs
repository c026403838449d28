using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace UpdateService.GraphData.Yaml;

/// <summary>
/// Reads one YAML document from the parser's events into nodes that know their lines. Depth and size are bounded and no
/// call recurses by depth, so hostile nesting cannot exhaust the stack.
/// </summary>
internal sealed class YamlDocument
{
    /// <summary>Nesting in real files is 5.</summary>
    public const int DeepestNesting = 32;

    /// <summary>Nodes in the largest real file are about 600.</summary>
    public const int MostNodes = 200_000;

    /// <summary>Real files have none. Each repeats what it names, and that may be long.</summary>
    public const int MostAliases = 1000;

    private readonly Dictionary<string, YamlValue> anchors = new(StringComparer.Ordinal);
    private readonly Stack<Frame> open = new();
    private int nodes;
    private int aliases;

    private YamlDocument()
    {
    }

    /// <summary>The document's root; where reading failed, what was read of it before the failure, or null.</summary>
    public YamlValue? Root { get; private set; }

    /// <summary>What is wrong; null if nothing is.</summary>
    public (int Line, string Reason)? Failure { get; private set; }

    public static YamlDocument Read(string text)
    {
        var document = new YamlDocument();
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        if (end >= 0)
        {
            // The parser would take it for the end and drop what follows without a word.
            document.Fail(text.AsSpan(0, end).Count('\n') + 1, "it holds a NUL character");
            return document;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            document.Load(parser);
        }
        catch (YamlException exception)
        {
            document.Fail((int)exception.Start.Line, exception.InnerException?.Message ?? exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OverflowException)
        {
            // On some broken inputs the parser fails in ways of its own.
            document.Fail((int)(parser.Current?.End.Line ?? 1), "the parser cannot go on behind this line");
        }

        return document;
    }

    private void Load(Parser parser)
    {
        var documents = 0;
        while (Failure is null && parser.MoveNext())
        {
            switch (parser.Current)
            {
                case DocumentStart start when ++documents > 1:
                    Root = null; // Which of them is meant is open.
                    Fail((int)start.Start.Line, "there is more than one document");
                    break;
                case NodeEvent or SequenceEnd or MappingEnd or AnchorAlias:
                    Accept(parser.Current);
                    break;
            }
        }
    }

    private void Accept(ParsingEvent current)
    {
        var line = (int)current.Start.Line;
        if (++nodes > MostNodes)
        {
            Fail(line, $"there are more than {MostNodes} values");
            return;
        }

        switch (current)
        {
            case Scalar scalar:
                Add(Anchored(scalar, new YamlScalar(line, scalar.Value, CoreSchema.KindOf(scalar))));
                break;
            case SequenceStart sequence:
                Open(Anchored(sequence, new YamlList(line, [])));
                break;
            case MappingStart mapping:
                Open(Anchored(mapping, new YamlMap(line, new Dictionary<string, YamlValue>(StringComparer.Ordinal))));
                break;
            case AnchorAlias when ++aliases > MostAliases:
                Fail(line, $"there are more than {MostAliases} aliases");
                break;
            case AnchorAlias alias when anchors.TryGetValue(alias.Value.Value, out var target) && !open.Any(frame => ReferenceEquals(frame.Value, target)):
                Add(target);
                break;
            case AnchorAlias alias:
                Fail(line, $"the alias '*{Excerpt.Of(alias.Value.Value)}' names nothing that is complete");
                break;
            default:
                _ = open.Pop();
                break;
        }
    }

    private T Anchored<T>(NodeEvent node, T value)
        where T : YamlValue
    {
        if (!node.Anchor.IsEmpty)
        {
            anchors[node.Anchor.Value] = value;
        }

        return value;
    }

    private void Open(YamlValue container)
    {
        Add(container);
        open.Push(new Frame(container));
        if (open.Count > DeepestNesting)
        {
            Fail(container.Line, $"it is nested more than {DeepestNesting} deep");
        }
    }

    private void Add(YamlValue value)
    {
        if (!open.TryPeek(out var frame))
        {
            Root = value;
        }
        else if (frame.Value is YamlList list)
        {
            list.Items.Add(value);
        }
        else
        {
            AddToMap((YamlMap)frame.Value, frame, value);
        }
    }

    private void AddToMap(YamlMap map, Frame frame, YamlValue value)
    {
        if (frame.Key is { } key)
        {
            map.Entries[key] = value;
            frame.Key = null;
        }
        else if (value is not YamlScalar name)
        {
            Fail(value.Line, "a key is no text");
        }
        else if (name is { Text: "<<", Kind: YamlScalarKind.Text })
        {
            Fail(value.Line, "merge keys (<<) are not read: write the values out");
        }
        else if (map.Entries.Remove(name.Text))
        {
            // Which of the two values is meant is open, so neither can be read.
            Fail(value.Line, $"the key '{Excerpt.Of(name.Text)}' stands twice");
        }
        else
        {
            frame.Key = name.Text;
            map.KeyLines[name.Text] = name.Line;
        }
    }

    private void Fail(int line, string reason) => Failure ??= (line, reason);

    /// <summary>A list or mapping that is being read, and the key whose value comes next.</summary>
    private sealed class Frame(YamlValue value)
    {
        public YamlValue Value { get; } = value;

        public string? Key { get; set; }
    }
}
