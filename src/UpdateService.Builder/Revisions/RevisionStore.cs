namespace UpdateService.Builder.Revisions;

/// <summary>
/// Decides which revision is served. A request reads <see cref="Current"/> once and uses that revision to its end, whatever is
/// published in the meantime.
/// </summary>
public sealed class RevisionStore
{
    private readonly Lock changing = new();
    private volatile Revision? current;
    private volatile Revision? newest;
    private volatile Revision? pinned;

    /// <summary>The served revision: the pinned one, or else the newest; null before the first.</summary>
    public Revision? Current => current;

    /// <summary>The newest revision, which a refresh follows; null before the first.</summary>
    public Revision? Newest => newest;

    /// <summary>The revision that an operator pinned; null if there is none.</summary>
    public Revision? Pinned => pinned;

    /// <summary>Replaces the newest revision. The new one is also served unless another one is pinned.</summary>
    public void Publish(Revision revision)
    {
        lock (changing)
        {
            newest = revision;
            pinned = pinned?.Record.IsSameAs(revision.Record) == true ? revision : pinned;
            current = pinned ?? newest;
        }
    }

    /// <summary>Serves this revision until it is unpinned, whatever is published.</summary>
    public void Pin(Revision revision)
    {
        lock (changing)
        {
            current = pinned = revision;
        }
    }

    /// <summary>Serves the newest revision again.</summary>
    public void Unpin()
    {
        lock (changing)
        {
            pinned = null;
            current = newest;
        }
    }
}
