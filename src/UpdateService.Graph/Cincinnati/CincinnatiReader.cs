using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Cincinnati;

/// <summary>The result of reading an answer.</summary>
/// <param name="Graph">The graph of its one architecture; null if the answer cannot be understood.</param>
/// <param name="Problems">Each with its place inside the answer.</param>
public sealed record CincinnatiReading(UpdateGraph? Graph, ImmutableArray<Problem> Problems);

/// <summary>
/// Reads a Cincinnati answer, of this service or another, back into a graph. It is strict: it refuses an answer that a Cluster Version
/// Operator would refuse as a whole. What an operator would drop is dropped, towards fewer edges, and reported.
/// </summary>
/// <remarks>
/// An answer does not name its channel and architecture. The nodes' metadata name channels, but an answer has only the edges of its
/// own channel, so pass the channel if it is known.
/// </remarks>
public sealed class CincinnatiReader
{
    private const string UnnamedChannel = "graph";

    private readonly Architecture architecture;
    private readonly string? channel;
    private readonly string file;
    private readonly List<Problem> problems = [];
    private GraphNode[] nodes = [];
    private int[] numberOf = [];

    private CincinnatiReader(Architecture architecture, string? channel, string file)
    {
        this.architecture = architecture;
        this.channel = channel;
        this.file = file;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="json">The whole answer, UTF-8.</param>
    /// <param name="architecture">The requested architecture.</param>
    /// <param name="channel">The requested channel; null if it is not known.</param>
    /// <param name="file">Its name, for problems.</param>
    public static CincinnatiReading Read(ReadOnlyMemory<byte> json, Architecture architecture, string? channel, string file) =>
        new CincinnatiReader(architecture, channel, file).Read(json);

    private CincinnatiReading Read(ReadOnlyMemory<byte> json)
    {
        UpdateGraph? graph = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            graph = Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            var line = (int)Math.Min(int.MaxValue, (exception.LineNumber ?? 0) + 1);
            problems.Add(new Problem(
                ProblemRule.InvalidJson,
                ProblemSeverity.Rejecting,
                new Place(file, line),
                $"This is not JSON: line {line}, byte {exception.BytePositionInLine + 1}. Store the answer as the service gave it."));
        }
        catch (InvalidOperationException)
        {
            // The document checks its texts only when they are read.
            Reject(ProblemRule.InvalidEncoding, "A text in it is not UTF-8, or holds half a surrogate pair. Store the answer as the service gave it.");
        }

        var isRejected = problems.Exists(problem => problem.Severity == ProblemSeverity.Rejecting);
        return new CincinnatiReading(isRejected ? null : graph, [.. problems.Order()]);
    }

    private UpdateGraph? Read(JsonElement root)
    {
        if (!TryArray(root, "nodes", out var nodeElements) || !TryArray(root, "edges", out var edgeElements))
        {
            Reject(ProblemRule.InvalidValue, "A Cincinnati answer is an object with the arrays 'nodes' and 'edges'; this is none.");
            return null;
        }

        var read = nodeElements.EnumerateArray().Select(ReadNode).ToList();
        if (read.Contains(null) || !TrySort(read))
        {
            return null;
        }

        var edges = new CincinnatiEdges(numberOf, nodes, Report);
        edges.ReadPlain(edgeElements);
        if (TryArray(root, "conditionalEdges", out var groups))
        {
            edges.ReadConditional(groups);
        }
        else if (groups.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            Reject(ProblemRule.InvalidValue, "'conditionalEdges' is no array; clients refuse the answer.");
        }

        var graph = edges.Assemble(architecture, nodes, ChannelNodes());
        return new UpdateGraph([graph], [.. graph.ChannelNodes.Keys]);
    }

    private GraphNode? ReadNode(JsonElement element, int place)
    {
        if (Text(element, "version") is not { } versionText || Text(element, "payload") is not { } payload)
        {
            Reject(ProblemRule.InvalidValue, $"nodes[{place}] has no version or no payload.");
            return null;
        }

        if (!ReleaseVersion.TryParse(versionText, out var version, out var reason))
        {
            Reject(ProblemRule.InvalidVersion, $"nodes[{place}]: {reason}.");
            return null;
        }

        var metadata = element.TryGetProperty("metadata", out var values) && values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject()
                .Where(entry => entry.Value.ValueKind == JsonValueKind.String)
                .GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entries => KeyValuePair.Create(entries.Key, entries.Last().Value.GetString()!))
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .ToImmutableArray()
            : [];
        var release = new Release(version.WithoutBuild, architecture, payload, new Place(file, 0)) { Metadata = metadata };
        return new GraphNode(release, Channels(metadata), metadata);
    }

    private ImmutableArray<string> Channels(ImmutableArray<KeyValuePair<string, string>> metadata)
    {
        var listed = metadata.FirstOrDefault(entry => entry.Key == MetadataKeys.Channels).Value ?? "";
        var names = listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Concat(channel is null ? [] : [channel])
            .Distinct(StringComparer.Ordinal)
            .Order(ChannelName.SortOrder);
        ImmutableArray<string> all = [.. names];
        return all.IsEmpty ? [UnnamedChannel] : all;
    }

    private bool TrySort(List<GraphNode?> read)
    {
        var order = Enumerable.Range(0, read.Count).OrderBy(place => read[place]!.Version, ReleaseVersion.SortOrder).ToArray();
        nodes = Array.ConvertAll(order, place => read[place]!);
        numberOf = new int[order.Length];
        for (var number = 0; number < order.Length; number++)
        {
            numberOf[order[number]] = number;
            if (number > 0 && nodes[number].Version == nodes[number - 1].Version)
            {
                Reject(ProblemRule.DuplicateRelease, $"Two nodes have the version {nodes[number].Version}.");
                return false;
            }
        }

        return true;
    }

    private ImmutableSortedDictionary<string, ImmutableArray<int>> ChannelNodes() => Enumerable.Range(0, nodes.Length)
        .SelectMany(node => nodes[node].Channels.Select(name => (Name: name, Node: node)))
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Select(member => member.Node).ToImmutableArray(), ChannelName.SortOrder);

    private static bool TryArray(JsonElement element, string name, out JsonElement array)
    {
        array = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out array) && array.ValueKind == JsonValueKind.Array;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private void Reject(ProblemRule rule, string message) => Report(rule, ProblemSeverity.Rejecting, message);

    private void Report(ProblemRule rule, ProblemSeverity severity, string message) => problems.Add(new Problem(rule, severity, new Place(file, 0), message));
}
