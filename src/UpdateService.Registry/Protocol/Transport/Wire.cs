using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using UpdateService.Registry.Trust;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>
/// Sends requests and follows redirects, under the rules for all of them: which hosts may be asked, and how; whom to trust; how long to wait;
/// how many at once.
/// </summary>
internal sealed class Wire : IDisposable
{
    private const int MostRedirects = 5;

    private readonly RegistryOptions options;
    private readonly RegistryTraffic traffic;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker invoker;
    private readonly AllowedHosts hosts;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);

    /// <summary>How long a host asked to wait, and when. All requests wait, not only the one that was asked to.</summary>
    private readonly ConcurrentDictionary<string, (TimeSpan Wait, long Since)> rests = new(StringComparer.Ordinal);

    internal Wire(RegistryOptions options, RegistryTraffic traffic, TimeProvider time)
    {
        this.options = options;
        this.traffic = traffic;
        this.time = time;
        hosts = new AllowedHosts(options);
        var trust = new CertificateTrust(new AuthorityFiles(options.AuthorityPaths));
        invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = PooledConnection.ConnectAsync,
            ConnectTimeout = options.RequestTimeout,
            MaxConnectionsPerServer = options.Concurrency,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a name that moves to another address is followed.
            Proxy = options.Proxies,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = CertificateTrust.Policy,
                RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => trust.Validate(HostOf(sender), certificate, chain, errors),
            },
        });
    }

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    /// <summary>Whether the host is asked over plain HTTP.</summary>
    internal bool IsInsecure(string host) => hosts.IsInsecure(host);

    /// <summary>Waits for a free request slot of the host; there is none while the host asks to wait.</summary>
    internal async ValueTask<SemaphoreSlim> TakeTurnAsync(Uri address, CancellationToken cancellationToken)
    {
        var turn = turns.GetOrAdd(address.Authority, static (_, count) => new SemaphoreSlim(count), options.Concurrency);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (rests.TryGetValue(address.Authority, out var rest) && rest.Wait - time.GetElapsedTime(rest.Since) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, cancellationToken);
            }
        }
        catch
        {
            _ = turn.Release();
            throw;
        }

        return turn;
    }

    /// <summary>Sends the request, and follows redirects: without the Authorization header to another host.</summary>
    /// <returns>The answer, with any status.</returns>
    internal async Task<Answer> SendAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        var limit = new TimeLimit(options.RequestTimeout, options.TransferTimeout, time);
        try
        {
            for (var hops = 0; ; hops++)
            {
                var response = await SendOnceAsync(inquiry, limit, cancellationToken);
                if (Target(inquiry, response) is not { } target)
                {
                    return new Answer(inquiry, response, limit, traffic, time);
                }

                response.Dispose();
                if (hops == MostRedirects)
                {
                    throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: more than {MostRedirects} redirects.");
                }

                inquiry = Redirected(inquiry, target);
            }
        }
        catch
        {
            limit.Dispose();
            throw;
        }
    }

    private static string HostOf(object sender) => sender is SslStream { TargetHostName: { Length: > 0 } name } ? name : "The server";

    private static Uri? Target(Inquiry inquiry, HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
        && response.Headers.NonValidated.TryGetValues("Location", out var values)
        && Uri.TryCreate(inquiry.Address, values.First(), out var target)
            ? target
            : null;

    private Inquiry Redirected(Inquiry inquiry, Uri target)
    {
        if (inquiry.Method == HttpMethod.Post || inquiry.Method == HttpMethod.Put)
        {
            throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: a redirect to {ShownAddress.Of(target)}, which is no answer to this request.");
        }

        if (inquiry.Address.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps && !hosts.IsInsecure(target))
        {
            throw new RegistryException(RegistryFault.Forbidden, $"{inquiry}: a redirect from https to {ShownAddress.Of(target)} is not followed.");
        }

        var isSameHost = target.Authority == inquiry.Address.Authority && target.Scheme == inquiry.Address.Scheme;
        return inquiry.At(target, isSameHost ? inquiry.Authorization : null);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Inquiry inquiry, TimeLimit limit, CancellationToken cancellationToken)
    {
        hosts.Check(inquiry);
        using var request = inquiry.ToRequest(limit);
        traffic.CountRequest(inquiry.Kind);
        var step = limit.BeginStep(cancellationToken);
        try
        {
            var response = await invoker.SendAsync(request, limit.Token);
            Rest(inquiry, response);
            return response;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failure.Of(inquiry, exception);
        }
        finally
        {
            await step.DisposeAsync();
            limit.EndStep();
        }
    }

    private void Rest(Inquiry inquiry, HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            && response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            && RetryAfter.Read(values.First(), time) is { } asked)
        {
            rests[inquiry.Address.Authority] = (asked < options.LongestRetryDelay ? asked : options.LongestRetryDelay, time.GetTimestamp());
        }
    }
}
