using System.Runtime.InteropServices;

namespace UpdateService.Builder.Threads;

/// <summary>Threads for work that must not delay clients. The system gives them only time that other threads leave.</summary>
public static partial class BackgroundThread
{
    private const int PriorityOfThread = 0;
    private const int Low = 10; // At 19 a busy machine would leave the work undone for hours.

    /// <summary>Starts work that ends with the process.</summary>
    public static Thread Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            Lower();
            work();
        })
        {
            IsBackground = true,
            Name = name,
            Priority = ThreadPriority.Lowest,
        };
        thread.Start();
        return thread;
    }

    /// <summary>Runs work, and reports when it is done.</summary>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Start(name, () =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <summary>.NET's thread priorities have no effect on Linux. The kernel's nice value does, and there it is per thread.</summary>
    private static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(PriorityOfThread, 0, Low); // Refused, it only means a normal priority.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
