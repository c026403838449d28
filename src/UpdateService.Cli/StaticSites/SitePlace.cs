namespace UpdateService.Cli.StaticSites;

/// <summary>The folder that a build writes, and its earlier content.</summary>
internal sealed class SitePlace
{
    /// <summary>The file by which a folder is known to be a build's: no other is ever replaced.</summary>
    public const string Mark = "update-service.json";

    private SitePlace(string target) => Target = target;

    /// <summary>The full path.</summary>
    public string Target { get; }

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="CommandException">It holds something else.</exception>
    public static SitePlace Of(string folder)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !File.Exists(Path.Combine(target, Mark))))
        {
            throw CommandException.BadInput($"'{Excerpt.Of(folder)}' holds something that no build has written, and it would be deleted. Name a new folder, or one of an earlier build.");
        }

        return new SitePlace(target);
    }

    /// <summary>Begins a folder beside it.</summary>
    public SiteDraft Begin() => new(Target);
}

/// <summary>A folder that is being written, and takes another's place when all of it is there.</summary>
internal sealed class SiteDraft : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enterable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string target;
    private readonly string draft;

    /// <summary>Begins it.</summary>
    /// <param name="target">The folder whose place it takes.</param>
    public SiteDraft(string target)
    {
        this.target = target;
        draft = $"{target}.new-{Guid.NewGuid():N}";
        _ = Create(Path.Combine(draft, "run"));
    }

    /// <summary>
    /// Writes a file. One whose bytes are those of the earlier build keeps its time, and with it the entity tag that a web
    /// server makes of it.
    /// </summary>
    public async Task WriteAsync(string path, byte[] bytes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (file, earlier) = (Path.Combine(draft, path), new FileInfo(Path.Combine(target, path)));
        _ = Create(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, Readable);
        }

        var isSame = earlier.Exists && earlier.Length == bytes.Length && (await File.ReadAllBytesAsync(earlier.FullName, cancellationToken)).AsSpan().SequenceEqual(bytes);
        File.SetLastWriteTimeUtc(file, isSame ? earlier.LastWriteTimeUtc : now.UtcDateTime);
    }

    /// <summary>Takes the place.</summary>
    /// <returns>Where the earlier files are left, if they cannot be deleted: another user's nginx may have written among them.</returns>
    /// <exception cref="IOException">It cannot be taken; its earlier content stays.</exception>
    public string? Publish()
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(draft, target);
            return null;
        }

        var old = $"{target}.old-{Guid.NewGuid():N}";
        Directory.Move(target, old);
        try
        {
            Directory.Move(draft, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        try
        {
            Directory.Delete(old, recursive: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return old;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static DirectoryInfo Create(string path) => OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Enterable);
}
