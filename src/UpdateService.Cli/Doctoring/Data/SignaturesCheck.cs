using UpdateService.Registry.Signatures;

namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Whether the image of graph-data is signed, if it must be.</summary>
internal sealed class SignaturesCheck(DataCase data) : ICheck
{
    /// <inheritdoc/>
    public string Name => "signatures";

    /// <inheritdoc/>
    public Task<Finding> MakeAsync(CancellationToken cancellationToken) => Task.FromResult(Make());

    private Finding Make()
    {
        if (data.Options.GraphDataKeys is not { } folder)
        {
            return Finding.NotMade("--graph-data-keys names no keys: graph-data need not be signed.");
        }

        var place = Excerpt.OfAddress(data.Options.GraphDataSignatures!);
        return SignatureKeys.Read(folder).Problems is [var problem, ..] ? Finding.Broken(problem, "Put the public keys that sign graph-data into the folder of --graph-data-keys, and nothing else.")
            : data.GraphData is not { } read ? Finding.NotMade("The image was not read.")
            : read.Problems.FirstOrDefault(found => found.Rule == ProblemRule.UntrustedInput) is { } untrusted ? Finding.Broken(untrusted.Message, $"Sign the image, put its signature into {place} as sha256=…/signature-1, and the key into {folder}.")
            : read.Problems.Any(found => found.Severity == ProblemSeverity.Rejecting) ? Finding.NotMade("The image could not be read.")
            : Finding.Fine($"The image is signed by a key of {folder}; its signature is in {place}.");
    }
}
