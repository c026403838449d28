using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Reports when watched files or folders may have changed, and which ones. It only saves waiting for the next regular refresh: on a
/// file system without notifications, changes arrive later.
/// </summary>
public sealed class SourceWatch : IDisposable
{
    private readonly List<FileSystemWatcher> watchers = [];
    private readonly SemaphoreSlim changes = new(0);
    private readonly TimeProvider time;
    private readonly TimeSpan quietTime;
    private readonly Lock gate = new();

    /// <summary>If one of these is replaced, its replacement is not watched.</summary>
    private readonly List<string> roots = [];

    private HashSet<string>? changed = new(StringComparer.Ordinal);

    /// <summary>Watches the paths as far as the system allows; <see cref="Failures"/> lists those that cannot be watched.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="time">The clock that measures the quiet time.</param>
    /// <param name="quietTime">How long nothing may change before a change is reported: a <c>git pull</c> is many changes.</param>
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
                // A watch is a thread. If it cannot start because files or memory are missing, that counts as out of memory.
                failures.Add($"{path}: {exception.Message}");
            }
        }

        Failures = failures;
    }

    /// <summary>Paths that are not watched, with the reason.</summary>
    public IReadOnlyList<string> Failures { get; }

    /// <summary>Waits for a change and then for the quiet time; returns after the time-out at the latest.</summary>
    /// <returns>
    /// What changed since the watch began or the last change was reported; null if nothing changed. It is unknown if a path, or a folder in it,
    /// may have been replaced; this needs a new watch.
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

            // The watcher above reports nothing if a folder is moved away and another replaces it at once (.NET 10.0); this one does.
            Start(new FileSystemWatcher(full));
        }

        // Watched from the parent: a file, or a folder that is created, deleted or replaced as a whole.
        if (Path.GetDirectoryName(full) is { } above)
        {
            Start(new FileSystemWatcher(above, Path.GetFileName(full)));
        }

        WatchLinksAbove(full);
    }

    /// <summary>Watches each link on the way to a path: tools such as git-sync replace a link to switch to another folder.</summary>
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

    /// <summary>A pull writes there all the time, and nothing in it is read.</summary>
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

    /// <summary>Notes what changed, then reports it.</summary>
    /// <param name="path">The path; null if anything may have changed.</param>
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
            // The process is ending, or two thousand million changes are waiting already.
        }
    }
}
