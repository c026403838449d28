namespace UpdateService.Builder.Revisions;

/// <summary>
/// The one place that says what is served. A request reads <see cref="Current"/> once and works with that revision to its
/// end, whatever is published meanwhile.
/// </summary>
public sealed class RevisionStore
{
    private readonly Lock changing = new();
    private volatile Revision? current;
    private volatile Revision? newest;
    private volatile Revision? pinned;

    /// <summary>The revision that is served: the pinned one, or else the newest; null before the first.</summary>
    public Revision? Current => current;

    /// <summary>The newest revision, which a refresh follows; null before the first.</summary>
    public Revision? Newest => newest;

    /// <summary>The revision that an operator pinned; null where none is.</summary>
    public Revision? Pinned => pinned;

    /// <summary>Puts a revision in place of the newest, which is also served unless another one is pinned.</summary>
    public void Publish(Revision revision)
    {
        lock (changing)
        {
            newest = revision;
            pinned = pinned?.Record.IsSameAs(revision.Record) == true ? revision : pinned;
            current = pinned ?? newest;
        }
    }

    /// <summary>Serves this revision whatever is published, until it is unpinned.</summary>
    public void Pin(Revision revision)
    {
        lock (changing)
        {
            current = pinned = revision;
        }
    }

    /// <summary>Serves the newest again.</summary>
    public void Unpin()
    {
        lock (changing)
        {
            pinned = null;
            current = newest;
        }
    }
}
