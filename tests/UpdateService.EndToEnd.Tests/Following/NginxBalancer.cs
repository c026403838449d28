using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests.Following;

/// <summary>
/// nginx before several servers, as an operator sets it up: in turn, and another server where one does not take the connection.
/// A request that was sent on is sent on once.
/// </summary>
internal sealed class NginxBalancer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePorts.Next();
    private readonly bool keepsConnections;
    private Process? nginx;

    private NginxBalancer(bool keepsConnections) => this.keepsConnections = keepsConnections;

    /// <summary>Where clients ask.</summary>
    public Uri Address => new($"http://127.0.0.1:{port}/");

    /// <summary>Starts one.</summary>
    /// <param name="keepsConnections">Whether its connections to servers stay open for further requests.</param>
    /// <param name="servers">Where the servers are.</param>
    public static async Task<NginxBalancer> StartAsync(bool keepsConnections, IEnumerable<Uri> servers)
    {
        var balancer = new NginxBalancer(keepsConnections);
        balancer.Write(servers);
        balancer.nginx = InstalledCommand.Start("nginx-light", new ProcessStartInfo("nginx", ["-p", balancer.folder.Path, "-c", balancer.folder.In("nginx.conf")]) { UseShellExecute = false });
        await Eventually.HoldsAsync(balancer.ListensAsync, "nginx listens");
        return balancer;
    }

    /// <summary>Sends to other servers from now on; requests under way are finished.</summary>
    public async Task ReloadAsync(IEnumerable<Uri> servers)
    {
        Write(servers);
        await SignalAsync("HUP");
    }

    /// <summary>What it logged of troubles with servers.</summary>
    public string Errors => File.ReadAllText(folder.In("error.log"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (nginx is { HasExited: false })
        {
            await SignalAsync("QUIT");
            await nginx.WaitForExitAsync();
        }

        nginx?.Dispose();
        folder.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", nginx!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Write(IEnumerable<Uri> servers) => File.WriteAllText(folder.In("nginx.conf"), $$"""
        daemon off;
        worker_processes 1;
        pid {{folder.In("nginx.pid")}};
        error_log {{folder.In("error.log")}} warn;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path {{folder.In("body")}};
          proxy_temp_path {{folder.In("proxy")}};
          fastcgi_temp_path {{folder.In("fastcgi")}};
          uwsgi_temp_path {{folder.In("uwsgi")}};
          scgi_temp_path {{folder.In("scgi")}};
          upstream followers {
            {{string.Join("\n    ", servers.Select(server => $"server {server.Authority} max_fails=0;"))}}
            {{(keepsConnections ? "keepalive 8; keepalive_timeout 1s;" : "")}}
          }
          server {
            listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
            location / {
              proxy_pass http://followers;
              proxy_http_version 1.1;
              proxy_set_header Connection {{(keepsConnections ? "\"\"" : "close")}};
              proxy_next_upstream error;
              proxy_next_upstream_tries 4;
            }
          }
        }

        """);

    private async Task<bool> ListensAsync()
    {
        Assert.False(nginx!.HasExited, "nginx has ended.");
        try
        {
            using var wire = await Wire.OpenAsync(Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
