using System.Diagnostics;

namespace UpdateService.EndToEnd.Tests;

/// <summary>A test that becomes another user, which only the superuser can; elsewhere it is skipped and says so.</summary>
public sealed class SuperuserFactAttribute : FactAttribute
{
    public SuperuserFactAttribute() => Skip = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? null : "Only the superuser of a Linux can run the server as another user.";
}

/// <summary>
/// The published output as a container runs it: an unprivileged user, a tree that nobody may write. It needs no container tool; the image
/// itself has tests of its own.
/// </summary>
public sealed class UnprivilegedTests
{
    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "env", "HOME=/nonexistent"];

    [SuperuserFact]
    public async Task The_published_output_serves_from_a_read_only_tree_as_nobody()
    {
        using var place = new GraphDataDirectory();
        var published = place.Beside("app");
        await RunAsync("dotnet", "publish", Path.Combine(Repository.Root, "src", "UpdateService.Server"), "--no-build", "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Name, "--output", published, "-p:PublishReadyToRun=false");
        await RunAsync("chmod", "-R", "a+rX,a-w", place.Beside(""));
        var status = FreePorts.Next();
        string[] switches = ["--listen", "http://127.0.0.1:0", "--status-listen", $"http://127.0.0.1:{status}"];
        var assembly = Path.Combine(published, "update-service.dll");
        using var server = ServerProcess.Start(assembly, [], switches, AsNobody);
        await server.ShowsAddressesAsync();

        Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", "/api/upgrades_info/v1/graph?channel=stable-4.18")).Status);
        using var check = ServerProcess.Start(assembly, [], ["--check", .. switches], AsNobody);
        Assert.Equal(0, await check.EndAsync());
        Assert.Equal(["ready: revision 1"], check.Output);
        await RunAsync("sh", "-c", $"grep -q '^Uid:[[:space:]]*65534[[:space:]]*65534' /proc/{server.Id}/status");

        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
        Assert.Empty(server.Errors);
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
