using System.Text.Json;

namespace UpdateService.EndToEnd.Tests.Image;

/// <summary>
/// The image as buildah builds it from the Dockerfile, in a storage of its own that goes away with it. The base images are stand-ins
/// (<c>base-images.sh</c>), or the public ones if <c>UPDATESERVICE_PUBLIC_IMAGES</c> is set.
/// </summary>
internal sealed class BuiltImage : IDisposable
{
    private const string Name = "localhost/update-service:test";

    private readonly TemporaryFolder folder = new();

    private BuiltImage()
    {
    }

    /// <summary>What the image says of itself, as Docker writes it.</summary>
    public JsonElement Configuration { get; private set; }

    /// <summary>The folder with the image's files.</summary>
    public string Root { get; private set; } = "";

    private static bool UsesPublicImages => Environment.GetEnvironmentVariable("UPDATESERVICE_PUBLIC_IMAGES") is { Length: > 0 };

    private string[] Buildah =>
    [
        "buildah", "--root", folder.In("storage"), "--runroot", folder.In("run"), "--storage-driver", "vfs",
    ];

    /// <summary>Builds it.</summary>
    public static async Task<BuiltImage> BuildAsync()
    {
        var image = new BuiltImage();
        try
        {
            await image.PrepareAsync();
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>The path of something beside the image's files.</summary>
    public string Beside(string relative) => folder.In(relative);

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private async Task PrepareAsync()
    {
        if (!UsesPublicImages)
        {
            var work = Directory.CreateDirectory(folder.In("base")).FullName;
            await RunAsync([Path.Combine(Repository.Root, "tests", "UpdateService.EndToEnd.Tests", "Image", "base-images.sh"), work, .. Buildah]);
            Directory.Delete(work, recursive: true);
        }

        await RunAsync(
        [
            .. Buildah, "bud", "--isolation", "chroot", "--layers=false", "--format", "docker", UsesPublicImages ? "--pull" : "--pull-never",
            .. Mounts().SelectMany(mount => (string[])["--volume", mount]), "--tag", Name, Repository.Root,
        ]);
        var container = (await RunAsync([.. Buildah, "from", "--pull-never", Name])).Trim();
        Root = (await RunAsync([.. Buildah, "mount", container])).Trim();
        using var description = JsonDocument.Parse(await RunAsync([.. Buildah, "inspect", "--type", "image", Name]));
        Configuration = description.RootElement.GetProperty("Docker").GetProperty("config").Clone();
    }

    /// <summary>How this machine reaches packages: read while the image is built, and no part of it.</summary>
    private IEnumerable<string> Mounts()
    {
        const string certificates = "/etc/ssl/certs";
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var npm = folder.In("npmrc");
        File.WriteAllText(npm, $"cafile={certificates}/ca-certificates.crt\n");
        IEnumerable<(string Here, string There)> files =
        [
            (certificates, certificates),
            (npm, "/usr/local/etc/npmrc"),
            (Path.Combine(home, ".npmrc"), "/root/.npmrc"),
            (Path.Combine(home, ".nuget", "NuGet"), "/root/.nuget/NuGet"),
        ];
        if (!UsesPublicImages)
        {
            // The folder of the SDK that runs this test: …/shared/Microsoft.NETCore.App/VERSION/ is the runtime's.
            files = files.Append((Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")), "/usr/share/dotnet"));
        }

        return files.Where(file => Path.Exists(file.Here)).Select(file => $"{file.Here}:{file.There}:ro");
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> line) => (await InstalledCommand.RunAsync("buildah", line)).Expect();
}
