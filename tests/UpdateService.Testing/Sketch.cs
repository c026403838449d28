using System.Collections;
using System.Collections.Immutable;
using System.Text;
using UpdateService.Graph.Building;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Testing;

/// <summary>
/// Inputs of a build as a list of parts. Where no channel is named, one with the name of <see cref="Everything"/> lists
/// every release.
/// </summary>
public sealed class Sketch : IEnumerable<object>
{
    /// <summary>The channel of all releases.</summary>
    public const string Everything = "stable-4.1";

    private readonly List<object> parts = [];

    /// <summary>The parts as the builder takes them.</summary>
    public GraphInputs Inputs => new()
    {
        Releases = [.. parts.OfType<Release>()],
        Channels = parts.OfType<Channel>().Any() ? [.. parts.OfType<Channel>()] : [AllReleases()],
        BlockedEdges = [.. parts.OfType<BlockedEdge>()],
        RawMetadata = [.. parts.OfType<RawMetadata>()],
    };

    /// <summary>Adds a release.</summary>
    public void Add(Release release) => parts.Add(release);

    /// <summary>Adds a channel.</summary>
    public void Add(Channel channel) => parts.Add(channel);

    /// <summary>Adds a block or a risk.</summary>
    public void Add(BlockedEdge entry) => parts.Add(entry);

    /// <summary>Adds raw metadata.</summary>
    public void Add(RawMetadata entry) => parts.Add(entry);

    /// <summary>Adds several parts of one kind.</summary>
    public void Add(IEnumerable<object> more) => parts.AddRange(more);

    /// <summary>Builds, strictly and with nothing served before.</summary>
    public Built Build() => Built.From(Inputs);

    /// <inheritdoc/>
    public IEnumerator<object> GetEnumerator() => parts.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Channel AllReleases() => new(
        Everything,
        [.. parts.OfType<Release>().Select(release => new VersionName(release.Version, null)).Distinct()],
        new Place($"channels/{Everything}.yaml", 1));
}

/// <summary>A build and its answers in words.</summary>
public sealed class Built
{
    private Built(GraphBuild build) => Build = build;

    /// <summary>The build itself.</summary>
    public GraphBuild Build { get; }

    /// <summary>All problems.</summary>
    public ImmutableArray<Problem> Problems => Build.Problems;

    /// <summary>Builds, with a new builder or with one that was used before.</summary>
    public static Built From(GraphInputs inputs, GraphBuilder? builder = null) => new((builder ?? new GraphBuilder()).Build(inputs));

    /// <summary>The problems of a rule.</summary>
    public IEnumerable<Problem> Of(ProblemRule rule) => Problems.Where(problem => problem.Rule == rule);

    /// <summary>The bytes that a client gets.</summary>
    public byte[] Answer(string channel = Sketch.Everything, string architecture = "amd64") =>
        Build.Graph.Find(Graphs.Arch(architecture)) is { } graph && graph.ChannelNodes.TryGetValue(channel, out var nodes)
            ? AnswerWriter.Write(new ChannelGraph(graph, nodes), new JsonFragments(graph))
            : AnswerWriter.EmptyAnswer.ToArray();

    /// <summary>The same as text.</summary>
    public string Text(string channel = Sketch.Everything, string architecture = "amd64") => Encoding.UTF8.GetString(Answer(channel, architecture));

    /// <summary>The versions in the answer.</summary>
    public string Nodes(string channel = Sketch.Everything, string architecture = "amd64") =>
        string.Join(", ", AnswerPairs.Of(Answer(channel, architecture)).Nodes);

    /// <summary>The unconditional edges in the answer, such as <c>4.1.0 > 4.1.1</c>, in ordinal order.</summary>
    public string Edges(string channel = Sketch.Everything, string architecture = "amd64") =>
        string.Join(", ", AnswerPairs.Of(Answer(channel, architecture)).Edges.Select(Words).Order(StringComparer.Ordinal));

    /// <summary>The conditional edges in the answer, such as <c>4.1.0 > 4.1.1 (A, B)</c>, in ordinal order.</summary>
    public string Conditional(string channel = Sketch.Everything, string architecture = "amd64") =>
        string.Join(", ", AnswerPairs.Of(Answer(channel, architecture)).Conditional.Select(pair => $"{Words(pair.Key)} ({pair.Value})").Order(StringComparer.Ordinal));

    /// <summary>The metadata of a release in the answer; null where it has no such key.</summary>
    public string? Metadata(string version, string key, string channel = Sketch.Everything, string architecture = "amd64") =>
        AnswerPairs.Of(Answer(channel, architecture)).Metadata[version].GetValueOrDefault(key);

    private static string Words((string From, string To) pair) => $"{pair.From} > {pair.To}";
}
