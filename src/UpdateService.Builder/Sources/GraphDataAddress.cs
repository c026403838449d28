using UpdateService.GraphData;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Sources;

/// <summary>Graph-data behind an <c>https://</c> address: an archive, or the <c>/graph-data</c> of another instance.</summary>
/// <param name="address">The address in readable form, without secrets.</param>
/// <param name="fetch">
/// Requests the address with the entity tag of the last archive, or null. Returns null if that is still current (304). Throws a
/// <see cref="RegistryException"/> or an <see cref="IOException"/> for any answer but 200 and 304.
/// </param>
public sealed class GraphDataAddress(string address, Func<string?, CancellationToken, Task<FetchedArchive?>> fetch) : IGraphDataSource
{
    private GraphDataFiles? last;
    private string? lastTag;

    /// <inheritdoc/>
    public string Description => address;

    /// <inheritdoc/>
    public string? WatchedPath => null;

    /// <inheritdoc/>
    /// <remarks>If nothing changed, it returns the same object.</remarks>
    public async Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await fetch(lastTag, cancellationToken);
            if (archive is null)
            {
                return last ?? Unreadable("The address says that nothing changed (304), but nothing was read from it before; is a proxy in between?");
            }

            var files = await GraphDataArchiveReader.ReadAsync(archive.Content, address, ArchiveLimits.Archive, cancellationToken);
            return files.Identity is null ? files : Remember(files, archive.EntityTag);
        }
        catch (Exception exception) when (exception is RegistryException or IOException)
        {
            return Unreadable($"The archive cannot be read: {exception.Message}");
        }
    }

    /// <summary>Only a complete archive is remembered: a 304 must not make an incomplete one valid.</summary>
    private GraphDataFiles Remember(GraphDataFiles files, string? tag)
    {
        lastTag = tag;
        return last = last is not null && files.Identity == last.Identity ? last : files;
    }

    private GraphDataFiles Unreadable(string message) =>
        GraphDataFiles.Unreadable(address, new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place(address, 0), message));
}
