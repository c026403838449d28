using System.IO.Compression;
using System.Text.Json;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Builder.Tests.Conformance;

/// <summary>
/// The graph that this service builds from the real releases and the graph-data of a day is the one that the hosted service
/// answered on that day: nodes, edges and conditional edges as sets.
/// </summary>
public sealed class ProductionAnswerTests
{
    /// <summary>It remembers what it read, and all days have the same releases.</summary>
    private static readonly CatalogueFile Catalogue = new(SharedData.Releases, lenient: false);

    public static TheoryData<string> Answers { get; } = Folders();

    [SharedDataTheory]
    [MemberData(nameof(Answers))]
    public async Task The_answer_is_that_of_the_hosted_service(string folder)
    {
        var path = Path.Combine(SharedData.Folder, "production", folder);
        var (channel, architecture) = Question(folder);
        var expected = AnswerContent.Of(Unpack(Path.Combine(path, "response.json.gz")));

        var collector = new InputCollector(
            new GraphDataInMemory(GraphDataTar.Read(Path.Combine(path, "graph-data.tar.gz"))),
            [Catalogue],
            lenient: false);
        var inputs = await collector.CollectAsync(CancellationToken.None);
        Assert.Empty(inputs.Problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting));
        var build = new GraphBuilder().Build(inputs.Inputs);
        Assert.False(build.IsRejected);
        var graph = build.Graph.Find(Graphs.Arch(architecture))!;
        var actual = AnswerContent.Of(AnswerWriter.Write(new ChannelGraph(graph, graph.ChannelNodes[channel]), new JsonFragments(graph)));

        AssertSameSet(expected.Nodes, actual.Nodes);
        AssertSameSet(expected.Edges, actual.Edges);
        AssertSameSet(expected.ConditionalEdges, actual.ConditionalEdges);
    }

    [SharedDataFact]
    public void All_24_answers_are_compared() => Assert.Equal(24, Answers.Count);

    private static TheoryData<string> Folders()
    {
        var folders = new TheoryData<string>();
        foreach (var folder in SharedData.Production)
        {
            folders.Add(Path.GetFileName(folder));
        }

        if (folders.Count == 0)
        {
            folders.Add("absent"); // A table must not be empty; its tests are skipped with the reason.
        }

        return folders;
    }

    private static (string Channel, string Architecture) Question(string folder)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Folder, "production", "index.json")));
        var entry = index.RootElement.EnumerateArray().Single(item => item.GetProperty("folder").GetString() == folder);
        return (entry.GetProperty("channel").GetString()!, entry.GetProperty("arch").GetString()!);
    }

    private static byte[] Unpack(string path)
    {
        using var file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private static void AssertSameSet(IReadOnlySet<string> expected, IReadOnlySet<string> actual)
    {
        var missing = expected.Except(actual, StringComparer.Ordinal).ToList();
        var extra = actual.Except(expected, StringComparer.Ordinal).ToList();
        Assert.True(
            missing.Count == 0 && extra.Count == 0,
            $"{missing.Count} missing, such as {missing.FirstOrDefault()}; {extra.Count} too many, such as {extra.FirstOrDefault()}");
    }
}
