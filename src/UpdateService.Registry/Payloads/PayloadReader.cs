using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// Learns what an image is, with as few bytes as that takes: the configuration, then where it may be a release the layers
/// from the top, each as far as needed. Several images can be read at once.
/// </summary>
/// <param name="repository">Where the image lies.</param>
/// <param name="references">The store for lists of component images; null if they are not kept.</param>
public sealed class PayloadReader(IRepository repository, ImageReferences? references)
{
    private const int ConfigLimit = 1 << 20;

    /// <summary>
    /// An image without the label is looked into only so far. What makes a release is its top layer; the second and third
    /// allow for tools that put a layer of their own upon it.
    /// </summary>
    private const int PeekedLayers = 3;

    private const int PeekedBytes = 4096;

    private readonly VersionPool versions = new();
    private readonly Lock gate = new();

    /// <summary>Reads the image of a manifest.</summary>
    /// <exception cref="RegistryException">It could not be read this time.</exception>
    /// <exception cref="IOException">The connection was cut.</exception>
    public async Task<PayloadReading> ReadAsync(ManifestContent manifest, CancellationToken cancellationToken)
    {
        var shape = ManifestShape.Of(manifest.Content);
        return shape.Verdict is { } verdict ? Reading(manifest.Digest, verdict)
            : shape.Image is { } image ? await ReadImageAsync(manifest.Digest, image, listed: null, cancellationToken)
            : await ReadListAsync(manifest.Digest, shape.List, cancellationToken);
    }

    private async Task<PayloadReading> ReadListAsync(Digest digest, ImmutableArray<ListedImage> list, CancellationToken cancellationToken)
    {
        var isMulti = list
            .DistinctBy(image => image.Architecture is null ? image.Digest.Hex : $"{image.OperatingSystem}/{image.Architecture}", StringComparer.Ordinal)
            .Skip(1)
            .Any();
        foreach (var listed in list)
        {
            // A sparse mirror has the list, and not all that it names.
            if (await repository.ReadManifestAsync(listed.Digest.ToString(), cancellationToken) is not { } manifest)
            {
                continue;
            }

            var shape = ManifestShape.Of(manifest.Content);
            return shape.Image is { } image
                ? await ReadImageAsync(digest, image, isMulti ? Architecture.Multi.Name : listed.Architecture, cancellationToken)
                : Reading(digest, shape.Verdict ?? new Verdict(PayloadKind.Defect, "its list names another list"));
        }

        throw new RegistryException(RegistryFault.NotFound, "None of the images that the list names is in the repository.");
    }

    private async Task<PayloadReading> ReadImageAsync(Digest digest, ImageManifest image, string? listed, CancellationToken cancellationToken)
    {
        if (image.Config.Size > ConfigLimit)
        {
            return Reading(digest, new Verdict(PayloadKind.Defect, $"its configuration has more than the limit of {ConfigLimit} bytes"));
        }

        if (ImageConfig.Read(await ReadConfigAsync(image.Config, cancellationToken)) is not { } config)
        {
            return Reading(digest, new Verdict(PayloadKind.Defect, "its configuration is no JSON object"));
        }

        if (!config.IsRelease && config.IsComponent)
        {
            return Reading(digest, new Verdict(PayloadKind.Foreign, "its labels are a component's"));
        }

        using var draft = references?.Begin(digest);
        return config.IsRelease
            ? await ReadReleaseAsync(digest, image, config, listed, draft, cancellationToken)
            : await ReadUnlabelledAsync(digest, image, config, listed, draft, cancellationToken);
    }

    private async Task<PayloadReading> ReadReleaseAsync(
        Digest digest, ImageManifest image, ImageConfig config, string? listed, ImageReferencesDraft? draft, CancellationToken cancellationToken)
    {
        var defects = new List<string>();
        foreach (var layer in image.Layers.Reverse())
        {
            var finding = await ReadLayerAsync(layer, draft, cancellationToken);
            if (finding.Metadata is not null)
            {
                return Reading(digest, finding, config, listed, draft);
            }

            if (finding.Defect is not null)
            {
                defects.Add($"; its layer {layer.Digest} cannot be read: {finding.Defect}");
            }
        }

        return Reading(digest, new Verdict(
            PayloadKind.Defect,
            $"it has the label {ImageConfig.ReleaseLabel}, and no layer of it has the file release-manifests/release-metadata{string.Concat(defects)}"));
    }

