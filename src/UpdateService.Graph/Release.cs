using System.Collections.Immutable;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph;

/// <summary>One release as a source describes it: a payload of one version and architecture.</summary>
/// <param name="Version">Without build metadata.</param>
/// <param name="Architecture">The payload's architecture.</param>
/// <param name="Payload">The pull spec: <c>host/repository@sha256:…</c>, or by tag if the digest is not known.</param>
/// <param name="Place">The location in the source.</param>
public sealed record Release(ReleaseVersion Version, Architecture Architecture, string Payload, Place Place)
{
    /// <summary>Versions that may be updated to this one, without build metadata.</summary>
    public ImmutableArray<ReleaseVersion> Previous { get; init; } = [];

    /// <summary>Versions that this one may be updated to, without build metadata.</summary>
    public ImmutableArray<ReleaseVersion> Next { get; init; } = [];

    /// <summary>The payload's metadata, keys unique and in ordinal order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The source's rank, from 0: if two sources have the same release, the lower rank is used.</summary>
    public int SourceRank { get; init; }

    /// <summary>The digest at the end of the payload (<c>sha256:…</c>); empty for a payload by tag.</summary>
    public string Digest => DigestOf(Payload);

    /// <summary>The version and architecture as patterns see them: <c>4.16.3+amd64</c>.</summary>
    public override string ToString() => $"{Version}+{Architecture}";

    /// <summary>The digest at the end of a pull spec; empty for one by tag.</summary>
    public static string DigestOf(string payload)
    {
        var at = payload.LastIndexOf('@');
        return at < 0 ? "" : payload[(at + 1)..];
    }
}

/// <summary>The identity of a release: its version and architecture.</summary>
/// <param name="Version">Without build metadata.</param>
/// <param name="Architecture">The payload's architecture.</param>
public readonly record struct ReleaseKey(string Version, Architecture Architecture);
