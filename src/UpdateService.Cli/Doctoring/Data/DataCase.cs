using UpdateService.Builder.Sources;
using UpdateService.Registry;

namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Graph-data and releases, read as the service reads them, and remembered for the checks.</summary>
/// <param name="options">What is read.</param>
/// <param name="registries">The door to registries and addresses.</param>
/// <param name="time">The clock.</param>
internal sealed class DataCase(SourceOptions options, RegistryConnections registries, TimeProvider time)
{
    /// <summary>What is read.</summary>
    public SourceOptions Options => options;

    /// <summary>Graph-data, with the releases in them; null before they were read.</summary>
    public CollectedInputs? GraphData { get; private set; }

    /// <summary>Reads graph-data alone.</summary>
    public async Task<CollectedInputs> ReadGraphDataAsync(CancellationToken cancellationToken) =>
        GraphData = await CollectAsync(options with { Releases = [] }, cancellationToken);

    /// <summary>All inputs: graph-data with the releases that are named, or else those in graph-data.</summary>
    public async Task<CollectedInputs> ReadAllAsync(CancellationToken cancellationToken) =>
        options.Releases.IsEmpty && GraphData is { } all ? all : await CollectAsync(options, cancellationToken);

    private Task<CollectedInputs> CollectAsync(SourceOptions chosen, CancellationToken cancellationToken) =>
        new SourceFactory(chosen, registries, time).Collector().CollectAsync(cancellationToken);
}
