using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>Reads what a builder published. Nothing is used before its digest and its content hash have been checked.</summary>
/// <param name="repository">The repository that the builder publishes to.</param>
internal sealed class SharedReader(IRepository repository)
{
    /// <summary>Far above the size of any real blob: a larger one is not from a builder.</summary>
    private const long LargestBlob = 1L << 30;

    private const int ReadAtOnce = 8;

    private const int FirstBytes = 1 << 20;

    /// <summary>The manifest of a digest.</summary>
    /// <exception cref="RegistryException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not an artifact of a builder, or this version does not support it.</exception>
    public async Task<SharedRevisions> ReadManifestAsync(Digest digest, CancellationToken cancellationToken)
    {
        var manifest = await repository.ReadManifestAsync(digest.ToString(), cancellationToken)
            ?? throw new RegistryException(RegistryFault.NotFound, $"The registry has no manifest {digest} any more.");
        return SharedManifest.Read(manifest.Content);
    }

    /// <summary>The record of a revision.</summary>
    /// <exception cref="RegistryException">It cannot be read, or does not match its digest.</exception>
    /// <exception cref="InvalidDataException">It is not a record of that revision.</exception>
    public async Task<RevisionRecord> ReadRecordAsync(SharedRevision revision, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(revision.Record, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(content, RevisionJson.Default.RevisionRecord) is { } record && record.Number == revision.Number && Digest.TryParse($"sha256:{record.ContentHash}", out _)
                ? record
                : throw new InvalidDataException($"The record of revision {revision.Number} is that of another one, or has no content hash.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The record of revision {revision.Number} is not written as this version of the service writes it: {exception.Message}", exception);
        }
    }

    /// <summary>The answers of the served revision. Only parts that are not here are read.</summary>
    /// <exception cref="RegistryException">They cannot be read, or do not match their digest.</exception>
    /// <exception cref="InvalidDataException">They do not match the record.</exception>
    public async Task<FollowedAnswers> ReadAnswersAsync(ImmutableArray<SharedBlob> blobs, FollowedAnswers here, RevisionRecord record, CancellationToken cancellationToken)
    {
        Check(blobs);
        var parts = new ConcurrentDictionary<Digest, ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)>>();
        var few = new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blobs, few, async (blob, token) => parts[blob.Digest] = here.Find(blob.Digest) ?? AnswerPack.ReadPart(await ReadAsync(blob, token)));
        var answers = AnswerPack.Join(blobs.SelectMany(blob => parts[blob.Digest]));
        return answers.ContentHash == record.ContentHash
            ? new FollowedAnswers(answers, parts.ToImmutableDictionary(part => part.Key, part => FollowedAnswers.Keys(part.Value)))
            : throw new InvalidDataException($"The answers of revision {record.Number} have the content hash {answers.ContentHash[..12]}…, and its record says {Excerpt.Of(record.ContentHash)}.");
    }

    /// <summary>A blob's bytes.</summary>
    /// <exception cref="RegistryException">They cannot be read, or do not match their digest.</exception>
    /// <exception cref="InvalidDataException">There are more or fewer than the manifest says.</exception>
    public async Task<byte[]> ReadAsync(SharedBlob blob, CancellationToken cancellationToken)
    {
        Check([blob]);
        await using var stream = await repository.OpenBlobAsync(blob.Digest, firstBytes: null, cancellationToken);

        // The size is only a claim, so memory is allocated for what arrives.
        var content = new byte[Math.Min(blob.Size, FirstBytes)];
        for (var filled = 0; ; Array.Resize(ref content, (int)Math.Min(blob.Size, 2L * content.Length)))
        {
            filled += await stream.ReadAtLeastAsync(content.AsMemory(filled), content.Length - filled, throwOnEndOfStream: false, cancellationToken);
            if (filled < content.Length)
            {
                throw OtherSize(blob);
            }

            if (filled == blob.Size)
            {
                // The digest is checked at the end of the stream.
                return await stream.ReadAsync(new byte[1], cancellationToken) == 0 ? content : throw OtherSize(blob);
            }
        }
    }

    private static InvalidDataException OtherSize(SharedBlob blob) => new($"The layer {blob.Digest} does not have the {blob.Size} bytes that the manifest claims.");

    /// <summary>Checks that blobs that are read together stay within the limit together.</summary>
    private static void Check(ImmutableArray<SharedBlob> blobs)
    {
        var room = LargestBlob;
        foreach (var blob in blobs)
        {
            room = blob.Size >= 0 ? room - blob.Size : -1;
            if (room < 0)
            {
                throw new InvalidDataException($"The layer {blob.Digest} is said to have {blob.Size} bytes; the limit{(blobs.Length == 1 ? "" : $" of all {blobs.Length} together")} is {LargestBlob}.");
            }
        }
    }
}
