using System.Globalization;
using System.Net;

namespace UpdateService.Hardening.Tests;

/// <summary>Questions about kept revisions, each another one, on real data within 512 MiB.</summary>
public sealed class RevisionTests
{
    private const int Kept = 20;
    private const string Revisions = "/api/upgrades_info/v1/revisions";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    [SharedDataFact]
    public async Task Whatever_is_asked_about_kept_revisions_polls_come_first_and_memory_is_bounded()
    {
        using var data = new GraphDataDirectory();
        using var limit = new MemoryLimit();
        await System.Formats.Tar.TarFile.ExtractToDirectoryAsync(Unpacked(), data.Path, overwriteFiles: true);
        using var server = limit.Start(
            "--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--releases", SharedData.Releases, "--state", data.Beside("state"), "--keep", $"{Kept}");
        await server.ShowsAddressesAsync();
        for (var number = 2; number <= Kept + 1; number++)
        {
            data.Write($"blocked-edges/new-{number}.yaml", $"to: 4.16.{number}\nfrom: 4[.]15[.]{number}[+].*\n");
            await Eventually.HoldsAsync(
                async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"ready: revision {number}\n"), StringComparison.Ordinal),
                "the change is served");
        }

        using (await AttackProcess.StartAsync("revisions", server.Protocol, "20", $"{Kept + 1}"))
        {
            await Attacked.AssertServesAsync(server, Duration, Revisions);
            data.Write("blocked-edges/last.yaml", "to: 4.16.40\nfrom: 4[.]15[.]40[+].*\n");
            await Eventually.HoldsAsync(
                async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.StartsWith($"ready: revision {Kept + 2}\n", StringComparison.Ordinal),
                "a block is served meanwhile");
        }

        Assert.Equal(HttpStatusCode.OK, await Attacked.AskAsync(server.Protocol, path: $"{Revisions}/{Kept}/diff/{Kept - 1}"));
        Assert.InRange(MemoryLimit.MostResident(server.Id), 0, MemoryLimit.Megabytes);
        server.ExpectRunning();
    }

    private static MemoryStream Unpacked()
    {
        using var file = new System.IO.Compression.GZipStream(File.OpenRead(SharedData.GraphData), System.IO.Compression.CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        file.CopyTo(unpacked);
        unpacked.Position = 0;
        return unpacked;
    }
}
