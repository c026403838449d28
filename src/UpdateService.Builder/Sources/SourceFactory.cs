using UpdateService.Builder.State;
using UpdateService.GraphData;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Folders;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Scraping;
using UpdateService.Registry.Signatures;

namespace UpdateService.Builder.Sources;

/// <summary>Makes the sources that the options name.</summary>
/// <param name="options">What is read, and how; see <see cref="SourceOptions.Problems"/>.</param>
/// <param name="registries">The door to registries and addresses.</param>
/// <param name="time">The clock.</param>
/// <param name="state">Where is kept what was read from registries; null: nowhere.</param>
public sealed class SourceFactory(SourceOptions options, RegistryConnections registries, TimeProvider time, StateFolder? state = null)
{
    /// <summary>All sources.</summary>
    public InputCollector Collector() => new(GraphData(), [.. options.Releases.Select(Releases)], options.Lenient, time, options.Limits);

    private IReleaseSource Releases(SourceLocation location) => location.Kind == SourceKind.Repository
        ? new RegistryReleases(registries.OpenRepository(location.Reference!.Repository), Scraping(), time)
        : new CatalogueFile(location.Text, options.Lenient);

    private ScrapeOptions Scraping() => new() { Concurrency = options.RegistryConcurrency, Folder = state?.Registries };

    private IGraphDataSource GraphData() => options.GraphData.Kind switch
    {
        SourceKind.Archive => new GraphDataArchiveFile(options.GraphData.Text, time),
        SourceKind.Address => new GraphDataAddress(options.GraphData.ToString(), FetchAsync),
        SourceKind.Image => new GraphDataImage(
            registries.OpenRepository(options.GraphData.Reference!.Repository),
            options.GraphData.Reference.Reference!,
            Signatures()),
        _ => new GraphDataFolder(options.GraphData.Text, time, options.AllowLinksTo),
    };

    private async Task<FetchedArchive?> FetchAsync(string? entityTag, CancellationToken cancellationToken)
    {
        var answer = await registries.OpenAddressAsync(new Uri(options.GraphData.Text), entityTag, cancellationToken);
        if (!answer.IsNotModified)
        {
            return new FetchedArchive(answer.Content, answer.ETag);
        }

        answer.Dispose();
        return null;
    }

    private SignatureRequirement? Signatures()
    {
        if (options.GraphDataKeys is not { } keys)
        {
            return null;
        }

        var place = options.GraphDataSignatures!;
        ISignatureStore store = place.Contains("://", StringComparison.Ordinal)
            ? new SignatureAddress(place.TrimEnd('/'), ReadSignatureAsync)
            : new SignatureFolder(place, time);
        return new SignatureRequirement(keys, store, time);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadSignatureAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await registries.OpenAddressAsync(new Uri(address), eTag: null, cancellationToken);
            var content = new byte[SignatureFolder.MostBytes + 1];
            var length = await answer.Content.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= SignatureFolder.MostBytes ? content.AsMemory(0, length) : throw new IOException($"The signature {address} has more than the limit of {SignatureFolder.MostBytes} bytes.");
        }
        catch (RegistryException exception) when (exception.Fault == RegistryFault.NotFound)
        {
            return null;
        }
    }
}
