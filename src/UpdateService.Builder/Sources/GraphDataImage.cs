using UpdateService.GraphData;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Signatures;

namespace UpdateService.Builder.Sources;

/// <summary>
/// Graph-data in an image of a registry. A tag is resolved each time, which is one small request. Layers are read only if it names
/// another image than before.
/// </summary>
/// <param name="repository">The repository of the image.</param>
/// <param name="reference">A tag, or <c>sha256:…</c>.</param>
/// <param name="signatures">The requirement that the image is signed; null for none. Nothing of an image is read before it is met.</param>
public sealed class GraphDataImage(IRepository repository, string reference, SignatureRequirement? signatures = null) : IGraphDataSource
{
    private Digest? lastDigest;
    private GraphDataFiles? last;

    /// <inheritdoc/>
    public string Description { get; } = Digest.TryParse(reference, out _) ? $"{repository.Name}@{reference}" : $"{repository.Name}:{reference}";

    /// <inheritdoc/>
    public string? WatchedPath => null;

    /// <inheritdoc/>
    /// <remarks>If the image did not change, it returns the same object.</remarks>
    public async Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(cancellationToken) is not { } digest)
            {
                return Unreadable(ProblemRule.MissingFile, "The registry has no image of this tag.");
            }

            if (last is not null && digest == lastDigest)
            {
                return last;
            }

            if (signatures is not null && await signatures.RefuseAsync(digest, cancellationToken) is { } reason)
            {
                return Unreadable(ProblemRule.UntrustedInput, reason);
            }

            var files = await ReadImageAsync(digest, cancellationToken);
            (last, lastDigest) = (files, digest);
            return files;
        }
        catch (Exception exception) when (exception is RegistryException or ArchiveException or IOException)
        {
            return Unreadable(ProblemRule.UnreadableFile, $"The image cannot be read: {exception.Message}");
        }
    }

    private async Task<Digest?> FindAsync(CancellationToken cancellationToken) =>
        Digest.TryParse(reference, out var digest) ? digest : await repository.ResolveAsync(reference, cancellationToken);

    private async Task<GraphDataFiles> ReadImageAsync(Digest digest, CancellationToken cancellationToken)
    {
        var layers = new LayeredFiles(Description, ArchiveLimits.Image);
        foreach (var layer in await ReadLayersAsync(digest, cancellationToken))
        {
            await using var content = await repository.OpenBlobAsync(layer.Digest, firstBytes: null, cancellationToken);
            await layers.ApplyAsync(content, cancellationToken);
        }

        return await layers.ToFilesAsync(cancellationToken) with { Identity = digest.ToString() };
    }

    /// <summary>The layers of the image, or of one image of a list of platforms: the data are the same in each.</summary>
    private async Task<IReadOnlyList<ImageLayer>> ReadLayersAsync(Digest digest, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(digest, cancellationToken);
        if (manifest.Listed is { } listed)
        {
            manifest = await ReadManifestAsync(listed, cancellationToken);
        }

        return manifest.Listed is null ? manifest.Layers : throw new ArchiveException("its list of images names another list.");
    }

    private async Task<GraphDataManifest> ReadManifestAsync(Digest digest, CancellationToken cancellationToken)
    {
        var content = await repository.ReadManifestAsync(digest.ToString(), cancellationToken)
            ?? throw new RegistryException(RegistryFault.NotFound, $"the registry has no manifest {digest}.");
        return GraphDataManifest.Read(content.Content);
    }

    private GraphDataFiles Unreadable(ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(Description, new Problem(rule, ProblemSeverity.Rejecting, new Place(Description, 0), message));
}
