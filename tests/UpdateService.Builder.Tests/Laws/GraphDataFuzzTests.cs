using System.Text;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>
/// Graph-data of which one file is broken: no answer breaks a rule of the clients, and no edge is open that the other files block, whatever
/// the broken one says.
/// </summary>
public sealed class GraphDataFuzzTests
{
    private const string Metadata = "raw/metadata.json";

    private static readonly string[] Versions = ["4.1.0", "4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.2.0-rc.1", "4.2.0"];

    /// <summary>Each release follows all those before it.</summary>
    private static readonly GraphDataSketch Whole = GraphDataSketch.Empty
        .With("version", "1.1.0\n")
        .With("channels/stable-4.1.yaml", Channel("stable-4.1", Versions[..5]))
        .With("channels/stable-4.2.yaml", Channel("stable-4.2", Versions))
        .With("channels/fast.yaml", "feeder:\n  delay: PT1H\n  name: candidate-4.2\nname: fast-4.2\nversions: ['4.1.4', \"4.2.0\"]\n")
        .With("blocked-edges/hard.yaml", "to: 4.1.2\nfrom: 4[.]1[.]0[+].*\n")
        .With("blocked-edges/all.yaml", "to: 4.1.3\nfrom: .*\n# why\nname: Broken\nurl: https://example.com/broken\nmessage: It does not boot.\n")
        .With("blocked-edges/risk.yaml", "to: 4.1.4\nfrom: ^4[.]1[.].*$\nurl: https://example.com/risk\nname: SomeRisk\nmessage: |\n  It may happen: \"now\".\nmatchingRules:\n- type: PromQL\n  promql:\n    promql: max(up) > 0\n- {type: Always}\n")
        .With("blocked-edges/arm.yaml", "to: 4.2.0+amd64\nfrom: 4[.]2[.]0-rc[.]1[+]amd64\nurl: https://example.com/risk\nname: OtherRisk\nmessage: m\nmatchingRules: [{type: Always}]\n")
        .With(Metadata, "{\n \"4.2.0\": {\"io.openshift.upgrades.graph.previous.remove\": \"4.1.0,4.1.1\"}\n}\n")
        .With("releases/releases.jsonl", string.Concat(Versions.SelectMany((version, index) => new[] { "amd64", "arm64" }.Select(architecture => GraphDataDirectory.ReleaseOf(version, architecture, Versions[..index])))));

    /// <summary>What each file keeps closed to clients that do not know the risk; for both architectures.</summary>
    private static readonly Dictionary<string, (string From, string To)[]> Closed = new(StringComparer.Ordinal)
    {
        ["blocked-edges/hard.yaml"] = [("4.1.0", "4.1.2")],
        ["blocked-edges/all.yaml"] = [("4.1.0", "4.1.3"), ("4.1.1", "4.1.3"), ("4.1.2", "4.1.3")],
        ["blocked-edges/risk.yaml"] = [("4.1.0", "4.1.4"), ("4.1.1", "4.1.4"), ("4.1.2", "4.1.4"), ("4.1.3", "4.1.4")],
        [Metadata] = [("4.1.0", "4.2.0"), ("4.1.1", "4.2.0")],
    };

    private static readonly Corpus Files = new(
        [.. Whole.Files.Contents.Values.Select(content => content.ToArray())],
        [.. Tokens.Yaml, .. Tokens.Of("4.1.0", "4.1.3", "4.2.0", "'4.1.3'", "{\"4.1.3\":{\"io.openshift.upgrades.graph.previous.add\":\"4.1.0\"}}", "\"io.openshift.upgrades.graph.next.add\":\"4.1.3\",", "matchingRules:\n- type: Always\n", "(?i)", "[", "x{5}", "\"previous\":[\"4.1.0\"]", "\"version\":\"4.1.3\"", "\"arch\":\"amd64\"")]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_file_breaks_no_rule_and_opens_no_edge_that_others_block(bool lenient)
    {
        var paths = Whole.Files.Contents.Keys.ToArray();
        Fuzz.Cases(
            Files,
            mutator => mutator.Random.Next(paths.Length) is var index ? (Path: paths[index], Content: mutator.Break(Files.Entries[index])) : default,
            test => test.Content,
            async test => await AssertSafeAsync(test.Path, test.Content, lenient),
            inputs: 300);
    }

    private static async Task AssertSafeAsync(string path, byte[] content, bool lenient)
    {
        var source = new GraphDataInMemory(Whole.Files);
        var collector = new InputCollector(source, [], lenient);
        var good = await collector.CollectAsync(CancellationToken.None);
        Assert.False(good.IsRejected);
        source.Files = Whole.With(path, content).Files;
        foreach (var current in (InputCollector[])[collector, new InputCollector(source, [], lenient)])
        {
            var inputs = await current.CollectAsync(["stable-4.1", "stable-4.2", "fast-4.2"], static _ => null, SourceChanges.Unknown, CancellationToken.None);
            Assert.All(inputs.Problems, problem => Fuzz.AssertTold(problem.Message));
            var isUnreadable = IsUnreadable(path, content);
            Assert.True(lenient || !isUnreadable || inputs.IsRejected, "An unreadable file must refuse the revision.");
            var build = inputs.IsRejected ? null : new GraphBuilder().Build(inputs.Inputs);
            if (build is null or { IsRejected: true })
            {
                continue;
            }

            AssertClosed(build, Closed.Where(file => file.Key != path || isUnreadable).SelectMany(file => file.Value).ToHashSet());
        }
    }

    private static bool IsUnreadable(string path, byte[] content) =>
        new GraphDataReader().Read(Whole.With(path, content).Files, lenient: false, new HashSet<string>()).Problems.Any(problem => problem.Place.File == path && problem.Severity == ProblemSeverity.Rejecting);

    private static void AssertClosed(GraphBuild build, HashSet<(string From, string To)> closed)
    {
        foreach (var (channel, architecture, answer) in new AnswerFactory().Make(build.Graph).All)
        {
            Assert.True(Invariants.Violations(answer.Body, architecture) is [], string.Join("; ", Invariants.Violations(answer.Body, architecture)));
            var open = AnswerPairs.Of(answer.Body).Edges.Where(closed.Contains).ToList();
            Assert.True(open.Count == 0, $"{channel} {architecture} opens {string.Join(", ", open)}: {Encoding.UTF8.GetString(answer.Body)}");
        }
    }

    private static string Channel(string name, IEnumerable<string> versions) => GraphDataDirectory.ChannelOf(name, versions);
}
