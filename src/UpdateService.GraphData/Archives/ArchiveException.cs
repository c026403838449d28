namespace UpdateService.GraphData.Archives;

/// <summary>An archive cannot be read: it is damaged, hostile, or over a limit. The message is made of sentences for operators.</summary>
public sealed class ArchiveException : Exception
{
    /// <summary>Tells why.</summary>
    public ArchiveException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
