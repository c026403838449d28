using System.Collections.Immutable;
using System.Security.Cryptography;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Guarding;

/// <summary>Inputs that get further blocks, risks and removals, each beside what is there: nothing is ever replaced.</summary>
internal sealed class InterimDraft
{
    /// <summary>The name of the source of releases in a revision that is served while another build is held back.</summary>
    private const string Releases = "releases as the loss guard keeps them";

    private readonly CollectedInputs start;
    private readonly Func<ReleaseKey, string?> servedPayload;
    private readonly GraphBuilder builder = new();
    private readonly GraphDataReader reader = new(RevisionLimits.None);
    private readonly ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder files;
    private readonly Dictionary<ReleaseKey, SortedSet<string>> removedSources = [];
    private readonly HashSet<ReleaseKey> removedReleases = [];

    /// <summary>Begins with inputs.</summary>
    /// <param name="start">They were built before.</param>
    /// <param name="servedPayload">The payload that is served for a release, or null.</param>
    public InterimDraft(CollectedInputs start, Func<ReleaseKey, string?> servedPayload)
    {
        this.start = start;
        this.servedPayload = servedPayload;
        files = start.GraphData.FilesInUse.Contents.ToBuilder();
    }

    /// <summary>Adds blocks and risks of other inputs.</summary>
    /// <param name="other">Whose files these are; null where there are none.</param>
    /// <param name="entries">Those that are wanted of them.</param>
    /// <param name="rules">Of some risks, by their names, the one that counts everywhere.</param>
    /// <param name="rulesOfAdded">Of some risks the one that counts in the added entries.</param>
    public void AddBlocks(
        CollectedInputs? other,
        IEnumerable<BlockedEdge> entries,
        ImmutableDictionary<string, Risk> rules,
        ImmutableDictionary<string, Risk> rulesOfAdded)
    {
        var own = start.Inputs.BlockedEdges.Where(entry => entry.Risk is not null).ToLookup(entry => entry.Risk!.Name, StringComparer.Ordinal);
        foreach (var entry in start.Inputs.BlockedEdges.Where(entry => entry.Risk is { } risk && rules.GetValueOrDefault(risk.Name)?.HasSameRules(risk) == false))
        {
            files[entry.Place.File] = BlockFile.Write(entry.To.ToString(), entry.From.Text, rules[entry.Risk!.Name]);
        }

        foreach (var entry in entries)
        {
            var path = entry.Place.File;
            var risk = entry.Risk is not { Name: var name } ? null
                : rules.GetValueOrDefault(name) ?? Known(entry, own[name]) ?? rulesOfAdded.GetValueOrDefault(name) ?? entry.Risk;
            Add(path, risk == entry.Risk ? other!.GraphData.FilesInUse.Contents[path] : BlockFile.Write(entry.To.ToString(), entry.From.Text, risk));
        }
    }

    /// <summary>Removes releases, as <see cref="MetadataKeys.Remove"/> says.</summary>
    public void RemoveReleases(IEnumerable<ReleaseKey> releases) => removedReleases.UnionWith(releases);

