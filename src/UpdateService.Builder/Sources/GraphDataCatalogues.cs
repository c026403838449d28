using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>The catalogues in the <c>releases/</c> folder of graph-data, used if no other source of releases is configured.</summary>
/// <param name="lenient">Whether unreadable lines are quarantined.</param>
internal sealed class GraphDataCatalogues(bool lenient)
{
    private Dictionary<string, CatalogueCache> caches = new(StringComparer.Ordinal);
    private ImmutableArray<ReleaseReading> lastParts = [];
    private ReleaseReading? last;

    public ReleaseReading Read(GraphDataFiles files)
    {
        var catalogues = files.In(GraphDataFiles.Releases).Where(file => IsCatalogue(file.Key)).ToList();
        if (catalogues.Count == 0 && files.Contents.IsEmpty && files.Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting))
        {
            return new ReleaseReading([], []); // Nothing could be read, which is told: no option would help.
        }

        if (catalogues.Count == 0)
        {
            const string remedy = "The graph-data have no releases/ folder with a catalogue (.jsonl, .jsonl.gz): name one with --releases.";
            return new ReleaseReading([], [new Problem(ProblemRule.MissingFile, ProblemSeverity.Rejecting, new Place(GraphDataFiles.Releases, 0), remedy)]);
        }

        caches = catalogues.ToDictionary(
            file => file.Key,
            file => caches.GetValueOrDefault(file.Key) ?? new CatalogueCache(lenient),
            StringComparer.Ordinal);
        var parts = new ReleaseReading[catalogues.Count];
        _ = Parallel.For(0, parts.Length, Cores.OfThisThread, index => parts[index] = caches[catalogues[index].Key].Read(catalogues[index].Key, catalogues[index].Value));
        if (last is null || !parts.AsSpan().SequenceEqual(lastParts.AsSpan()))
        {
            lastParts = [.. parts];
            last = new ReleaseReading([.. parts.SelectMany(part => part.Releases)], [.. parts.SelectMany(part => part.Problems)]);
        }

        return last;
    }

    private static bool IsCatalogue(string path) =>
        path.EndsWith(".jsonl", StringComparison.Ordinal) || path.EndsWith(".jsonl.gz", StringComparison.Ordinal);
}
