using System.Collections.Immutable;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry;

/// <summary>The purpose of a request. The names are label values of a metric, so the set is closed.</summary>
public enum RegistryRequestKind
{
    /// <summary>A page of tags.</summary>
    Tags,

    /// <summary>The digest of a tag.</summary>
    Head,

    /// <summary>A manifest.</summary>
    Manifest,

    /// <summary>A blob.</summary>
    Blob,

    /// <summary>A token of a token service.</summary>
    Token,

    /// <summary>A file at an address.</summary>
    Address,

    /// <summary>A part of a push: whether a blob is there, a blob, a manifest.</summary>
    Push,
}

/// <summary>Counts what goes to registries and comes from them. All members may be used at once.</summary>
public sealed class RegistryTraffic
{
    private readonly long[] requests = new long[Enum.GetValues<RegistryRequestKind>().Length];
    private readonly long[] failures = new long[Enum.GetValues<RegistryFault>().Length];
    private long bytes;
    private long retries;

    /// <summary>The counts now.</summary>
    public RegistryTrafficCounts Counts => new(
        [.. requests.Select((_, index) => Interlocked.Read(ref requests[index]))],
        [.. failures.Select((_, index) => Interlocked.Read(ref failures[index]))],
        Interlocked.Read(ref bytes),
        Interlocked.Read(ref retries));

    internal void CountRequest(RegistryRequestKind kind) => Interlocked.Increment(ref requests[(int)kind]);

    internal void CountFailure(RegistryFault fault) => Interlocked.Increment(ref failures[(int)fault]);

    internal void CountBytes(int count) => Interlocked.Add(ref bytes, count);

    internal void CountRetry() => Interlocked.Increment(ref retries);
}

/// <summary>Counts since the start.</summary>
/// <param name="RequestsByKind">Requests that were sent, redirects and retries too, in the order of <see cref="RegistryRequestKind"/>.</param>
/// <param name="FailuresByFault">Calls that failed after all retries, in the order of <see cref="RegistryFault"/>.</param>
/// <param name="Bytes">Bytes of bodies.</param>
/// <param name="Retries">Attempts after the first.</param>
public sealed record RegistryTrafficCounts(ImmutableArray<long> RequestsByKind, ImmutableArray<long> FailuresByFault, long Bytes, long Retries)
{
    /// <summary>Requests of the kind.</summary>
    public long Requests(RegistryRequestKind kind) => RequestsByKind[(int)kind];

    /// <summary>Failures of the kind.</summary>
    public long Failures(RegistryFault fault) => FailuresByFault[(int)fault];
}
