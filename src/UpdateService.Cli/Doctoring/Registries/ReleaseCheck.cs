using UpdateService.Graph.Versions;
using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>Whether a release can be read as the service reads it: the one whose tag looks newest.</summary>
internal sealed class ReleaseCheck(RepositoryCase repository) : ICheck
{
    private const int MostTried = 3;
    private const string Remedy = "Mirror that release again; if it stays so, check the registry's storage.";

    /// <inheritdoc/>
    public string Name => "release";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var newest = repository.Tags
            .Select(tag => ReleaseTag.TryParse(tag, out var release) ? release : null)
            .OfType<ReleaseTag>()
            .OrderByDescending(release => release.Version, ReleaseVersion.SortOrder)
            .ThenBy(release => release.Text, StringComparer.Ordinal)
            .Take(MostTried);
        Finding? first = null;
        foreach (var tag in newest)
        {
            var (finding, isRelease) = await ReadAsync(tag.Text, cancellationToken);
            if (isRelease || finding.Verdict == Verdict.Broken)
            {
                return finding;
            }

            first ??= finding;
        }

        return first ?? Finding.NotMade("No tag looks like a release.");
    }

    private async Task<(Finding Finding, bool IsRelease)> ReadAsync(string tag, CancellationToken cancellationToken)
    {
        try
        {
            if (await repository.Repository.ReadManifestAsync(tag, cancellationToken) is not { } manifest)
            {
                return (Finding.Broken($"{tag} is listed, and is not there.", Remedy), false);
            }

            var reading = await new PayloadReader(repository.Repository, references: null).ReadAsync(manifest, cancellationToken);
            return reading switch
            {
                { Facts: { } facts } => (Finding.Fine($"{tag} is {facts.Version} for {facts.Architecture}, {reading.Digest}."), true),
                { Kind: PayloadKind.Defect } => (Finding.Broken($"{tag} is broken: {reading.Reason}.", Remedy), false),
                _ => (Finding.Notable($"{tag} is no release: {reading.Reason}.", "Is it the repository of the releases, or of their components?"), false),
            };
        }
        catch (RegistryException exception)
        {
            return (Finding.Broken($"{tag} cannot be read: {exception.Finding}", exception.Remedy is { } remedy && exception.Fault != RegistryFault.NotFound ? remedy : Remedy), false);
        }
    }
}
