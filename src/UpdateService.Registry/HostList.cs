using System.Collections.Frozen;
using System.Globalization;

namespace UpdateService.Registry;

/// <summary>Hosts as options name them: <c>host</c> means any port of it, <c>host:port</c> that one.</summary>
/// <param name="hosts">The hosts.</param>
internal sealed class HostList(IEnumerable<string> hosts)
{
    private readonly FrozenSet<string> hosts = hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the address's host is one of them.</summary>
    internal bool Contains(Uri address) =>
        hosts.Contains(address.Host) || hosts.Contains(string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}"));

    /// <summary>Whether the host, as repositories name it, is one of them.</summary>
    internal bool Contains(string host) => hosts.Contains(host) || hosts.Contains(RepositoryGrammar.SplitPort(host).Name);
}
