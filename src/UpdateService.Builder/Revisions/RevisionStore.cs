namespace UpdateService.Builder.Revisions;

/// <summary>
/// The one place that says what is served. A request reads <see cref="Current"/> once and works with that revision to its
/// end, whatever is published meanwhile.
/// </summary>
public sealed class RevisionStore
{
    private volatile Revision? current;

    /// <summary>The revision that is served; null before the first.</summary>
    public Revision? Current => current;

    /// <summary>Puts a revision in place of the one before.</summary>
    public void Publish(Revision revision) => current = revision;
}
