using UpdateService.Builder.Linting;
using UpdateService.Builder.Sources;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Whether graph-data can be read, and what lint says of them.</summary>
internal sealed class GraphDataCheck(DataCase data) : ICheck
{
    /// <inheritdoc/>
    public string Name => "graph-data";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var inputs = await data.ReadGraphDataAsync(cancellationToken);
        var place = data.Options.GraphData;
        var folders = Directory.Exists(place.Text) ? Directory.EnumerateDirectories(place.Text).Select(path => Path.GetFileName(path)) : [];
        var lint = Linter.Check(inputs, folders.Order(StringComparer.Ordinal));

        // Whether versions and patterns meet releases is told where the releases are those in graph-data, and no others.
        var problems = lint.Problems.Where(problem => data.Options.Releases.IsEmpty || problem.Rule is not (ProblemRule.UnknownVersion or ProblemRule.IdlePattern)).ToList();
        var rejecting = problems.FindAll(problem => problem.Severity == ProblemSeverity.Rejecting);
        var found = $"{Amount.Of(inputs.Inputs.Channels.Length, "channel")}, {Amount.Of(inputs.Inputs.BlockedEdges.Length, "blocked edge")}";
        var pointer = $"Fix them; 'updatectl lint {place}' lists all of them.";
        return rejecting.Count > 0 ? Finding.Broken($"They cannot be served: {Problems.Told(rejecting)}", RemedyOf(place, rejecting[0], pointer))
            : !lint.HasReleases && data.Options.Releases.IsEmpty ? Finding.Broken($"{found}, and no releases.", "Name releases by --releases: a catalogue (.jsonl, .jsonl.gz), or oci://host/repository.")
            : problems.Count > 0 ? Finding.Notable($"{found}, {Amount.Of(problems.Count, "problem")}: {Problems.Told(problems)}", pointer)
            : Finding.Fine($"{found}; nothing is wrong with them.");
    }

    private static string RemedyOf(SourceLocation place, Problem first, string pointer) =>
        first.Rule == ProblemRule.UntrustedInput ? "See the check of the signatures below."
        : place.Kind == SourceKind.Folder && !Directory.Exists(place.Text) ? "There is no such folder: check --graph-data."
        : pointer;
}
