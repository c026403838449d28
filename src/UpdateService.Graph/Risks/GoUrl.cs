using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace UpdateService.Graph.Risks;

/// <summary>
/// The checks of Go's <c>url.Parse</c>, which every client applies to the addresses in an answer. If it refuses an address, a
/// Cluster Version Operator refuses the whole answer.
/// </summary>
/// <seealso href="https://pkg.go.dev/net/url#Parse"/>
public static class GoUrl
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static readonly SearchValues<char> UserInfoCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:~!$&'()*+,;=%@");

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!$&'()*+,;=:[]<>\"");

    private static readonly SearchValues<char> LiteralCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Whether the address begins with a scheme and a colon.</summary>
    public static bool IsAbsolute(string url) => SchemeLength(url) > 0;

    /// <summary>Why <c>url.Parse</c> would refuse the address; null if it would not.</summary>
    public static string? Refuse(string? url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return "the url is empty";
        }

        return Fault(url) is { } fault ? $"the url '{Excerpt.Of(url)}' cannot be parsed: {fault}" : null;
    }

    /// <summary>
    /// Why <c>url.ParseRequestURI</c> would refuse an address that <c>url.Parse</c> accepts: it knows no fragment, so a <c>#</c> after a
    /// host is part of the host. API servers check this if the format is <c>uri</c>, as it is in a cluster's status.
    /// </summary>
    public static string? RefuseInStatus(string url)
    {
        var rest = url.AsSpan(Math.Max(0, SchemeLength(url) + 1));
        var query = rest.IndexOf('?');
        return HierarchyFault(query < 0 ? rest : rest[..query], hasScheme: true) is { } fault
            ? $"the url '{Excerpt.Of(url)}' cannot stand in a cluster's status: {fault}"
            : null;
    }

    private static string? Fault(string url)
    {
        if (url.AsSpan().ContainsAnyInRange('\0', '\u001f') || url.Contains('\u007f', StringComparison.Ordinal))
        {
            return "it holds a control character";
        }

        var hash = url.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0 && BadEscape(url.AsSpan(hash + 1)))
        {
            return "its fragment has a broken % escape";
        }

        var text = hash < 0 ? url : url[..hash];
        var scheme = SchemeLength(text);
        if (scheme < 0)
        {
            return "its scheme is missing";
        }

        var rest = scheme > 0 ? text.AsSpan(scheme + 1) : text.AsSpan();
        var query = rest.IndexOf('?');
        return HierarchyFault(query < 0 ? rest : rest[..query], scheme > 0);
    }

    private static string? HierarchyFault(ReadOnlySpan<char> rest, bool hasScheme)
    {
        if (!rest.StartsWith('/'))
        {
            if (hasScheme)
            {
                return null; // An opaque address such as mailto:x is not looked into.
            }

            var slash = rest.IndexOf('/');
            if ((slash < 0 ? rest : rest[..slash]).Contains(':'))
            {
                return "its first path segment holds a colon";
            }
        }

        if (rest.StartsWith("//", StringComparison.Ordinal) && (hasScheme || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var authority = rest[2..];
            var slash = authority.IndexOf('/');
            rest = slash < 0 ? [] : authority[slash..];
            if (AuthorityFault(slash < 0 ? authority : authority[..slash]) is { } fault)
            {
                return fault;
            }
        }

        return BadEscape(rest) ? "its path has a broken % escape" : null;
    }

    private static string? AuthorityFault(ReadOnlySpan<char> authority)
    {
        var at = authority.LastIndexOf('@');
        if (at >= 0 && (authority[..at].ContainsAnyExcept(UserInfoCharacters) || BadEscape(authority[..at])))
        {
            return "its user name or password holds a character that must be escaped";
        }

        return HostFault(authority[(at + 1)..]);
    }

    private static string? HostFault(ReadOnlySpan<char> host)
    {
        var open = host.IndexOf('[');
        if (open > 0)
        {
            return "its host is no IP literal";
        }

        var name = host;
        if (open == 0)
        {
            var close = host.LastIndexOf(']');
            if (close < 0)
            {
                return "its host lacks a ']'";
            }

            if (BadPort(host[(close + 1)..]))
            {
                return "its port is no number";
            }

            name = host[1..close];
        }
        else
        {
            // Newer versions of Go also refuse a second colon. The rest of a port can be in a host, too.
            var colon = host.IndexOf(':');
            if (colon >= 0 && BadPort(host[colon..]))
            {
                return "its port is no number";
            }
        }

        return (open == 0 ? BadLiteral(name) : BadHostText(name, isZone: false)) ? "its host holds a character that no host has" : null;
    }

    /// <summary>Go reads the address as <c>netip.ParseAddr</c> does, which accepts fewer spellings than .NET.</summary>
    private static bool BadLiteral(ReadOnlySpan<char> name)
    {
        var zone = name.IndexOf("%25", StringComparison.Ordinal);
        var address = zone < 0 ? name : name[..zone];
        return address.ContainsAnyExcept(LiteralCharacters)
            || !IPAddress.TryParse(address, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6
            || HasLeadingZero(address[(address.LastIndexOf(':') + 1)..])
            || (zone >= 0 && (zone + 3 == name.Length || BadHostText(name[(zone + 3)..], isZone: true)));
    }

    /// <summary>In the four numbers of an address such as <c>::ffff:192.168.0.1</c>.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<char> numbers)
    {
        if (!numbers.Contains('.'))
        {
            return false;
        }

        foreach (var range in numbers.Split('.'))
        {
            if (numbers[range] is ['0', _, ..])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// In a host, Go accepts escapes only of bytes that are not ASCII, and of the percent sign; in a zone also of those
    /// that are allowed there unescaped, and of the space.
    /// </summary>
    private static bool BadHostText(ReadOnlySpan<char> text, bool isZone)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character != '%')
            {
                if (character < 0x80 && !HostCharacters.Contains(character))
                {
                    return true;
                }

                continue;
            }

            if (BadEscape(text[index..Math.Min(index + 3, text.Length)]))
            {
                return true;
            }

            var escaped = (char)Convert.ToByte(text.Slice(index + 1, 2).ToString(), 16);
            var isPlain = HostCharacters.Contains(escaped) || escaped == ' ';
            if (escaped != '%' && (isZone ? !isPlain : escaped < 0x80))
            {
                return true;
            }

            index += 2;
        }

        return false;
    }

    private static bool BadPort(ReadOnlySpan<char> port) =>
        !port.IsEmpty && (port[0] != ':' || port[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool BadEscape(ReadOnlySpan<char> text)
    {
        for (var percent = text.IndexOf('%'); percent >= 0; percent = text.IndexOf('%'))
        {
            if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2]))
            {
                return true;
            }

            text = text[(percent + 3)..];
        }

        return false;
    }

    /// <summary>The characters before the colon; 0 if there is no scheme; -1 if the colon comes first.</summary>
    private static int SchemeLength(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (char.IsAsciiLetter(character))
            {
                continue;
            }

            if (character == ':')
            {
                return index == 0 ? -1 : index;
            }

            if (index == 0 || !SchemeCharacters.Contains(character))
            {
                return 0;
            }
        }

        return 0;
    }
}
