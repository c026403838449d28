using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sharing;

/// <summary>
/// Publishes the served revision and all kept revisions under a tag of a registry, for any number of followers. The manifest is sent
/// last, so that the tag never names an incomplete artifact. Blobs that the registry has are not sent again.
/// </summary>
/// <remarks>
/// It publishes the served revision, not the newest: a pin on the builder applies to all followers. The smaller bytes that are made
/// in the background are published too, once all are ready. They are made only once and not by each follower.
/// Not thread-safe.
/// </remarks>
/// <param name="repository">For reading.</param>
/// <param name="push">For writing, to the same repository.</param>
/// <param name="tag">The tag.</param>
/// <param name="builder">See <see cref="BuilderName"/>.</param>
/// <param name="store">The served revision.</param>
/// <param name="library">The kept revisions.</param>
public sealed class RevisionPublisher(IRepository repository, RepositoryPush push, string tag, string builder, RevisionStore store, RevisionLibrary library)
{
    /// <summary>A limit that keeps the manifest well below the 4 MiB that registries accept.</summary>
    private const int MostRevisions = 1000;

    private readonly Dictionary<(int Number, string ContentHash), SharedRevision> described = [];
    private (Digest Digest, string What)? published;
    private bool isImage;

    /// <summary>The place, in readable form.</summary>
    public string Description { get; } = $"{repository.Name}:{tag}";

    /// <summary>Publishes the served revision if the tag does not name it yet.</summary>
    /// <returns>Null before the first revision.</returns>
    /// <exception cref="RegistryException">The registry cannot be read, or refuses the artifact.</exception>
    /// <exception cref="InvalidDataException">The served revision cannot be read again.</exception>
    public async Task<PublishResult?> PublishAsync(CancellationToken cancellationToken)
    {
        if (store.Current is not { } served)
        {
            return null;
        }

        var records = Records(served);
        var what = $"{served.Number} {IsImproved(served)} {string.Join(' ', records.Select(record => $"{record.Number}-{record.ContentHash}"))}";
        var present = await ResolveAsync(cancellationToken);
        if (published is { } before && before.Digest == present && before.What == what)
        {
            return new PublishResult(served.Number, present, IsPushed: false, 0, 0, Warning: null);
        }

        var warning = present is null || present == published?.Digest ? null : await LookAsync(present, records[^1].Number, cancellationToken);
        var result = await PublishAsync(served, records, present, cancellationToken);
        published = (result.Digest, what);
        return result with { Warning = warning ?? result.Warning };
    }

    private static bool IsImproved(Revision revision) => revision.Answers.All.All(entry => entry.Answer.IsGzipImproved && entry.Answer.IsBrotliImproved);

    /// <summary>Whether the registry refuses the manifest's type, as Quay does if its operator did not allow it; not a missing blob.</summary>
    private static bool IsOfTypes(RegistryException refusal) =>
        refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable
            or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity
        && refusal.RegistryCode is not ("MANIFEST_BLOB_UNKNOWN" or "BLOB_UNKNOWN" or "NAME_UNKNOWN" or "NAME_INVALID" or "DIGEST_INVALID" or "TAG_INVALID");

