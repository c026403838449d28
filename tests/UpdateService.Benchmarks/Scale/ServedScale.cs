using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace UpdateService.Benchmarks.Scale;

/// <summary>The built server as a process of its own on grown data.</summary>
/// <param name="Ready">Seconds from the start of the process until it says that it is ready.</param>
/// <param name="Changed">Seconds from the change of one line until it says that the next revision is served.</param>
/// <param name="PeakAtReady">Bytes.</param>
/// <param name="PeakAfterChange">Bytes, some time after the change.</param>
internal sealed record ServedScale(double Ready, double Changed, long PeakAtReady, long PeakAfterChange)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    /// <summary>Starts it, waits, changes a line, waits, ends it.</summary>
    public static async Task<ServedScale> MeasureAsync(GrownData data)
    {
        var status = FreePort();
        string[] line =
        [
            Path.Combine(AppContext.BaseDirectory, "update-service.dll"), "--graph-data", data.GraphData, "--releases", data.Releases, "--log-format", "json",
            "--listen", "http://127.0.0.1:0", "--status-listen", $"http://127.0.0.1:{status}",
        ];
        var started = Stopwatch.GetTimestamp();
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, line) { RedirectStandardOutput = true, UseShellExecute = false })!;
        server.OutputDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{status}") };
            await SaysAsync(client, "ready: revision 1");
            var (ready, peakAtReady) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Peak(server));
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, ready))); // Keeping the revision follows its publication.
            started = Stopwatch.GetTimestamp();
            data.ChangeOneLine();
            await SaysAsync(client, "ready: revision 2");
            var changed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, ready)));
            return new ServedScale(ready, changed, peakAtReady, Peak(server));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task SaysAsync(HttpClient client, string text)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Longest; await Task.Delay(5))
        {
            try
            {
                if ((await client.GetStringAsync("/readyz")).Trim() == text)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"The server did not come to say '{text}'.");
    }

    private static long Peak(Process process)
    {
        process.Refresh();
        return process.PeakWorkingSet64;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