    /// <summary>Closes single pairs.</summary>
    /// <param name="demands">Each must be declared.</param>
    /// <param name="declared">All pairs that are declared.</param>
    /// <param name="mustBlock">Whether those that need a risk are blocked, since the risk did not stay on them.</param>
    public void Close(IEnumerable<PairDemand> demands, ImmutableArray<DeclaredPairs> declared, bool mustBlock)
    {
        var all = demands.ToLookup(demand => mustBlock || demand.Risks.IsEmpty);
        foreach (var demand in all[true])
        {
            if (!removedSources.TryGetValue(demand.Target, out var sources))
            {
                removedSources[demand.Target] = sources = new SortedSet<string>(StringComparer.Ordinal);
            }

            _ = sources.Add(demand.Source);
        }

        var byRisk = all[false]
            .SelectMany(demand => demand.Risks, (demand, risk) => (demand.Target, Risk: risk, demand.Source))
            .GroupBy(need => (need.Target, need.Risk), need => need.Source);
        var counts = new Lazy<Dictionary<ReleaseKey, int>>(() => declared
            .SelectMany(pairs => pairs.Versions.Select((version, release) => (
                Key: new ReleaseKey(version.Text, pairs.Architecture),
                Count: pairs.Offsets[release + 1] - pairs.Offsets[release])))
            .ToDictionary(entry => entry.Key, entry => entry.Count));
        foreach (var need in byRisk)
        {
            var (target, risk) = need.Key;
            var isAll = need.Count() == counts.Value[target]; // .* matches every source, and clients need no regular expression for it.
            foreach (var pattern in isAll ? [SourcePattern.All.Text] : BlockFile.PatternsOf(need, target.Architecture))
            {
                const int mostOfName = 100;
                var name = $"{target.Version}-{target.Architecture}-{risk.Name[..Math.Min(risk.Name.Length, mostOfName)]}";
                Add($"{GraphDataFiles.BlockedEdges}/{name}.yaml", BlockFile.Write($"{target.Version}+{target.Architecture}", pattern, risk));
            }
        }
    }

    /// <summary>Builds it; null where that is not possible.</summary>
    public RevisionMaterial? Build()
    {
        var graphData = start.GraphData.FilesInUse with { Contents = files.ToImmutable(), Problems = [], Identity = null };
        ImmutableArray<Problem> problems = [.. start.Parts.SelectMany(part => part.Problems).Where(problem => problem.Rule != ProblemRule.UnreadableSource)];
        var reading = new ReleaseReading(Changed(start.Inputs.Releases), problems);
        var inputs = InputCollector.CollectAgain(reader, graphData, reading, servedPayload, start.Inputs.Lenient, [start.Sources[0], Releases]);
        var build = inputs.IsRejected ? null : builder.Build(inputs.Inputs);
        return build is { IsRejected: false } ? RevisionMaterial.Of(inputs, build) : null;
    }

    /// <summary>A risk of the same name that an entry into the same target has here, or any; not one with other rules.</summary>
    private static Risk? Known(BlockedEdge entry, IEnumerable<BlockedEdge> own)
    {
        var same = own.Where(other => other.Risk!.HasSameRules(entry.Risk!)).ToList();
        return same.Find(other => other.Risk!.Equals(entry.Risk))?.Risk ?? (same.Find(other => other.To.Version == entry.To.Version) ?? same.FirstOrDefault())?.Risk;
    }

    /// <summary>Under a name that tells its content where another file has its own.</summary>
    private void Add(string path, ReadOnlyMemory<byte> content)
    {
        if (files.TryGetValue(path, out var there) && !there.Span.SequenceEqual(content.Span))
        {
            const int digits = 12;
            path = $"{path[..path.LastIndexOf('.')]}-{Convert.ToHexStringLower(SHA256.HashData(content.Span))[..digits]}.yaml";
        }

        files[path] = content;
    }

    private ImmutableArray<Release> Changed(ImmutableArray<Release> releases) => removedSources.Count == 0 && removedReleases.Count == 0
        ? releases
        : [.. releases.Select(release =>
            {
                var key = new ReleaseKey(release.Version.Text, release.Architecture);
                var closed = removedSources.TryGetValue(key, out var sources) ? With(release, MetadataKeys.PreviousRemove, string.Join(',', sources)) : release;
                return removedReleases.Contains(key) ? With(closed, MetadataKeys.Remove, "true") : closed;
            })];

    private static Release With(Release release, string key, string value)
    {
        var joined = release.Metadata.FirstOrDefault(entry => entry.Key == key).Value is { } there
            ? string.Join(',', there.Split(',').Select(part => part.Trim()).Append(value).SelectMany(part => part.Split(',')).Distinct(StringComparer.Ordinal))
            : value;
        return release with
        {
            Metadata = [.. release.Metadata.Where(entry => entry.Key != key).Append(KeyValuePair.Create(key, joined)).OrderBy(entry => entry.Key, StringComparer.Ordinal)],
        };
    }
}
