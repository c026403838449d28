using System.Globalization;
using System.Text.Json;

namespace UpdateService.EndToEnd.Tests.Image;

/// <summary>The image: built from the Dockerfile, run as OpenShift runs it, asked and ended.</summary>
public sealed class ImageTests
{
    private const string State = "/var/lib/update-service";
    private const int StartOfRange = 1_000_000_000;

    [ImageFact]
    public async Task The_image_builds_and_serves_as_any_user_of_group_0_from_a_read_only_root()
    {
        using var image = await BuiltImage.BuildAsync();
        AssertConfiguration(image.Configuration);
        Assert.Equal("770 1654:0", await StatAsync(image.Root + State));
        Assert.Equal("755 0:0", await StatAsync(Path.GetDirectoryName(image.Root + State)!));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(image.Root, "app"), "*.xml"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(image.Root, "app"), "*.pdb"));

        // A new volume takes over the mode of the image's folder.
        var volume = image.Beside("volume");
        _ = await RunAsync("cp", "--archive", image.Root + State, volume);
        var before = await FilesAsync(image.Root);
        var user = StartOfRange + Random.Shared.Next(StartOfRange);
        using (var server = Run(image, volume, user))
        {
            await server.ShowsAddressesAsync();
            Assert.Equal(["http://localhost:8080", "http://localhost:9080"], [Text(server.Protocol), Text(server.Status)]);
            Assert.Equal("ready: revision 1\n", await AskAsync(server, "http://127.0.0.1:9080/readyz"));
            using var graph = JsonDocument.Parse(await AskAsync(server, "http://127.0.0.1:8080/api/upgrades_info/v1/graph?channel=stable-4.18&arch=amd64"));
            Assert.Contains("4.18.1", graph.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("version").GetString()));
            Assert.Equal("ready: revision 1\n", await HealthCheckAsync(image, server, user));
            AssertUnprivileged(server.Id, user);
            await Eventually.HoldsAsync(() => File.Exists(Path.Combine(volume, "revisions", "000001", "revision.json")), "the revision is kept in the volume");

            await server.SignalAsync("TERM");
            Assert.Equal(0, await server.EndAsync());
            Assert.Empty(server.Errors);
            Assert.DoesNotContain(server.Output, line => line.Contains(" warn ", StringComparison.Ordinal) || line.Contains(" error ", StringComparison.Ordinal));
        }

        Assert.Equal(before, await FilesAsync(image.Root));
        Assert.EndsWith($" {user}:0", await StatAsync(Path.Combine(volume, "revisions")), StringComparison.Ordinal);
    }

    private static void AssertConfiguration(JsonElement configuration)
    {
        Assert.Equal("1654", configuration.GetProperty("User").GetString());
        Assert.Equal(["/app/update-service"], Strings(configuration.GetProperty("Entrypoint")));
        Assert.Equal(["CMD", "/app/update-service", "--check"], Strings(configuration.GetProperty("Healthcheck").GetProperty("Test")));
        Assert.Equal(["8080/tcp", "9080/tcp"], configuration.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).Order(StringComparer.Ordinal));
        Assert.Equal([State], configuration.GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name));
    }

    private static void AssertUnprivileged(int process, int user)
    {
        var status = File.ReadAllLines($"/proc/{process}/status").Select(line => line.Split('\t', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(words => words[0].Trim(':'), words => string.Join(' ', words.Skip(1)).Trim());
        Assert.Equal($"{user} {user} {user} {user}", status["Uid"]);
        Assert.Equal("0 0 0 0", status["Gid"]);
        Assert.Equal("", status["Groups"]);
        Assert.Equal("0000000000000000", status["CapEff"]);
    }

    private static ServerProcess Run(BuiltImage image, string volume, int user) => ServerProcess.StartCommand(
        ["unshare", "--mount", "--net", Script, image.Root, volume, Number(user), .. Strings(image.Configuration.GetProperty("Env")), .. Strings(image.Configuration.GetProperty("Entrypoint"))]);

    private static string Script => Path.Combine(Repository.Root, "tests", "UpdateService.EndToEnd.Tests", "Image", "run-container.sh");

    /// <summary>Asks over the network of the container.</summary>
    private static Task<string> AskAsync(ServerProcess server, string address) =>
        RunAsync("nsenter", $"--net=/proc/{server.Id}/ns/net", "curl", "--silent", "--show-error", "--fail", address);

    /// <summary>Runs the image's health check in the container, as its user.</summary>
    private static Task<string> HealthCheckAsync(BuiltImage image, ServerProcess server, int user) => RunAsync(
        ["nsenter", $"--target={server.Id}", "--mount", "--net", "chroot", "--groups=", $"--userspec={user}:0", image.Root, "/usr/bin/env", "-i",
            .. Strings(image.Configuration.GetProperty("Env")), .. Strings(image.Configuration.GetProperty("Healthcheck").GetProperty("Test")).Skip(1)]);

    private static async Task<string> StatAsync(string path) => (await RunAsync("stat", "--format", "%a %u:%g", path)).Trim();

    /// <summary>All files with what changes when one is written.</summary>
    private static Task<string> FilesAsync(string root) => RunAsync("find", root, "-printf", "%P %m %U %G %s %T@\\n");

    private static async Task<string> RunAsync(params string[] line) => (await InstalledCommand.RunAsync("util-linux", line)).Expect();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
