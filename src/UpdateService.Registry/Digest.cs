using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace UpdateService.Registry;

/// <summary>
/// The digest of a manifest or blob. Only SHA-256 is used by the payloads this service reads:
/// <see href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests"/>.
/// </summary>
public sealed record Digest
{
    private const string Algorithm = "sha256:";
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private Digest(string hex) => Hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>Reads <c>sha256:…</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = text is not null
            && text.Length == Algorithm.Length + HexLength
            && text.StartsWith(Algorithm, StringComparison.Ordinal)
            && !text.AsSpan(Algorithm.Length).ContainsAnyExcept(HexDigits)
            ? new Digest(text[Algorithm.Length..])
            : null;
        return digest is not null;
    }

    /// <summary>The digest of bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));

    /// <summary>The digest of 32 hash bytes.</summary>
    public static Digest OfHash(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    /// <summary><c>sha256:…</c>.</summary>
    public override string ToString() => Algorithm + Hex;
}
