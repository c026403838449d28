using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>
/// Makes domain records of graph-data files and gathers every problem in them. A file that cannot be understood refuses
/// the whole set; in lenient mode something safe stands in for it: its last good content, or a block of every edge.
/// </summary>
/// <remarks>One reader follows one source and remembers its files; it is not thread-safe.</remarks>
public sealed class GraphDataReader
{
    private readonly FileCache<Channel> channels = new(ChannelFile.Read);
    private readonly BlockedEdgeFile blockedEdgeFile = new();
    private readonly FileCache<BlockedEdge> blockedEdges;
    private readonly FileCache<IReadOnlyList<RawMetadata>> rawMetadata = new(RawMetadataFile.Read);
    private readonly FileCache<ReleaseVersion> schema = new(SchemaVersionFile.Read);
    private GraphDataSet? last;

    private readonly RevisionLimits limits;

    /// <summary>A reader that has read nothing yet.</summary>
    /// <param name="limits">What a set may hold; null for the defaults.</param>
    public GraphDataReader(RevisionLimits? limits = null)
    {
        this.limits = limits ?? new RevisionLimits();
        blockedEdges = new FileCache<BlockedEdge>(blockedEdgeFile.Read);
    }

    /// <summary>Reads a set.</summary>
    /// <param name="files">What the source gave.</param>
    /// <param name="lenient">Whether something safe may stand in for a file that cannot be understood.</param>
    /// <param name="servedChannels">The channels of the revision that is served: lenient mode leaves none of them out.</param>
    public GraphDataSet Read(GraphDataFiles files, bool lenient, IReadOnlySet<string> servedChannels)
    {
        if (GraphDataLimits.CheckText(files, limits) is { } excess)
        {
            return new GraphDataSet { Files = files, FilesInUse = files, Problems = [.. files.Problems.Append(excess).Order()] };
        }

        var stand = new Lenience(lenient, servedChannels);
        var problems = new List<Problem>(files.Problems);
        var inUse = files.Contents.ToBuilder();
        CheckFolders(files, problems);
        var report = Report(files, lenient, problems);
        var set = new GraphDataSet
        {
            Files = files,
            FilesInUse = files,
            Schema = ReadSchema(files, inUse, problems),
            Channels = [.. Read(channels, Yaml(files, GraphDataFiles.Channels, problems), stand.ForChannel, inUse, problems)],
            BlockedEdges =
            [
                .. Read(blockedEdges, Yaml(files, GraphDataFiles.BlockedEdges, problems), stand.ForBlockedEdge, inUse, problems),
                .. report.Suspects.SelectMany(suspect => ReadSuspect(suspect, inUse, problems)),
            ],
            Leftovers = report.Leftovers,
            RawMetadata = ReadRawMetadata(files, stand, inUse, problems),
            Date = ReadDate(files),
        };
        blockedEdgeFile.KeepOnly(set.BlockedEdges);
        problems.AddRange(GraphDataLimits.Check(set.BlockedEdges, limits));
        return last = Share(set with { FilesInUse = files with { Contents = inUse.ToImmutable() }, Problems = [.. problems.Distinct().Order()] });
    }

    private static UnreadFileReport Report(GraphDataFiles files, bool lenient, List<Problem> problems)
    {
        var report = new UnreadFileReport(problems);
        foreach (var file in files.In(GraphDataFiles.Channels).Concat(files.In(GraphDataFiles.BlockedEdges)).Where(file => !IsYaml(file)))
        {
            report.Add(new UnreadFile(file.Key, file.Value, null), lenient);
        }

        foreach (var file in files.Unread)
        {
            report.Add(file, lenient);
        }

        report.End();
        return report;
    }

    /// <summary>In lenient mode a block in a file that is not read by its name counts as it stands; if it cannot be understood, it blocks all edges into its target.</summary>
    private IEnumerable<BlockedEdge> ReadSuspect(
        KeyValuePair<string, ReadOnlyMemory<byte>> suspect,
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder inUse,
        List<Problem> problems)
    {
        var (path, content) = suspect;
        var block = blockedEdgeFile.Read(path, content).Value;
        var replacement = content;
        if (block is null && BlockedEdgeFile.BlockAllInto(path, content) is { } all)
        {
            (block, replacement) = (all, BlockedEdgeFile.WriteBlockAllInto(all.To));
        }

        if (block is null)
        {
            problems.Add(new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place(path, 0), "The file may hold a block or a channel, its name does not end in .yaml or .yml, and it cannot be parsed. Remove it, or make it a .yaml file."));
            yield break;
        }

