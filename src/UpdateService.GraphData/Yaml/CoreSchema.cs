using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace UpdateService.GraphData.Yaml;

/// <summary>
/// What a plain scalar stands for. It matters because <c>- 4.10</c> is the number 4.1: a version must be refused there
/// rather than guessed.
/// </summary>
/// <seealso href="https://yaml.org/spec/1.2.2/#103-core-schema"/>
internal static partial class CoreSchema
{
    private const string TextTag = "tag:yaml.org,2002:str";

    public static YamlScalarKind KindOf(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty)
        {
            return scalar.Tag.IsNonSpecific || scalar.Tag.Value == TextTag ? YamlScalarKind.Text : YamlScalarKind.Tagged;
        }

        return scalar.Style is ScalarStyle.Plain or ScalarStyle.Any ? KindOfPlain(scalar.Value) : YamlScalarKind.Text;
    }

    private static YamlScalarKind KindOfPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Boolean,
        _ when MayBeNumber(text) && Number().IsMatch(text) => YamlScalarKind.Number,
        _ => YamlScalarKind.Text,
    };

    private static bool MayBeNumber(string text) => text.Length < 400 && (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.');

    // No time limit: it takes linear steps, and a limit by the clock lets a busy machine refuse what is right.
    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Number();
}
