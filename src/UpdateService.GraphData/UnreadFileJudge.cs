using System.Text.RegularExpressions;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData;

/// <summary>What a file that is not read because of its name may hold.</summary>
internal enum UnreadMeaning
{
    /// <summary>It is certainly not graph-data, such as a README or the swap file of an editor.</summary>
    Leftover,

    /// <summary>It can be read and is neither a block nor a channel.</summary>
    Other,

    /// <summary>It is a document that quotes something like a block.</summary>
    Quoting,

    /// <summary>It is a block or a channel, or cannot be shown to be none.</summary>
    Suspect,
}

/// <summary>
/// Judges files in <c>channels/</c> and <c>blocked-edges/</c> that are not read by their name, and files at other places that look like
/// them. A block in such a file would otherwise be lost without a report.
/// </summary>
internal static partial class UnreadFileJudge
{
    private static readonly string[] BlockKeys = ["to", "from", "matchingRules"];

    /// <summary>What the file may mean.</summary>
    /// <param name="path">Its path; only the name counts.</param>
    /// <param name="content">Its content.</param>
    public static UnreadMeaning MeaningOf(string path, ReadOnlyMemory<byte> content)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Leftovers.IsBinary(name, content.Span))
        {
            return UnreadMeaning.Leftover;
        }

        var isDocument = Leftovers.IsName(name);
        if (!Utf8Text.TryDecode(content.Span, out var text, out _) || text.Any(static character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
        {
            return isDocument ? UnreadMeaning.Quoting : UnreadMeaning.Suspect;
        }

        var document = YamlDocument.Read(text);
        if (document.Failure is null)
        {
            return IsGraphData(document.Root) ? UnreadMeaning.Suspect : isDocument ? UnreadMeaning.Leftover : UnreadMeaning.Other;
        }

        if (!isDocument)
        {
            return UnreadMeaning.Suspect;
        }

        return KeyOfBlock().IsMatch(text) ? UnreadMeaning.Quoting : UnreadMeaning.Leftover;
    }

    private static bool IsGraphData(YamlValue? root) => root switch
    {
        YamlMap map => BlockKeys.Any(map.Entries.ContainsKey) || (map.Entries.ContainsKey("name") && map.Entries.ContainsKey("versions")),
        YamlList list => list.Items.Any(IsGraphData),
        _ => false,
    };

    [GeneratedRegex("""^[\s{,"'-]*(to|from|matchingRules|versions)["']?\s*:""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyOfBlock();
}