        problems.Add(new Problem(ProblemRule.LenientReplacement, ProblemSeverity.Error, new Place(path, 0), $"The name of the file does not end in .yaml or .yml. The block of edges into {block.To} that it holds is applied nevertheless."));
        _ = inUse.Remove(path);
        inUse[$"{GraphDataFiles.BlockedEdges}/{path.Replace('/', '-')}.yaml"] = replacement;
        yield return block;
    }

    private static IEnumerable<T> Read<T>(
        FileCache<T> cache,
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> files,
        Func<string, ReadOnlyMemory<byte>, FileReading<T>, GoodReading<T>?, FileReading<T>> standIn,
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder inUse,
        List<Problem> problems)
        where T : class
    {
        foreach (var (path, content, reading, lastGood) in cache.ReadAll(files))
        {
            var used = reading.Value is null ? standIn(path, content, reading, lastGood) : reading;
            problems.AddRange(used.Problems);
            if (used.StandIn is { Content: { } replacement })
            {
                inUse[path] = replacement;
            }
            else if (used.StandIn is not null)
            {
                _ = inUse.Remove(path);
            }

            if (used.Value is not null)
            {
                yield return used.Value;
            }
        }
    }

    private static void CheckFolders(GraphDataFiles files, List<Problem> problems)
    {
        if (files.Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting))
        {
            return; // What could not be read is reported already; "missing" would mislead.
        }

        if (!files.Contents.ContainsKey(GraphDataFiles.Version))
        {
            Missing(GraphDataFiles.Version, "The file 'version' with the schema version (such as 1.1.0) is missing; is this a graph-data folder?");
        }

        if (!files.Folders.Contains(GraphDataFiles.BlockedEdges))
        {
            Missing(GraphDataFiles.BlockedEdges, "The folder is missing; where nothing is blocked, make it empty.");
        }

        if (!files.In(GraphDataFiles.Channels).Any(IsYaml))
        {
            Missing(GraphDataFiles.Channels, "The folder is missing or holds no .yaml file, so every cluster would lose its channel.");
        }

        void Missing(string place, string message) =>
            problems.Add(new Problem(ProblemRule.MissingFile, ProblemSeverity.Rejecting, new Place(place, 0), message));
    }

    private static List<KeyValuePair<string, ReadOnlyMemory<byte>>> Yaml(GraphDataFiles files, string folder, List<Problem> problems)
    {
        var yaml = files.In(folder).Where(IsYaml).ToList();
        problems.AddRange(yaml.Where(file => !file.Key.EndsWith(".yaml", StringComparison.Ordinal)).Select(file => new Problem(
            ProblemRule.YmlExtension,
            ProblemSeverity.Warning,
            new Place(file.Key, 0),
            "The reference implementation reads .yaml files only and would ignore this one silently.")));
        return yaml;
    }

    private static bool IsYaml(KeyValuePair<string, ReadOnlyMemory<byte>> file) =>
        (file.Key.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Key.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        && !Leftovers.IsBinary(file.Key[(file.Key.LastIndexOf('/') + 1)..], file.Value.Span);

    private static List<KeyValuePair<string, ReadOnlyMemory<byte>>> Single(GraphDataFiles files, string path) =>
        files.Contents.TryGetValue(path, out var content) ? [KeyValuePair.Create(path, content)] : [];

    /// <summary>A hint for people: whatever else stands in the file is ignored.</summary>
    private static string? ReadDate(GraphDataFiles files) =>
        files.Contents.TryGetValue(GraphDataFiles.Date, out var content)
        && Utf8Text.TryDecode(content.Span, out var text, out _)
        && DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", out var date)
            ? date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private ReleaseVersion? ReadSchema(GraphDataFiles files, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder inUse, List<Problem> problems) =>
        Read(schema, Single(files, GraphDataFiles.Version), static (_, _, reading, _) => reading, inUse, problems).FirstOrDefault();

    private ImmutableArray<RawMetadata> ReadRawMetadata(
        GraphDataFiles files,
        Lenience stand,
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder inUse,
        List<Problem> problems)
        => [.. Read(rawMetadata, Single(files, GraphDataFiles.RawMetadata), stand.ForLastGoodOnly, inUse, problems).SelectMany(entries => entries)];

    /// <summary>Lists that did not change stay the same objects, so that the builder sees at a glance what it need not redo.</summary>
    private GraphDataSet Share(GraphDataSet set) => last is null ? set : set with
    {
        RawMetadata = set.RawMetadata.AsSpan().SequenceEqual(last.RawMetadata.AsSpan()) ? last.RawMetadata : set.RawMetadata,
        Channels = set.Channels.AsSpan().SequenceEqual(last.Channels.AsSpan()) ? last.Channels : set.Channels,
        BlockedEdges = set.BlockedEdges.AsSpan().SequenceEqual(last.BlockedEdges.AsSpan()) ? last.BlockedEdges : set.BlockedEdges,
    };
}
