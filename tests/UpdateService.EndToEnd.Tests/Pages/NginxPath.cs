using System.Collections.Immutable;
using System.Globalization;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>
/// nginx before a service, as an operator sets it up who has one host for many services: each has a path of its own, and all else is 404.
/// </summary>
internal sealed class NginxPath : IAsyncDisposable
{
    private readonly NginxProcess nginx = new();

    /// <summary>Where clients ask.</summary>
    public Uri Address => nginx.Address;

    /// <summary>The paths that clients asked for so far, each with the status of its response.</summary>
    public ImmutableArray<(string Path, int Status)> Requests =>
    [
        .. from line in File.ReadLines(nginx.In("access.log"))
           let parts = line.Split(' ')
           select (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)),
    ];

    /// <summary>Starts one.</summary>
    /// <param name="path">The service's path, with a slash at both ends.</param>
    /// <param name="isStripped">Whether the path is stripped from what is passed on.</param>
    /// <param name="service">Where the service is.</param>
    public static async Task<NginxPath> StartAsync(string path, bool isStripped, Uri service)
    {
        var proxy = new NginxPath();
        var target = isStripped ? $"http://{service.Authority}/" : $"http://{service.Authority}";
        await proxy.nginx.StartAsync(
            $"""log_format paths "$request_uri $status"; access_log {proxy.nginx.In("access.log")} paths;""",
            $$"""location {{path}} { proxy_pass {{target}}; } location / { return 404; }""");
        return proxy;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => nginx.DisposeAsync();
}
