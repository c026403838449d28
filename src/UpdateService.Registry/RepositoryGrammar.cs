using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace UpdateService.Registry;

/// <summary>
/// How hosts, repositories and tags are spelled:
/// <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests"/>.
/// </summary>
internal static partial class RepositoryGrammar
{
    private const int LongestPath = 255;

    /// <summary>Whether it is a repository's path.</summary>
    internal static bool IsPath(string text) => text.Length <= LongestPath && PathPattern().IsMatch(text);

    /// <summary>Whether it is a tag.</summary>
    internal static bool IsTag(string text) => TagPattern().IsMatch(text);

    /// <summary>Whether it is a tag, in UTF-8.</summary>
    internal static bool IsTag(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 128 || text[0] is (byte)'.' or (byte)'-')
        {
            return false;
        }

        foreach (var octet in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'_' or (byte)'.' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is a host, with or without a port: <c>quay.io</c>, <c>10.0.0.7:5000</c>, <c>[::1]:5000</c>.</summary>
    internal static bool IsHost(string text)
    {
        var (name, port) = SplitPort(text);
        // A number may be followed by NULs in .NET, an address may not.
        if (port is not null && !(!port.AsSpan().ContainsAnyExceptInRange('0', '9') && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
        {
            return false;
        }

        return name is ['[', .. var inner, ']']
            ? !inner.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            : name.Length <= LongestPath && NamePattern().IsMatch(name);
    }

    /// <summary>The host's name or address, and its port if it has one.</summary>
    internal static (string Name, string? Port) SplitPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 || host.EndsWith(']') ? (host, null) : (host[..colon], host[(colon + 1)..]);
    }

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PathPattern();

    // No time limit: it takes linear steps, and a limit by the clock lets a busy machine refuse what is right.
    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
