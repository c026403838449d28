namespace UpdateService.EndToEnd.Tests.Image;

/// <summary>A test that builds the image; where that cannot be done it is skipped and says so.</summary>
public sealed class ImageFactAttribute : FactAttribute
{
    private const long Gigabyte = 1 << 30;
    private const long LeastSpace = 15 * Gigabyte;

    public ImageFactAttribute() => Skip = Reason();

    private static string? Reason()
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            return "Only the superuser of a Linux can build the image and run it as another user.";
        }

        var folder = Path.GetTempPath();
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= LeastSpace ? null : $"Building the image needs {LeastSpace / Gigabyte} GB in {folder}, and {free / Gigabyte} GB are free.";
    }
}
