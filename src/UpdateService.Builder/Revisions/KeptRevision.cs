using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>Makes a revision of what was kept of it.</summary>
internal static class KeptRevision
{
    /// <summary>
    /// Restores a revision. With its answers kept it can serve at once, also where its inputs are lost, and its graph is built
    /// when somebody asks for it; without, the answers are made of the graph.
    /// </summary>
    /// <exception cref="InvalidDataException">It cannot be made again as it was.</exception>
    public static Revision Restore(RevisionRecord record, IRevisionShelf shelf)
    {
        var archive = ReadArchive(record, shelf);
        var material = new Lazy<RevisionMaterial>(() => RevisionMaterial.Restore(archive.Value, record.Lenient));
        return new Revision(record, ReadAnswers(record, shelf) ?? MakeAnswers(record, material.Value), material, archive);
    }

    /// <summary>Read now: the revision may be dropped while it is served, or the disk go away.</summary>
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

    /// <summary>Null where the inputs must tell it all again.</summary>
    private static AnswerSet? ReadAnswers(RevisionRecord record, IRevisionShelf shelf)
    {
        try
        {
            var answers = shelf.ReadAnswers(record.Number);
            return answers?.ContentHash == record.ContentHash ? answers : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static AnswerSet MakeAnswers(RevisionRecord record, RevisionMaterial material)
    {
        var answers = new AnswerFactory().Make(material.Build.Graph);
        return answers.ContentHash == record.ContentHash
            ? answers
            : throw new InvalidDataException($"Built again, revision {record.Number} has other answers than it had: another version of the service kept it.");
    }
}
