using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Tests.Shipped;

/// <summary>The data set of this repository holds the facts of the published data, and nothing that is not ours to ship.</summary>
public sealed partial class PublishedComparisonTests
{
    [SharedDataFact]
    public async Task Writing_it_again_gives_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("graph-data-");
        try
        {
            using var output = new StringWriter();
            var status = await SnapshotCommand.RunAsync(
                ["--graph-data", SharedData.GraphData, "--releases", SharedData.Releases, "--output", folder.FullName, "--date=2026-08-21"],
                output,
                output);
            Assert.True(status == 0, output.ToString());
            Assert.DoesNotContain("note:", output.ToString(), StringComparison.Ordinal);
            FolderContent.AssertSame(ShippedGraphData.Folder, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SharedDataFact]
    public async Task Every_answer_has_the_nodes_edges_and_risks_of_the_published_data()
    {
        var shipped = await ShippedGraphData.ReadAsync();
        var published = await ShippedGraphData.ReadAsync(
            new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData)),
            [new CatalogueFile(SharedData.Releases, lenient: false)]);
        var from = new MinorVersion(4, 12);
        var expected = published.Answers.All.Where(answer => MinorVersion.OfChannel(answer.Channel)!.Value.CompareTo(from) >= 0).ToList();
        Assert.Equal(shipped.Answers.Count, expected.Count);
        Assert.All(expected, answer =>
        {
            var left = AnswerFacts.Of(answer.Answer.Body);
            var right = AnswerFacts.Of(shipped.Answers.Find(answer.Channel, answer.Architecture).Body);
            Assert.True(left.Nodes.SetEquals(right.Nodes), $"nodes of {answer.Channel} {answer.Architecture}");
            Assert.True(left.Edges.SetEquals(right.Edges), $"edges of {answer.Channel} {answer.Architecture}");
            Assert.True(left.ConditionalEdges.SetEquals(right.ConditionalEdges), $"risks of {answer.Channel} {answer.Architecture}");
        });
        var compared = expected.ConvertAll(answer => AnswerFacts.Of(answer.Answer.Body));
        Assert.True(compared.Sum(answer => answer.ConditionalEdges.Count) > 100_000, "there is little to compare");
    }

    [SharedDataFact]
    public async Task Every_known_digest_is_shipped_and_no_invented_one()
    {
        var published = PublishedDigests();
        Assert.All(
            (await ShippedGraphData.ReadAsync()).Build.Selected,
            release => Assert.Equal(published[release.ToString()] is { IsInvented: false } known ? known.Digest : "", release.Digest));

        var invented = published.Values.Where(known => known.IsInvented).Select(known => known.Digest).ToHashSet(StringComparer.Ordinal);
        var written = FolderContent.Of(ShippedGraphData.Folder).Values
            .SelectMany(content => DigestPattern().Matches(Encoding.UTF8.GetString(content)));
        Assert.DoesNotContain(written, digest => invented.Contains(digest.Value));
    }

    [SharedDataFact]
    public async Task Neither_a_message_nor_a_query_is_a_published_one()
    {
        var published = PublishedRisks();
        var texts = published.Select(risk => risk.Message).Concat(Queries(published));
        var theirs = texts.Select(Bare).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var shipped = await ShippedRisksAsync();
        Assert.All(shipped.Select(risk => risk.Message).Concat(Queries(shipped)), text => Assert.DoesNotContain(Bare(text), theirs));
    }

    [SharedDataFact]
    public async Task No_message_has_eight_words_in_a_row_of_a_published_one()
    {
        var theirs = PublishedRisks().SelectMany(risk => Runs(risk.Message)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ours = (await ShippedRisksAsync()).Select(risk => risk.Message).Distinct(StringComparer.Ordinal);
        Assert.All(ours.SelectMany(Runs), run => Assert.DoesNotContain(run, theirs));
    }

    [SharedDataFact]
    public async Task A_query_that_selects_by_cluster_id_still_does()
    {
        const string clusterId = "_id=\"\"";
        var selecting = PublishedRisks()
            .Where(risk => Queries([risk]).Any(query => query.Contains(clusterId, StringComparison.Ordinal)))
            .Select(risk => risk.Name)
            .ToHashSet(StringComparer.Ordinal);
        var shipped = (await ShippedRisksAsync()).FindAll(risk => selecting.Contains(risk.Name));
        Assert.NotEmpty(shipped);
        Assert.All(shipped, risk => Assert.Contains(clusterId, Assert.Single(Queries([risk])), StringComparison.Ordinal));
    }

    private static List<Risk> PublishedRisks() => Risks(ShippedGraphData.ReadPublished().BlockedEdges);

    private static async Task<List<Risk>> ShippedRisksAsync() => Risks((await ShippedGraphData.ReadAsync()).Inputs.Inputs.BlockedEdges);

    private static List<Risk> Risks(ImmutableArray<BlockedEdge> blocks) => [.. blocks.Select(block => block.Risk).OfType<Risk>()];

    private static IEnumerable<string> Queries(IEnumerable<Risk> risks) =>
        risks.SelectMany(risk => risk.MatchingRules).Select(rule => rule.PromQl).OfType<string>();

    private static string Bare(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static IEnumerable<string> Runs(string message)
    {
        const int length = 8;
        var words = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(0, Math.Max(0, words.Length - length + 1))
            .Select(start => string.Join(' ', words[start..(start + length)]));
    }

    private static Dictionary<string, (string Digest, bool IsInvented)> PublishedDigests()
    {
        using var packed = new GZipStream(File.OpenRead(SharedData.Releases), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        var digests = new Dictionary<string, (string Digest, bool IsInvented)>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            digests[$"{json.GetProperty("version")}+{json.GetProperty("arch")}"] =
                (json.GetProperty("payload").GetString()!.Split('@')[1], json.GetProperty("digest_fake").GetBoolean());
        }

        return digests;
    }

    [GeneratedRegex("sha256:[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DigestPattern();
}
