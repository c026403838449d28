using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace UpdateService.GraphData.Tests.Folders;

/// <summary>
/// Stops each read of a folder in its middle for a change: two pipes lie among the files. Whoever opens one waits until it
/// is opened for writing too, so between the two the folder is listed already and not yet read to its end.
/// </summary>
internal sealed class ReadPause : IDisposable
{
    private readonly TemporaryFolder folder;
    private readonly string first;
    private readonly string second;
    private readonly Func<int, bool> change;
    private readonly List<SafeFileHandle> held = [];
    private readonly Task changing;
    private volatile bool isEnding;

    public ReadPause(TemporaryFolder folder, Func<int, bool> change)
        : this(folder, "", change)
    {
    }

    /// <summary>Begins at once.</summary>
    /// <param name="folder">Where everything lies.</param>
    /// <param name="relative">The graph-data in it.</param>
    /// <param name="change">Called with the number of the round, from 1; whether another round follows.</param>
    public ReadPause(TemporaryFolder folder, string relative, Func<int, bool> change)
    {
        this.folder = folder;
        this.change = change;
        first = folder.In(Path.Combine(relative, "channels", "0-first"));
        second = folder.In(Path.Combine(relative, "channels", "1-second"));
        MakePipe(first);
        MakePipe(second);
        changing = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose()
    {
        isEnding = true;
        if (File.Exists(first))
        {
            held.Add(Open(first, FileAccess.ReadWrite)); // Releases a writer that waits for a reader.
        }

        changing.GetAwaiter().GetResult();
        held.ForEach(handle => handle.Dispose());
    }

    private void Run()
    {
        for (var round = 1; ; round++)
        {
            LetReaderPass(first);
            if (isEnding)
            {
                return;
            }

            if (!change(round))
            {
                // Out of the way first, so that the next read meets no pipe; then this one may go on.
                File.Delete(Find(first));
                File.Move(Find(second), folder.In("aside"));
                held.Add(Open(folder.In("aside"), FileAccess.ReadWrite));
                return;
            }

            LetReaderPass(second);
        }
    }

    /// <summary>
    /// Waits for a reader and until it has closed the pipe again; else the next round could meet this one's reader.
    /// </summary>
    private void LetReaderPass(string pipe)
    {
        using var stream = new FileStream(Open(pipe, FileAccess.Write), FileAccess.Write, bufferSize: 0);
        try
        {
            while (!isEnding)
            {
                stream.WriteByte(0);
                Thread.Sleep(1);
            }
        }
        catch (IOException)
        {
            // A pipe without a reader takes nothing.
        }
    }

    /// <summary>Also where the change moved a folder.</summary>
    private string Find(string pipe) => Directory.EnumerateFiles(folder.Path, Path.GetFileName(pipe), SearchOption.AllDirectories).Single();

    private static SafeFileHandle Open(string path, FileAccess access) => File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
