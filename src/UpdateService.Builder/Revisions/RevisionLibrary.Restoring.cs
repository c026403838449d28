namespace UpdateService.Builder.Revisions;

/// <content>Restores revisions from what was kept of them.</content>
public sealed partial class RevisionLibrary
{
    private readonly List<WeakReference<Revision>> restored = [];

    /// <summary>A kept revision with its answers and graph. It is built outside the library's lock, so that saving a revision does not wait for it.</summary>
    /// <exception cref="IOException">Its files cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its files are damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to its files is denied.</exception>
    public Revision Restore(RevisionRecord record)
    {
        KeptRevision kept;
        lock (turn)
        {
            if (Restored(record) is { } known)
            {
                return known;
            }

            kept = KeptRevision.Read(record, shelf);
        }

        var revision = kept.Restore();
        lock (turn)
        {
            if (Restored(record) is { } meanwhile)
            {
                return meanwhile;
            }

            _ = restored.RemoveAll(reference => !reference.TryGetTarget(out _));
            restored.Add(new WeakReference<Revision>(revision));
            return revision;
        }
    }

    /// <summary>A kept revision for queries, with its graph. Each call builds a new one on the calling thread.</summary>
    /// <exception cref="InvalidDataException">Its files are damaged.</exception>
    /// <exception cref="OperationCanceledException">It is no longer needed.</exception>
    public Revision RestoreGraph(RevisionRecord record, CancellationToken cancellationToken)
    {
        KeptRevision kept;
        lock (turn)
        {
            kept = KeptRevision.ReadInputs(record, shelf);
        }

        return kept.RestoreGraph(cancellationToken);
    }

    private Revision? Restored(RevisionRecord record)
    {
        foreach (var reference in restored)
        {
            if (reference.TryGetTarget(out var revision) && revision.Record.IsSameAs(record))
            {
                return revision;
            }
        }

        return null;
    }
}
