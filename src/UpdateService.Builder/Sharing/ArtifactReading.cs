using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>Reads the parts of an artifact that are neither in memory nor kept.</summary>
/// <param name="repository">The repository of the artifact.</param>
/// <param name="store">The served revision.</param>
/// <param name="library">The kept revisions.</param>
internal sealed class ArtifactReading(IRepository repository, RevisionStore store, RevisionLibrary library)
{
    private readonly SharedReader reader = new(repository);
    private readonly Dictionary<Digest, RevisionRecord> known = [];

    /// <summary>Reads the artifact with a digest.</summary>
    /// <param name="digest">The digest of the artifact.</param>
    /// <param name="before">What was followed before; null at the start.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="RegistryException">It cannot be read, or is damaged.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or this version does not support it.</exception>
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
    /// Each blob matches its digest, but the blobs may still be of different revisions: clusters would get one, and the planner would use
    /// another. So the answers are made again from the inputs.
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

    /// <summary>The revision if it is the one that was followed before; otherwise null.</summary>
    private Revision? Find(RevisionRecord record) => store.Newest is { } newest && newest.Record.IsSameAs(record) ? newest : null;

    /// <summary>A record is small, but there may be many. Records that were read or are kept are recognized by their digests.</summary>
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

    /// <summary>The inputs that are not kept, and those of the served revision if the kept ones differ from what was published.</summary>
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

    /// <summary>A damaged revision must not prevent clusters from getting answers from the served one.</summary>
    /// <returns>Null if it is damaged or gone.</returns>
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
