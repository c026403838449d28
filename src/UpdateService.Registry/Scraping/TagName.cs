using System.Buffers;

namespace UpdateService.Registry.Scraping;

/// <summary>
/// Which tags are not asked for at all: <c>sha256-&lt;64 hex&gt;</c> with any suffix are signatures and attestations of an image
/// that has a tag of its own: <see href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md"/>. Mirrors hold
/// thousands of them. No other name means anything here.
/// </summary>
internal static class TagName
{
    private const string Prefix = "sha256-";
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether the tag is left out by its name.</summary>
    public static bool IsSkipped(string tag) =>
        tag.Length >= Prefix.Length + HexLength
        && tag.StartsWith(Prefix, StringComparison.Ordinal)
        && !tag.AsSpan(Prefix.Length, HexLength).ContainsAnyExcept(HexDigits);
}
