using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>The stored parts of a revision. A revision is made from them without reading the store again.</summary>
internal sealed class KeptRevision
{
    private readonly RevisionRecord record;
    private readonly Lazy<GraphDataArchive> archive;
    private readonly AnswerSet? answers;

    private KeptRevision(RevisionRecord record, Lazy<GraphDataArchive> archive, AnswerSet? answers)
    {
        this.record = record;
        this.archive = archive;
        this.answers = answers;
    }

    /// <summary>Reads all that was kept.</summary>
    public static KeptRevision Read(RevisionRecord record, IRevisionShelf shelf) => new(record, ReadArchive(record, shelf), ReadAnswers(record, shelf));

    /// <summary>Reads what its graph is built from.</summary>
    public static KeptRevision ReadInputs(RevisionRecord record, IRevisionShelf shelf) => new(record, ReadArchive(record, shelf), null);

    /// <summary>
    /// Restores a revision. If its answers are kept, it can serve at once, even if its inputs are lost, and its graph is built when
    /// it is first needed. If not, the answers are made from the graph.
    /// </summary>
    /// <exception cref="InvalidDataException">It cannot be restored as it was.</exception>
    public Revision Restore()
    {
        var material = new Lazy<RevisionMaterial>(() => RevisionMaterial.Restore(archive.Value, record.Lenient));
        return new Revision(record, answers ?? MakeAnswers(material.Value), material, archive);
    }

    /// <summary>Restores a revision for queries, with its graph built.</summary>
    /// <exception cref="InvalidDataException">It cannot be restored as it was.</exception>
    /// <exception cref="OperationCanceledException">It is no longer needed.</exception>
    public Revision RestoreGraph(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var material = RevisionMaterial.Restore(archive.Value, record.Lenient);
        Check(AnswerFactory.HashOf(material.Build.Graph, cancellationToken));
        return new Revision(record, new Lazy<AnswerSet>(() => MakeAnswers(material)), material, archive);
    }

    /// <summary>Read now, because the revision may be dropped while it is served, or the disk may become unavailable.</summary>
    private static Lazy<GraphDataArchive> ReadArchive(RevisionRecord record, IRevisionShelf shelf)
    {
        try
        {
            var bytes = shelf.ReadInputs(record.Number);
            return new Lazy<GraphDataArchive>(() => new GraphDataArchive(bytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Lazy<GraphDataArchive>(() => throw new InvalidDataException($"The inputs of revision {record.Number} cannot be read: {exception.Message}", exception));
        }
    }

    /// <summary>Null if all of it must be read from the inputs again.</summary>
    private static AnswerSet? ReadAnswers(RevisionRecord record, IRevisionShelf shelf)
    {
        try
        {
            var read = shelf.ReadAnswers(record.Number);
            return read?.ContentHash == record.ContentHash ? read : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private AnswerSet MakeAnswers(RevisionMaterial material)
    {
        var made = new AnswerFactory().Make(material.Build.Graph);
        Check(made.ContentHash);
        return made;
    }

    private void Check(string contentHash)
    {
        if (contentHash != record.ContentHash)
        {
            throw new InvalidDataException($"Built again, revision {record.Number} has other answers than it had: another version of the service kept it.");
        }
    }
}
