using System.Collections.Immutable;
using UpdateService.Builder.Sources;
using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>Where the served revisions come from: built here from sources, or followed from another service.</summary>
public interface IRevisionOrigin
{
    /// <summary>The places that are read, in readable form.</summary>
    string Description { get; }

    /// <summary>The paths to watch: a change in one of them starts a refresh.</summary>
    ImmutableArray<string> WatchedPaths { get; }

    /// <summary>Whether there are sources besides the watched paths that may be slow, such as registries.</summary>
    bool HasRemoteSources => false;

    /// <summary>The repositories that are scraped.</summary>
    IEnumerable<RegistryReleases> Repositories { get; }

    /// <summary>The build that waits for an operator; null if there is none.</summary>
    HeldBackRevision? HeldBack { get; }

    /// <summary>Reports what the loss guard lacks, one sentence each; empty if it can compare builds with everything that it should.</summary>
    IEnumerable<string> GuardTroubles => [];

    /// <summary>Restores and serves what was kept.</summary>
    /// <returns>What could not be restored, one sentence each.</returns>
    IReadOnlyList<string> Resume();

    /// <summary>Reads all places and publishes what is new. Only one refresh runs at a time; each waits for the one before it.</summary>
    Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Does the same as <see cref="RefreshAsync(CancellationToken)"/>, but need not open watched files that did not change.</summary>
    /// <param name="changes">The changes in <see cref="WatchedPaths"/> since the last refresh.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<RefreshResult> RefreshAsync(SourceChanges changes, CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <summary>Publishes the current content of the watched paths. All other sources keep what they returned last and are not waited for.</summary>
    /// <param name="changes">The changes in <see cref="WatchedPaths"/> since the last refresh.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<RefreshResult> RefreshWatchedAsync(SourceChanges changes, CancellationToken cancellationToken) => RefreshAsync(changes, cancellationToken);

    /// <summary>Publishes the build that was held back in spite of the loss guard.</summary>
    /// <param name="candidate">The name of the build, or at least its first 12 digits if no other build's name begins with them.</param>
    /// <param name="cancellationToken">Cancels the wait for other refreshes.</param>
    /// <returns>Null if no such build waits.</returns>
    Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken);
}
