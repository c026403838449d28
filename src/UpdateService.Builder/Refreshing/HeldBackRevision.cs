using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;

namespace UpdateService.Builder.Refreshing;

/// <summary>A build that the loss guard held back, until an operator publishes it or the inputs change.</summary>
/// <param name="Material">Inputs and graph.</param>
/// <param name="Reason">What it lost, opened or weakened.</param>
/// <param name="Groups">What it would open and weaken by risk and file, the largest group first.</param>
/// <param name="Since">When it was built.</param>
public sealed record HeldBackRevision(RevisionMaterial Material, Problem Reason, ImmutableArray<PairGroup> Groups, DateTimeOffset Since)
{
    /// <summary>A name that an operator repeats to publish exactly this build: the SHA-256 of all its inputs, in hexadecimal.</summary>
    public string Candidate { get; } = NameOf(Material);

    private static string NameOf(RevisionMaterial material) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', [.. material.Inputs.Digests.Select(input => input.Digest), InputDigest.Of(material.Build.Selected)]))));
}
