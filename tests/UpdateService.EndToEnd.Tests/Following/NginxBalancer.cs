namespace UpdateService.EndToEnd.Tests.Following;

/// <summary>
/// nginx before several servers, as an operator sets it up: in turn, and another server where one does not take the connection.
/// A request that was sent on is sent on once.
/// </summary>
internal sealed class NginxBalancer : IAsyncDisposable
{
    private const string NoLog = "access_log off;";

    private readonly NginxProcess nginx = new();
    private readonly bool keepsConnections;

    private NginxBalancer(bool keepsConnections) => this.keepsConnections = keepsConnections;

    /// <summary>Where clients ask.</summary>
    public Uri Address => nginx.Address;

    /// <summary>What it logged of troubles with servers.</summary>
    public string Errors => File.ReadAllText(nginx.In("error.log"));

    private string Location => $$"""
        location / {
          proxy_pass http://followers;
          proxy_http_version 1.1;
          proxy_set_header Connection {{(keepsConnections ? "\"\"" : "close")}};
          proxy_next_upstream error;
          proxy_next_upstream_tries 4;
        }
        """;

    /// <summary>Starts one.</summary>
    /// <param name="keepsConnections">Whether its connections to servers stay open for further requests.</param>
    /// <param name="servers">Where the servers are.</param>
    public static async Task<NginxBalancer> StartAsync(bool keepsConnections, IEnumerable<Uri> servers)
    {
        var balancer = new NginxBalancer(keepsConnections);
        await balancer.nginx.StartAsync(NoLog, balancer.Location, balancer.Upstream(servers));
        return balancer;
    }

    /// <summary>Sends to other servers from now on; requests under way are finished.</summary>
    public Task ReloadAsync(IEnumerable<Uri> servers) => nginx.ReloadAsync(NoLog, Location, Upstream(servers));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => nginx.DisposeAsync();

    private string Upstream(IEnumerable<Uri> servers) => $$"""
        upstream followers {
          {{string.Join("\n  ", servers.Select(server => $"server {server.Authority} max_fails=0;"))}}
          {{(keepsConnections ? "keepalive 8; keepalive_timeout 1s;" : "")}}
        }
        """;
}
