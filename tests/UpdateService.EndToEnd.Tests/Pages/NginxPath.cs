using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>
/// nginx before a service, as an operator sets it up who has one host for many services: each has a path of its own, and all else is 404.
/// </summary>
internal sealed class NginxPath : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePorts.Next();
    private Process? nginx;

    /// <summary>Where clients ask.</summary>
    public Uri Address => new($"http://127.0.0.1:{port}/");

    /// <summary>The paths that clients asked for so far, each with the status of its response.</summary>
    public ImmutableArray<(string Path, int Status)> Requests =>
    [
        .. from line in File.ReadLines(folder.In("access.log"))
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
        proxy.Write(path, isStripped ? $"http://{service.Authority}/" : $"http://{service.Authority}");
        string[] arguments = ["-p", proxy.folder.Path, "-c", proxy.folder.In("nginx.conf")];
        proxy.nginx = InstalledCommand.Start("nginx-light", new ProcessStartInfo("nginx", arguments) { UseShellExecute = false });
        await Eventually.HoldsAsync(proxy.ListensAsync, "nginx listens");
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (nginx is { HasExited: false })
        {
            using var quit = Process.Start("kill", ["-QUIT", nginx.Id.ToString(CultureInfo.InvariantCulture)]);
            await quit.WaitForExitAsync();
            await nginx.WaitForExitAsync();
        }

        nginx?.Dispose();
        folder.Dispose();
    }

    private void Write(string path, string target) => File.WriteAllText(folder.In("nginx.conf"), $$"""
        daemon off;
        worker_processes 1;
        pid {{folder.In("nginx.pid")}};
        error_log {{folder.In("error.log")}} warn;
        events { worker_connections 512; }
        http {
          log_format paths "$request_uri $status";
          access_log {{folder.In("access.log")}} paths;
          client_body_temp_path {{folder.In("body")}};
          proxy_temp_path {{folder.In("proxy")}};
          fastcgi_temp_path {{folder.In("fastcgi")}};
          uwsgi_temp_path {{folder.In("uwsgi")}};
          scgi_temp_path {{folder.In("scgi")}};
          server {
            listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
            location {{path}} { proxy_pass {{target}}; }
            location / { return 404; }
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
