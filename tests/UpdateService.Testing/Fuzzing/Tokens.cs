using System.Collections.Immutable;
using System.Text;

namespace UpdateService.Testing.Fuzzing;

/// <summary>What parsers stumble over.</summary>
public static class Tokens
{
    /// <summary>Numbers at the ends of ranges, and spellings of numbers.</summary>
    public static ImmutableArray<byte[]> Numbers { get; } = Of(
        "0", "-1", "1", "00", "-0", "127", "128", "255", "256", "512", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e9", "1e999", "0x10", "1.5", "+1", "NaN", "٣");

    /// <summary>For every text.</summary>
    public static ImmutableArray<byte[]> Any { get; } =
    [
        .. Of(
            "\0", "\n", "\r\n", "\t", " ", "  ", "\"", "'", "\\", "%", "%00", "%zz", "%2e%2e%2f", "/", "//", "..", "../", ";", ",", ",,", "=", "?", "&", "*", "+", "-", ".", ":", "@", "#", "~",
            "é", "e\u0301", "\u2028", "\uFEFF", "\u202E", "\u0085", "😀", "İ", "ß", "\\ud800", "\\u0000", "\u001b[31m", "<script>", "${x}", "{{x}}"),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ];

    /// <summary>For JSON.</summary>
    public static ImmutableArray<byte[]> Json { get; } =
    [
        .. Any,
        .. Of("{", "}", "[", "]", "{}", "[]", "\"\"", "null", "true", "false", "\"a\":", "\"a\":1,", ",\"a\":null", "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":", "\"\\ud800\"", "\"\\udc00\\ud800\"", "/**/", "//\n", "1E+2", "-"),
    ];

    /// <summary>For YAML.</summary>
    public static ImmutableArray<byte[]> Yaml { get; } =
    [
        .. Any,
        .. Of(
            ": ", "- ", "? ", "[", "]", "{", "}", "&a ", "*a", "*a ", "!!str ", "!!binary ", "!", "!<tag:x> ", "|\n", "|+9\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "# ", "<<: ", "<<: *a\n",
            "null", "~", "true", "4.10", "\"\\uD800\"", "\"\\UFFFFFFFF\"", "\"\\x", "[[[[[[[[", "{{{{{{{{", "- - - - - - - - ", "\n  ", "\n\t", "to: 4.1.1\n", "from: .*\n", "name: B\n", "matchingRules: []\n"),
    ];

    /// <summary>For headers and queries.</summary>
    public static ImmutableArray<byte[]> Header { get; } =
    [
        .. Any,
        .. Of(";q=0", ";q=1", ";q=0.5", ";q=1.0001", ";q=-1", ";q=", ", ", "W/", "\"\"", "*/*", "application/*", "gzip", "br", "identity", "<", ">", "rel=next", "realm=", "Bearer ", "Basic ", "channel=", "arch=", "&&", "=&=", "%F0%9F%98%80", "%ff"),
    ];

    /// <summary>Texts as bytes.</summary>
    public static ImmutableArray<byte[]> Of(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
