using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace UpdateService.Benchmarks.Scale;

/// <summary>What every copy of a release needs, as a line of a catalogue: a payload of its own.</summary>
internal static partial class CopiedRelease
{
    /// <summary>The line with another digest in each copy; copy 0 is the release itself.</summary>
    public static string WithOwnPayload(string line, int copy) => copy == 0
        ? line
        : Digest().Replace(line, digest => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{copy} {digest.Value}")))}");

    [GeneratedRegex("sha256:[0-9a-f]{64}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Digest();
}
