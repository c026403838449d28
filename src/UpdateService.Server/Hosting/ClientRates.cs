using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How often one client may ask: so many requests a second, and for a moment twice as many. Clients are told apart by their address, those
/// of IPv6 by the network of 64 bits that one site has; behind a proxy all are one.
/// </summary>
internal sealed class ClientRates : IDisposable
{
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress>? limiter;

    /// <summary>Limits rates.</summary>
    /// <param name="requestsPerSecond">Null: there is no limit.</param>
    public ClientRates(int? requestsPerSecond)
    {
        if (requestsPerSecond is { } rate)
        {
            limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(
                address,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 2 * rate,
                    TokensPerPeriod = rate,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
        }
    }

    /// <summary>Whether the client of a request may ask now.</summary>
    public bool Allow(HttpContext context)
    {
        if (limiter is null || context.Connection.RemoteIpAddress is not { } address)
        {
            return true;
        }

        using var lease = limiter.AttemptAcquire(Network(address));
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter?.Dispose();

    /// <summary>What counts as one client.</summary>
    internal static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
