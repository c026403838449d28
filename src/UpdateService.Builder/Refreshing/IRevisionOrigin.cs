using System.Collections.Immutable;
using UpdateService.Builder.Sources;
using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>Where the revisions that are served come from: built here from sources, or followed from another service.</summary>
public interface IRevisionOrigin
{
    /// <summary>The places that are asked, for people.</summary>
    string Description { get; }

    /// <summary>The paths whose changes are worth a refresh.</summary>
    ImmutableArray<string> WatchedPaths { get; }

    /// <summary>Whether there are sources beside the watched paths that may take long, such as registries.</summary>
    bool HasRemoteSources => false;

    /// <summary>The repositories that are scraped.</summary>
    IEnumerable<RegistryReleases> Repositories { get; }

    /// <summary>The build that waits for an operator; null where none does.</summary>
    HeldBackRevision? HeldBack { get; }

    /// <summary>What the loss guard has to do without: sentences; empty where it compares builds with all that it should.</summary>
    IEnumerable<string> GuardTroubles => [];

    /// <summary>Serves what was kept, to begin with.</summary>
    /// <returns>What could not be restored: sentences.</returns>
    IReadOnlyList<string> Resume();

    /// <summary>Asks all places and publishes what is new. Refreshes follow one another; each waits for its turn.</summary>
    Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="RefreshAsync(CancellationToken)"/>; files that a watch would have told of need not be opened again.</summary>
    /// <param name="changes">In <see cref="WatchedPaths"/>, since the last refresh.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<RefreshResult> RefreshAsync(SourceChanges changes, CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <summary>Publishes what the watched paths have now; of all other sources what they gave last counts, and none of them is waited for.</summary>
    /// <param name="changes">In <see cref="WatchedPaths"/>, since the last refresh.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<RefreshResult> RefreshWatchedAsync(SourceChanges changes, CancellationToken cancellationToken) => RefreshAsync(changes, cancellationToken);

    /// <summary>Publishes the build that was held back, in spite of the loss guard.</summary>
    /// <param name="candidate">The name of the build that is meant, or at least 12 digits of its beginning that no other build's name has.</param>
    /// <param name="cancellationToken">Ends the waiting for the turn.</param>
    /// <returns>Null where no such build waits.</returns>
    Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken);
}
