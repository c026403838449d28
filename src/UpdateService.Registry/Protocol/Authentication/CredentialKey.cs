using System.Net;
using System.Net.Sockets;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// A key of <c>auths</c>: a host, perhaps with a port, and the beginning of a path. A label of the host may hold <c>*</c>, <c>?</c> and
/// <c>[a-z]</c> as kubelet has it: <see href="https://kubernetes.io/docs/concepts/containers/images/#config-json"/>. A host of nothing but
/// <c>*</c> is any host.
/// </summary>
/// <param name="Text">As written in the file.</param>
/// <param name="Host">The host in lower case; Docker Hub's by its one name.</param>
/// <param name="Port">The port; null if none is given, or the one of https.</param>
/// <param name="Path">The beginning of the path without slashes at its ends; may be empty.</param>
internal sealed record CredentialKey(string Text, string Host, string? Port, string Path)
{
    private const string DefaultPort = "443";

    /// <summary>Whether the host has a wildcard.</summary>
    public bool IsPattern { get; } = !Host.StartsWith('[') && Host.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>How much of the host is spelled out.</summary>
    public int Literals => Host.Count(static letter => letter is not ('*' or '?' or '[' or ']'));

    /// <summary>Reads a key: <c>https://index.docker.io/v1/</c> is <c>docker.io</c>.</summary>
    public static CredentialKey Of(string text)
    {
        var key = text.Trim();
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        key = (scheme < 0 ? key : key[(scheme + 3)..]).TrimEnd('/');
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : key[(slash + 1)..];
        if (path is "v1" or "v2")
        {
            path = ""; // The registry's API; further down it is a name as any other.
        }
        else if (scheme >= 0 && (path.StartsWith("v1/", StringComparison.Ordinal) || path.StartsWith("v2/", StringComparison.Ordinal)))
        {
            path = path[3..];
        }

        var (host, port) = SplitHost(slash < 0 ? key : key[..slash]);
        return new CredentialKey(text, host, port, path);
    }

    /// <summary>Whether the key is meant for a repository.</summary>
    public bool Matches(RepositoryName repository)
    {
        var (host, port) = SplitHost(repository.Host);
        return port == Port
            && (Path.Length == 0 || repository.Path == Path || repository.Path.StartsWith($"{Path}/", StringComparison.Ordinal))
            && (IsPattern ? MatchesHost(host) : host == Host);
    }

    private static (string Host, string? Port) SplitHost(string text)
    {
        var (host, port) = RepositoryGrammar.SplitPort(RegistryAddress.Name(text));
        if (host is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            host = $"[{address}]";
        }

        return (RegistryAddress.Name(host), port == DefaultPort ? null : port);
    }

    private bool MatchesHost(string host)
    {
        if (Host == "*")
        {
            return true;
        }

        var (wanted, labels) = (Host.Split('.'), host.Split('.'));
        return !host.StartsWith('[') && wanted.Length == labels.Length && wanted.Zip(labels).All(static pair => Glob.Matches(pair.First, pair.Second));
    }
}