    private async Task<PublishResult> PublishAsync(Revision served, ImmutableArray<RevisionRecord> records, Digest? present, CancellationToken cancellationToken)
    {
        var answers = AnswerPart.Of(served.Answers).Select(part => part.Pack()).Select(pack => (Blob: SharedBlob.Of(SharedFormat.Answers, pack), Pack: pack)).ToList();
        var revisions = records.Select(record => (Record: record, Shared: Describe(record, served))).Where(entry => entry.Shared is not null).ToList();
        var everything = new SharedRevisions(builder, served.Number, [.. answers.Select(part => part.Blob)], [.. revisions.Select(entry => entry.Shared!)]);
        foreach (var form in (bool[])[false, true])
        {
            if (Digest.Of(SharedManifest.Write(everything, form)) == present)
            {
                isImage = form;
                return new PublishResult(served.Number, present, IsPushed: false, 0, 0, Warning: null); // It was there before this process began.
            }
        }

        var (blobs, bytes) = (0, 0L);
        foreach (var (record, shared) in revisions)
        {
            await SendAsync(shared!.Record, () => Write(record));
            await SendAsync(shared.Inputs, () => InputsOf(record, served));
        }

        foreach (var (blob, pack) in answers)
        {
            await SendAsync(blob, () => pack);
        }

        string? warning = null;
        if (!isImage)
        {
            try
            {
                return new PublishResult(served.Number, await SendManifestAsync(), IsPushed: true, blobs, bytes, Warning: null);
            }
            catch (RegistryException refusal) when (IsOfTypes(refusal))
            {
                isImage = true;
                warning = $"{Description} takes no artifacts: {refusal.Finding} The revision is published as an image, which followers read as well. "
                    + $"If it is to be an artifact, let the registry allow the types {SharedFormat.AllTypes}.";
            }
        }

        try
        {
            return new PublishResult(served.Number, await SendManifestAsync(), IsPushed: true, blobs, bytes, warning);
        }
        catch (RegistryException refusal) when (IsOfTypes(refusal))
        {
            isImage = false; // The registry may be set otherwise by the next try.
            throw new RegistryException(refusal.Fault, $"{refusal.Finding} The registry takes revisions neither as an artifact nor as an image.", refusal)
            {
                Remedy = $"Let it allow the types {SharedFormat.AllTypes}.",
                Status = refusal.Status,
                RegistryCode = refusal.RegistryCode,
            };
        }

        async Task<Digest> SendManifestAsync()
        {
            var config = SharedManifest.ConfigOf(everything, isImage);
            await SendAsync(SharedBlob.Of("", config.Span), () => config);
            return await push.SendManifestAsync(tag, MediaTypes.OciManifest, SharedManifest.Write(everything, isImage), cancellationToken);
        }

        async Task SendAsync(SharedBlob blob, Func<ReadOnlyMemory<byte>> read)
        {
            if (!await push.HasBlobAsync(blob.Digest, cancellationToken))
            {
                await push.SendBlobAsync(blob.Digest, read(), cancellationToken);
                (blobs, bytes) = (blobs + 1, bytes + blob.Size);
            }
        }
    }

    /// <summary>All kept revisions, and the served one even if it could not be kept, by ascending number.</summary>
    private ImmutableArray<RevisionRecord> Records(Revision served) =>
    [
        .. library.Records.Where(record => record.Number != served.Number).TakeLast(MostRevisions).Append(served.Record).OrderBy(record => record.Number),
    ];

    /// <summary>Null if the revision cannot be read again; it cannot answer queries here either.</summary>
    private SharedRevision? Describe(RevisionRecord record, Revision served)
    {
        var key = (record.Number, record.ContentHash);
        if (described.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            var shared = new SharedRevision(
                record.Number,
                SharedBlob.Of(SharedFormat.Record, Write(record)),
                SharedBlob.Of(SharedFormat.Inputs, InputsOf(record, served).Span));
            described.Add(key, shared);
            return shared;
        }
        catch (Exception exception) when (record.Number != served.Number && (exception is InvalidDataException || DiskTrouble.IsOfDisk(exception)))
        {
            return null;
        }
    }

    private static byte[] Write(RevisionRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, RevisionJson.Default.RevisionRecord);

    private ReadOnlyMemory<byte> InputsOf(RevisionRecord record, Revision served) => record.Number == served.Number ? served.Archive.Bytes : library.ReadInputs(record);

    /// <summary>Null if the tag or the repository does not exist yet.</summary>
    private async Task<Digest?> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await repository.ResolveAsync(tag, cancellationToken);
        }
        catch (RegistryException exception) when (exception.Fault == RegistryFault.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reports, as a sentence, if the tag did not name what this builder published last; null if there is no problem.</summary>
    private async Task<string?> LookAsync(Digest present, int newest, CancellationToken cancellationToken)
    {
        try
        {
            if (await repository.ReadManifestAsync(present.ToString(), cancellationToken) is not { } manifest)
            {
                return null;
            }

            var other = SharedManifest.Read(manifest.Content);
            return other.Builder != builder
                ? $"{Description} held revision {other.Served} of another builder ({Excerpt.Of(other.Builder)}), and now holds revision {store.Current?.Number} of this one ({builder}). Two builders on one tag replace each other's revisions: give each a tag of its own. A builder that lost its state, or has none, is another one after its start."
                : other.Newest > newest
                    ? $"{Description} held revision {other.Newest} of this builder, whose newest is {newest}: its state was taken back, and numbers are given again."
                    : null;
        }
        catch (InvalidDataException exception)
        {
            return $"{Description} held something else, which was replaced: {exception.Message}";
        }
    }
}
