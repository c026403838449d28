using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Failures;

/// <summary>A state folder that somebody else than the superuser may write or not, and a server on it.</summary>
internal sealed class Disk : IAsyncDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    private Disk() => _ = Directory.CreateDirectory(State);

    /// <summary>What a server is run by, so that permissions bind it: nothing where they do already.</summary>
    public static IReadOnlyList<string> AsNobody => !Environment.IsPrivilegedProcess
        ? []
        : ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "env", "HOME=/nonexistent"];

    public string State => data.Beside("state");

    /// <summary>How many lists of component images are kept.</summary>
    public int ImageReferences => Directory.GetFiles(State, "*.json.gz", SearchOption.AllDirectories).Length;

    /// <summary>Copies the server to where everybody may read it.</summary>
    public static async Task<Disk> CreateAsync()
    {
        var disk = new Disk();
        await RunAsync("cp", "-r", Path.GetDirectoryName(ServerProcess.Built)!, disk.data.Beside("app"));
        await RunAsync("chmod", "-R", "a+rX", disk.data.Beside(""));
        await disk.MakeWritableAsync();
        return disk;
    }

    /// <summary>Starts a server on the folder and the registry, which asks the registry every second.</summary>
    public ServerProcess Start(FakeRegistry registry, IReadOnlyList<string> runner) => ServerProcess.Start(
        Path.Combine(data.Beside("app"), Path.GetFileName(ServerProcess.Built)),
        [],
        [
            "--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path,
            "--releases", $"oci://{registry.Host}/openshift/release-images", "--insecure-registry", registry.Host, "--state", State, "--refresh", "1s",
        ],
        runner);

    /// <summary>Whether a revision is kept whole.</summary>
    public bool Kept(int number) => File.Exists(Path.Combine(State, "revisions", $"{number:D6}", "revision.json"));

    public Task MakeReadOnlyAsync() => RunAsync("chmod", "-R", "a-w", State);

    public Task MakeWritableAsync() => RunAsync("chmod", "-R", "a+w", State);

    public async ValueTask DisposeAsync()
    {
        await MakeWritableAsync();
        data.Dispose();
    }

    private static async Task RunAsync(params string[] line) => _ = (await InstalledCommand.RunAsync("coreutils", line)).Expect();
}
