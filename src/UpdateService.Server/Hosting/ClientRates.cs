using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How many requests a second one client may send, with twice as many for a moment. Clients are identified by their address, and IPv6
/// clients by the 64-bit network of a site. All clients behind a proxy count as one.
/// </summary>
internal sealed class ClientRates : IDisposable
{
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress>? limiter;

    /// <summary>Limits rates.</summary>
    /// <param name="requestsPerSecond">The limit; null for none.</param>
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

    /// <summary>Whether the client of a request may send it now.</summary>
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

    /// <summary>The key of a client.</summary>
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
