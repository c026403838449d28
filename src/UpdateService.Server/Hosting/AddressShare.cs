using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Counts the connections of each address, so that no client takes all of them. Addresses are grouped as by
/// <see cref="ClientRates"/>. The addresses of proxies, which carry many clients, have no limit.
/// </summary>
/// <param name="most">How many connections one address may have; null for any number.</param>
/// <param name="proxies">The networks of proxies.</param>
internal sealed class AddressShare(int? most, ImmutableArray<IPNetwork> proxies)
{
    private readonly Lock counting = new();
    private readonly Dictionary<IPAddress, int> held = [];

    /// <summary>How many connections one address may have; null for any number.</summary>
    public int? Most => most;

    /// <summary>Takes one of the connections of an address.</summary>
    /// <param name="address">The client's address; null if it is not known.</param>
    /// <param name="taken">The value for <see cref="Return"/>; null if nothing was counted.</param>
    /// <returns>False if the address has all the connections that it may have.</returns>
    public bool TryTake(IPAddress? address, out IPAddress? taken)
    {
        taken = null;
        if (most is not { } limit || address is null || IsProxy(address))
        {
            return true;
        }

        var network = ClientRates.Network(address);
        lock (counting)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(held, network, out _);
            if (count >= limit)
            {
                return false;
            }

            count++;
        }

        taken = network;
        return true;
    }

    /// <summary>Returns a connection.</summary>
    /// <param name="taken">The value from <see cref="TryTake"/>.</param>
    public void Return(IPAddress? taken)
    {
        if (taken is null)
        {
            return;
        }

        lock (counting)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(held, taken);
            if (--count == 0)
            {
                _ = held.Remove(taken);
            }
        }
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in proxies)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
