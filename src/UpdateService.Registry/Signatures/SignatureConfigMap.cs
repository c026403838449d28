using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace UpdateService.Registry.Signatures;

/// <summary>
/// Signatures in ConfigMaps, as oc-mirror and <c>oc adm release mirror</c> write them: an entry of <c>binaryData</c> whose name begins with
/// <c>sha256-&lt;hex&gt;</c> is a signature of that image. YAML or JSON; several documents and lists are read.
/// </summary>
internal static partial class SignatureConfigMap
{
    private const string Entries = "binaryData";

    /// <summary>Reads all signatures of a file; what is no YAML ends them.</summary>
    /// <returns>The image's digest in hexadecimal digits, the entry's name, and the signature.</returns>
    public static IReadOnlyList<(string Hex, string Name, byte[] Content)> Read(ReadOnlySpan<byte> content)
    {
        var found = new List<(string Hex, string Name, byte[] Content)>();
        try
        {
            Read(new Parser(new StringReader(Encoding.UTF8.GetString(content))), found);
        }
        catch (YamlException)
        {
            // What came before is whole: an entry ends before the next begins.
        }

        return found;
    }

    /// <summary>Goes through the events; nothing is nested on the stack, however deep the file is.</summary>
    private static void Read(Parser parser, List<(string Hex, string Name, byte[] Content)> found)
    {
        var names = new Stack<string?>(); // Of the collections that are open; null for a list.
        string? key = null;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    names.Push(parser.Current is MappingStart ? key ?? "" : null);
                    key = null;
                    break;
                case MappingEnd or SequenceEnd:
                    _ = names.TryPop(out _);
                    key = null;
                    break;
                case Scalar scalar when names.TryPeek(out var name) && name is not null && key is null:
                    key = scalar.Value;
                    break;
                case Scalar scalar:
                    Take(names, key, scalar.Value, found);
                    key = null;
                    break;
                case AnchorAlias:
                    key = null;
                    break;
            }
        }
    }

    private static void Take(Stack<string?> names, string? key, string value, List<(string Hex, string Name, byte[] Content)> found)
    {
        if (key is null || !names.TryPeek(out var name) || name != Entries || EntryName().Match(key) is not { Success: true } match)
        {
            return;
        }

        var content = new byte[value.Length];
        if (Convert.TryFromBase64String(value, content, out var length) && length > 0)
        {
            found.Add((match.Groups["hex"].Value, key, content[..length]));
        }
    }

    [GeneratedRegex(@"\Asha256-(?<hex>[0-9a-f]{64})(?:-[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex EntryName();
}
