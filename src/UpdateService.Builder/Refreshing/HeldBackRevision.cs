using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Refreshing;

/// <summary>A build that the loss guard held back, until an operator publishes it or the inputs change.</summary>
/// <param name="Material">Inputs and graph.</param>
/// <param name="Reason">What it lost.</param>
/// <param name="Since">When it was built.</param>
public sealed record HeldBackRevision(RevisionMaterial Material, Problem Reason, DateTimeOffset Since)
{
    private const int HexDigits = 12;

    /// <summary>A name that an operator repeats to publish this one and no other.</summary>
    public string Candidate { get; } = InputsName(Material.Inputs.Digests);

    private static string InputsName(IEnumerable<RevisionInput> inputs) => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', inputs.Select(input => input.Digest)))))[..HexDigits];
}
