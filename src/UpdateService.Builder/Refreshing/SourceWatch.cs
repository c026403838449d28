using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Tells when watched files or folders may have changed, and which. It is a hint that saves waiting for the next regular refresh; a
/// file system without notifications only makes changes arrive later.
/// </summary>
public sealed class SourceWatch : IDisposable
{
    private readonly List<FileSystemWatcher> watchers = [];
    private readonly SemaphoreSlim changes = new(0);
    private readonly TimeProvider time;
    private readonly TimeSpan quietTime;
    private readonly Lock gate = new();

    /// <summary>What is put in the place of one of these is not what is watched.</summary>
    private readonly List<string> roots = [];

    private HashSet<string>? changed = new(StringComparer.Ordinal);

    /// <summary>Watches the paths as far as the system allows; what cannot be watched is in <see cref="Failures"/>.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="time">Whose time the quiet time is measured in.</param>
    /// <param name="quietTime">How long nothing may change before a change is told: a <c>git pull</c> is many changes.</param>
    public SourceWatch(IEnumerable<string> paths, TimeProvider time, TimeSpan quietTime)
    {
        this.time = time;
        this.quietTime = quietTime;
        var failures = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                Watch(path);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException or OutOfMemoryException)
            {
                // A watch is a thread, and one that cannot be started, since files or memory for it are missing, counts as out of memory.
                failures.Add($"{path}: {exception.Message}");
            }
        }

        Failures = failures;
    }

    /// <summary>Paths that are not watched, with the reason.</summary>
    public IReadOnlyList<string> Failures { get; }

    /// <summary>Waits for a change, then for quiet; gives up after the time-out.</summary>
    /// <returns>
    /// What changed since the watch began or the last change was told: unknown where a path or a folder in it may have been replaced, for which
    /// a new watch is needed; null where nothing changed.
    /// </returns>
    public async Task<SourceChanges?> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(timeout, time, limit.Token);
        var change = changes.WaitAsync(limit.Token);
        var first = await Task.WhenAny(change, pause);
        if (first != change)
        {
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        await change;
        await limit.CancelAsync();
        await SettleAsync(cancellationToken);
        return Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in watchers)
        {
            watcher.Dispose();
        }

        changes.Dispose();
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        const int mostRounds = 20;
        for (var round = 0; round < mostRounds; round++)
        {
            var seen = false;
            while (changes.CurrentCount > 0)
            {
                seen |= await changes.WaitAsync(0, cancellationToken);
            }

            if (!seen && round > 0)
            {
                return;
            }

            await Task.Delay(quietTime, time, cancellationToken);
        }
    }

    private void Watch(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        roots.Add(full);
        if (Directory.Exists(full))
        {
            roots.AddRange(Directory.EnumerateDirectories(full).Where(folder => !IsOfGit(full, folder)));
            Start(new FileSystemWatcher(full) { IncludeSubdirectories = true });

            // The one above falls silent when a folder is moved away and another takes its place at once (.NET 10.0); this one does not.
            Start(new FileSystemWatcher(full));
        }

        // From above: a file, or a folder that comes, goes, or is replaced whole.
        if (Path.GetDirectoryName(full) is { } above)
        {
            Start(new FileSystemWatcher(above, Path.GetFileName(full)));
        }

        WatchLinksAbove(full);
    }

    /// <summary>Watches each link on the way to a path: tools such as git-sync swap one to put another folder in the place of what lies below it.</summary>
    private void WatchLinksAbove(string full)
    {
        const int mostLinks = 40;
        var waiting = new Stack<string>([Path.GetDirectoryName(full) ?? full]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryPop(out var path))
        {
            for (var at = path; Path.GetDirectoryName(at) is { } above && seen.Count < mostLinks; at = above)
            {
                if (new DirectoryInfo(at).LinkTarget is not { } target || !seen.Add(at))
                {
                    continue;
                }

                roots.Add(at);
                Start(new FileSystemWatcher(above, Path.GetFileName(at)));
                waiting.Push(Path.GetFullPath(target, above));
            }
        }
    }

    private void Start(FileSystemWatcher watcher)
    {
        watchers.Add(watcher);
        watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime;
        watcher.Changed += (_, change) => Tell(change.FullPath);
        watcher.Created += (_, change) => Tell(change.FullPath);
        watcher.Deleted += (_, change) => Tell(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            Tell(change.OldFullPath);
            Tell(change.FullPath);
        };
        watcher.Error += (_, _) => Signal(null); // The queue overflowed: something changed.
        watcher.EnableRaisingEvents = true;

        void Tell(string path)
        {
            if (!IsOfGit(watcher.Path, path))
            {
                Signal(path);
            }
        }
    }

    /// <summary>A pull writes there all the time, and nothing that is read.</summary>
    private static bool IsOfGit(string root, string path) =>
        $"{path}{Path.DirectorySeparatorChar}".StartsWith($"{Path.Combine(root, ".git")}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private SourceChanges Take()
    {
        lock (gate)
        {
            var isKnown = Failures.Count == 0 && changed is not null && !changed.Overlaps(roots) && !changed.Any(Directory.Exists);
            var told = isKnown ? SourceChanges.Of(changed!) : SourceChanges.Unknown;
            changed = new HashSet<string>(StringComparer.Ordinal);
            return told;
        }
    }

    /// <summary>Notes what changed, then tells of it.</summary>
    /// <param name="path">Null: anything.</param>
    private void Signal(string? path)
    {
        lock (gate)
        {
            changed = path is null ? null : changed;
            _ = changed?.Add(path!);
        }

        try
        {
            _ = changes.Release();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SemaphoreFullException)
        {
            // The process is ending, or two thousand million changes wait already.
        }
    }
}
