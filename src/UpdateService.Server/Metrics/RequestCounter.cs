namespace UpdateService.Server.Metrics;

/// <summary>Counts the requests of one path. Thread-safe.</summary>
internal sealed class RequestCounter(string path)
{
    private long count;

    /// <summary>The path, from the closed set of known ones.</summary>
    public string Path { get; } = path;

    /// <summary>The count so far.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Adds one.</summary>
    public void Increment() => Interlocked.Increment(ref count);
}
