using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>Reads an artifact as far as it is not here already, in memory or kept.</summary>
/// <param name="repository">Where it is.</param>
/// <param name="store">What is served.</param>
/// <param name="library">What is kept.</param>
internal sealed class ArtifactReading(IRepository repository, RevisionStore store, RevisionLibrary library)
{
    private readonly SharedReader reader = new(repository);
    private readonly Dictionary<Digest, RevisionRecord> known = [];

    /// <summary>Reads what a digest names.</summary>
    /// <param name="digest">Of the artifact.</param>
    /// <param name="before">What was followed before; null at the start.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RegistryException">It cannot be read, or is damaged.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not understood here.</exception>
    public async Task<FollowedArtifact> ReadAsync(Digest digest, FollowedArtifact? before, CancellationToken cancellationToken)
    {
        var shared = await reader.ReadManifestAsync(digest, cancellationToken);
        var leftOut = new List<string>();
        var revisions = await ReadRecordsAsync(shared, leftOut, cancellationToken);
        var served = revisions.First(revision => revision.Record.Number == shared.Served).Record;
        var here = Find(served);
        var (records, inputs) = await ReadInputsAsync(shared, revisions, here, leftOut, cancellationToken);
        var answersHere = before?.Answers ?? (store.Newest is { } kept ? FollowedAnswers.Of(kept.Answers) : FollowedAnswers.None);
        var hasAnswers = here is not null && here.Answers == answersHere.Set && answersHere.Parts.Keys.ToHashSet().SetEquals(shared.Answers.Select(part => part.Digest));
        var answers = hasAnswers ? answersHere : await reader.ReadAnswersAsync(shared.Answers, answersHere, served, cancellationToken);
        var revision = Revise(here, served, answers.Set, inputs);
        if (inputs.ContainsKey(served.Number))
        {
            CheckAgreement(revision);
        }

        return new FollowedArtifact(digest, answers, revision, records, inputs, [.. leftOut]);
    }

    /// <summary>
    /// Each blob has its digest, and still they may be of different revisions: clusters would be answered from one, and people told of
    /// another. So the answers are made again of the inputs.
    /// </summary>
    private static void CheckAgreement(Revision revision)
    {
        if (revision.Damage is { } damage)
        {
            throw new InvalidDataException($"The inputs of revision {revision.Number} cannot be used: {damage}");
        }

        var factory = new AnswerFactory();
        factory.BeginWith(revision.Answers); // Equal answers are not compressed again.
        if (factory.Make(revision.Graph).ContentHash != revision.Record.ContentHash)
        {
            throw new InvalidDataException($"The inputs of revision {revision.Number} are not those that its answers were made of: they give other answers.");
        }
    }

    /// <summary>The revision where it is what was followed before; null where it is not.</summary>
    private Revision? Find(RevisionRecord record) => store.Newest is { } newest && newest.Record.IsSameAs(record) ? newest : null;

    /// <summary>A record is small, but there may be many: those that were read, or are kept, are known by their digests.</summary>
    private async Task<IReadOnlyList<(SharedRevision Shared, RevisionRecord Record)>> ReadRecordsAsync(SharedRevisions shared, List<string> leftOut, CancellationToken cancellationToken)
    {
        if (known.Count == 0)
        {
            foreach (var record in library.Records)
            {
                known[Digest.Of(JsonSerializer.SerializeToUtf8Bytes(record, RevisionJson.Default.RevisionRecord))] = record;
            }
        }

        var read = new List<(SharedRevision Shared, RevisionRecord Record)>(shared.Revisions.Length);
        foreach (var revision in shared.Revisions)
        {
            var isKnown = known.TryGetValue(revision.Record.Digest, out var record) && record.Number == revision.Number;
            record = isKnown ? record : await TryAsync(shared, revision, () => reader.ReadRecordAsync(revision, cancellationToken), leftOut);
            if (record is not null)
            {
                read.Add((revision, record));
            }
        }

        known.Clear();
        foreach (var (revision, record) in read)
        {
            known[revision.Record.Digest] = record;
        }

        return read;
    }

    /// <summary>The inputs that are not kept; of the served revision also where what is kept is not what was published.</summary>
    private async Task<(ImmutableArray<RevisionRecord> Records, Dictionary<int, byte[]> Inputs)> ReadInputsAsync(
        SharedRevisions shared, IEnumerable<(SharedRevision Shared, RevisionRecord Record)> revisions, Revision? here, List<string> leftOut, CancellationToken cancellationToken)
    {
        var kept = library.Records;
        var (records, inputs) = (ImmutableArray.CreateBuilder<RevisionRecord>(), new Dictionary<int, byte[]>());
        foreach (var (revision, record) in revisions)
        {
            if (!kept.Any(record.IsSameAs) || (record.Number == shared.Served && DigestOfInputs(record, here) != revision.Inputs.Digest))
            {
                if (await TryAsync(shared, revision, () => reader.ReadAsync(revision.Inputs, cancellationToken), leftOut) is not { } content)
                {
                    continue;
                }

                inputs[record.Number] = content;
            }

            records.Add(record);
        }

        return (records.DrainToImmutable(), inputs);
    }

    /// <summary>Clusters are answered from the served revision: what is damaged of another must not keep that from them.</summary>
    /// <returns>Null where it is damaged, or gone.</returns>
    private static async Task<T?> TryAsync<T>(SharedRevisions shared, SharedRevision revision, Func<Task<T>> read, List<string> leftOut)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (revision.Number != shared.Served && (exception is InvalidDataException or RegistryException { Fault: RegistryFault.NotFound or RegistryFault.DigestMismatch }))
        {
            leftOut.Add($"Revision {revision.Number} is left out, and cannot be compared with or pinned here: {exception.Message}");
            return null;
        }
    }

    private Digest? DigestOfInputs(RevisionRecord record, Revision? here)
    {
        try
        {
            return Digest.Of(here?.Archive.Bytes ?? library.ReadInputs(record));
        }
        catch (Exception exception) when (exception is InvalidDataException || DiskTrouble.IsOfDisk(exception))
        {
            return null; // They are read again.
        }
    }

    private Revision Revise(Revision? here, RevisionRecord record, AnswerSet answers, Dictionary<int, byte[]> inputs)
    {
        if (here is not null && !inputs.ContainsKey(record.Number))
        {
            return here.Answers == answers ? here : here.With(answers);
        }

        var bytes = inputs.TryGetValue(record.Number, out var read) ? read : library.ReadInputs(record);
        var archive = new Lazy<GraphDataArchive>(() => new GraphDataArchive(bytes));
        return new Revision(record, answers, new Lazy<RevisionMaterial>(() => RevisionMaterial.Restore(archive.Value, record.Lenient)), archive);
    }
}
