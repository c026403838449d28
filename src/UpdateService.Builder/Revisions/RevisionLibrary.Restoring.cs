namespace UpdateService.Builder.Revisions;

/// <content>Revisions that are made again of what was kept of them.</content>
public sealed partial class RevisionLibrary
{
    private readonly List<WeakReference<Revision>> restored = [];

    /// <summary>A kept revision, with answers and graph. It is built outside the library's lock, so that saving a revision does not wait for it.</summary>
    /// <exception cref="IOException">Its files cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its files are damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">Its files may not be read.</exception>
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

    /// <summary>A kept revision to be asked about, with its graph, built on the calling thread; a new one each time.</summary>
    /// <exception cref="InvalidDataException">Its files are damaged.</exception>
    /// <exception cref="OperationCanceledException">It is not wanted any more.</exception>
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
