namespace UpdateService.Server.Metrics;

/// <summary>Counts the requests of one path; safe from any number of threads.</summary>
internal sealed class RequestCounter(string path)
{
    private long count;

    /// <summary>The path, from the closed set of known ones.</summary>
    public string Path { get; } = path;

    /// <summary>How many so far.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>One more.</summary>
    public void Increment() => Interlocked.Increment(ref count);
}