    private async Task<PayloadReading> ReadUnlabelledAsync(
        Digest digest, ImageManifest image, ImageConfig config, string? listed, ImageReferencesDraft? draft, CancellationToken cancellationToken)
    {
        var isCertain = true;
        foreach (var layer in image.Layers.Reverse().Take(PeekedLayers))
        {
            var peek = await ReleaseLayer.PeekAsync(await repository.OpenBlobAsync(layer.Digest, PeekedBytes, cancellationToken), cancellationToken);

            // The beginning of a blob is not checked: one that is no layer at all may have been changed on its way.
            isCertain &= peek is not null;
            if (peek == true && await ReadLayerAsync(layer, draft, cancellationToken) is { Metadata: not null } finding)
            {
                return Reading(digest, finding, config, listed, draft);
            }
        }

        return new PayloadReading(digest, PayloadKind.Foreign, $"it has no label {ImageConfig.ReleaseLabel}, and no release's files") { IsCertain = isCertain };
    }

    private async Task<LayerFinding> ReadLayerAsync(Descriptor layer, ImageReferencesDraft? draft, CancellationToken cancellationToken) =>
        await new ReleaseLayer(layer).ReadAsync(await repository.OpenBlobAsync(layer.Digest, null, cancellationToken), draft, cancellationToken);

    private async Task<byte[]> ReadConfigAsync(Descriptor config, CancellationToken cancellationToken)
    {
        await using var blob = new MeteredStream(await repository.OpenBlobAsync(config.Digest, null, cancellationToken), ConfigLimit, "it has");
        using var content = new MemoryStream(); // The size is a claim; only what comes takes room.
        try
        {
            await blob.CopyToAsync(content, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new RegistryException(RegistryFault.DigestMismatch, $"The configuration {config.Digest} cannot be the right one: {exception.Message}.", exception);
        }

        return content.ToArray();
    }

    private PayloadReading Reading(Digest digest, LayerFinding finding, ImageConfig config, string? listed, ImageReferencesDraft? draft)
    {
        var name = listed ?? config.Architecture;
        if (!Architecture.TryParse(name, out var architecture))
        {
            return Reading(digest, new Verdict(PayloadKind.Defect, $"its architecture '{Excerpt.Of(name)}' is not of 0-9 and a-z"));
        }

        string? refusal;
        ReleaseFacts? facts;
        lock (gate)
        {
            refusal = ReleaseMetadata.Read(finding.Metadata, versions, architecture, out facts);
        }

        if (facts is null)
        {
            return Reading(digest, new Verdict(PayloadKind.Defect, $"its release-metadata cannot be read: {refusal}")) with { IsCertain = finding.IsChecked };
        }

        var isMulti = architecture == Architecture.Multi;
        var saysMulti = facts.Metadata.Contains(KeyValuePair.Create(MetadataKeys.PayloadArchitecture, Architecture.Multi.Name));
        return saysMulti && !isMulti
            ? Reading(digest, new Verdict(PayloadKind.Shard, $"it is the part for {architecture} of {facts.Version} for several architectures"))
            : new PayloadReading(digest, PayloadKind.Release, "")
            {
                Facts = facts with
                {
                    Metadata = isMulti && !saysMulti ? AsMulti(facts.Metadata) : facts.Metadata,
                    Created = config.Created,
                    HasImageReferences = draft?.Keep() == true,
                    LacksImageReferences = draft is { IsGivenUp: true },
                },
            };
    }

    /// <summary>A cluster that moves to several architectures looks for this entry.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> AsMulti(ImmutableArray<KeyValuePair<string, string>> metadata) =>
        [.. metadata
            .Where(entry => entry.Key != MetadataKeys.PayloadArchitecture)
            .Append(KeyValuePair.Create(MetadataKeys.PayloadArchitecture, Architecture.Multi.Name))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    private static PayloadReading Reading(Digest digest, Verdict verdict) => new(digest, verdict.Kind, verdict.Reason);
}
