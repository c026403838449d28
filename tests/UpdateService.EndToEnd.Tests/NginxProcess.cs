using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests;

/// <summary>An nginx with a folder and a port of its own.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePorts.Next();
    private Process? nginx;

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{port}/");

    /// <summary>The path of a file in its folder.</summary>
    public string In(string file) => folder.In(file);

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="log">The directives of its access log.</param>
    /// <param name="server">What stands in its server block.</param>
    /// <param name="beside">What stands beside the server block.</param>
    public async Task StartAsync(string log, string server, string beside = "")
    {
        Configure(log, server, beside);
        nginx = InstalledCommand.Start("nginx-light", new ProcessStartInfo("nginx", ["-p", folder.Path, "-c", In("nginx.conf")]) { UseShellExecute = false });
        await Eventually.HoldsAsync(ListensAsync, "nginx listens");
    }

    /// <summary>Uses another configuration from now on; requests under way are finished.</summary>
    public async Task ReloadAsync(string log, string server, string beside = "")
    {
        Configure(log, server, beside);
        await SignalAsync("HUP");
    }

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

    private void Configure(string log, string server, string beside) => File.WriteAllText(In("nginx.conf"), $$"""
        daemon off;
        worker_processes 1;
        pid {{In("nginx.pid")}};
        error_log {{In("error.log")}} warn;
        events { worker_connections 512; }
        http {
          {{log}}
          client_body_temp_path {{In("body")}};
          proxy_temp_path {{In("proxy")}};
          fastcgi_temp_path {{In("fastcgi")}};
          uwsgi_temp_path {{In("uwsgi")}};
          scgi_temp_path {{In("scgi")}};
          {{beside}}
          server {
            listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
            {{server}}
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
