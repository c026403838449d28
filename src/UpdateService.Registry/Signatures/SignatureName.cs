using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace UpdateService.Registry.Signatures;

/// <summary>The name of a signature in a store: <c>sha256=&lt;hex&gt;/signature-&lt;number&gt;</c>. It holds no character that could lead out of a store.</summary>
/// <seealso href="https://github.com/openshift/enhancements/blob/master/enhancements/update/signature-stores.md"/>
public sealed record SignatureName
{
    /// <summary>The highest number.</summary>
    public const int MostSignatures = 999;

    private const int LongestHex = 128;
    private const string File = "/signature-";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private SignatureName(string algorithm, string hex, int number) => (Algorithm, Hex, Number) = (algorithm, hex, number);

    /// <summary><c>sha256</c>, or <c>sha</c> as older stores call it.</summary>
    public string Algorithm { get; }

    /// <summary>The image's digest in lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>The path in graph-data's folder of signatures: <c>sha256/&lt;hex&gt;/signature-&lt;number&gt;</c>.</summary>
    public string FolderPath => $"{Algorithm}/{Hex}{File}{Number}";

    /// <summary>The name of an image's signature.</summary>
    public static SignatureName Of(Digest digest, int number) => new("sha256", digest.Hex, number);

    /// <summary>Whether a path begins with an algorithm and <c>=</c>, as every name does.</summary>
    public static bool HasAlgorithm(string path) =>
        path.StartsWith("sha256=", StringComparison.Ordinal) || path.StartsWith("sha=", StringComparison.Ordinal);

    /// <summary>Reads a name in the form used in addresses.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out SignatureName? name)
    {
        name = null;
        var equals = path.IndexOf('=', StringComparison.Ordinal);
        var file = path.IndexOf(File, StringComparison.Ordinal);
        if (!HasAlgorithm(path) || file <= equals + 1 || file - equals - 1 > LongestHex)
        {
            return false;
        }

        var hex = path[(equals + 1)..file];
        var digits = path.AsSpan(file + File.Length);
        if (hex.AsSpan().ContainsAnyExcept(HexDigits)
            || digits.ContainsAnyExceptInRange('0', '9') // A number may be followed by NULs in .NET.
            || digits is not ([>= '1' and <= '9', ..] and { Length: <= 3 })
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        name = new SignatureName(path[..equals], hex, number);
        return true;
    }

    /// <summary>The form used in addresses.</summary>
    public override string ToString() => $"{Algorithm}={Hex}{File}{Number}";
}
