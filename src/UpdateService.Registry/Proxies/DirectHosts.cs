using System.Globalization;
using System.Net;

namespace UpdateService.Registry.Proxies;

/// <summary>
/// The hosts of <c>NO_PROXY</c>: <c>*</c>, names with everything below them, addresses, networks (<c>10.0.0.0/16</c>), each with or without a
/// port. The loopback is never asked through a proxy. What cannot be read is no exception.
/// </summary>
/// <param name="list">The variable's value.</param>
internal sealed class DirectHosts(string? list)
{
    private readonly Entry[] entries =
    [
        .. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Entry.Parse),
    ];

    /// <summary>Whether the address is asked directly.</summary>
    internal bool Contains(Uri address) => address.IsLoopback || EntryOf(address) is not null;

    /// <summary>The entry that matches the address, as written; null if none does.</summary>
    internal string? EntryOf(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        _ = IPAddress.TryParse(address.DnsSafeHost, out var ip);
        return entries.FirstOrDefault(entry => entry.Contains(host, ip, address.Port))?.Text;
    }

    private sealed record Entry(string Text, string Name, bool OnlyBelow, IPAddress? Address, IPNetwork? Network, int? Port)
    {
        public static Entry Parse(string text)
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                return new(text, "", OnlyBelow: false, null, network, null);
            }

            if (!text.StartsWith('[') && IPAddress.TryParse(text, out var address))
            {
                return new(text, "", OnlyBelow: false, address, null, null);
            }

            var (name, portText) = RepositoryGrammar.SplitPort(text);
            int? port = int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            if (IPAddress.TryParse(name.Trim('[', ']'), out address))
            {
                return new(text, "", OnlyBelow: false, address, null, port);
            }

            name = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
            return new(text, name.TrimStart('.').TrimEnd('.'), name.StartsWith('.'), null, null, port);
        }

        public bool Contains(string host, IPAddress? ip, int port)
        {
            if (Port is not null && Port != port)
            {
                return false;
            }

            if (Network is { } network)
            {
                return ip is not null && network.Contains(ip);
            }

            if (Address is not null)
            {
                return Address.Equals(ip);
            }

            return Name == "*"
                || (!OnlyBelow && string.Equals(host, Name, StringComparison.OrdinalIgnoreCase))
                || (Name.Length > 0 && host.Length > Name.Length && host[^(Name.Length + 1)] == '.' && host.EndsWith(Name, StringComparison.OrdinalIgnoreCase));
        }
    }
}
