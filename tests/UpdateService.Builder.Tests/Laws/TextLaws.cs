using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using UpdateService.GraphData;
using UpdateService.GraphData.Catalogues;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>The way from bytes to answers: files of a scenario, of which some are damaged at random.</summary>
public sealed class TextLaws
{
    private const int Tests = 150;

    private static readonly byte[][] Noise =
    [
        .. new[]
        {
            "", "\n", "\t", "\0", ":", "- ", "[", "]", "{", "}", "\"", "'", "\\", "*", "&a ", "*a", "!!", "|", ">", "%", "---\n", "...\n", "# ", "<<: ", "? ", "null", "4.10", "true", "to: 4.1.1\n", "from: .*\n", "name: B\n",
            "\"\\uD800\"", "\"\\UFFFFFFFF\"", ",", "\"a\":1,", "(", "[[:digit:]]", "\u2028", "\uFEFF", "999999999999999999999",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0x80],
    ];

    [Fact]
    public void Reading_never_throws_and_no_answer_breaks_a_rule() => Law.Holds(
        Cases(),
        async test =>
        {
            foreach (var lenient in new[] { false, true })
            {
                var build = await BuildAsync(test.Damaged, lenient);
                foreach (var (_, architecture, answer) in build is null ? [] : new AnswerFactory().Make(build.Graph).All)
                {
                    Assert.True(Invariants.Violations(answer.Body, architecture) is [], string.Join("; ", Invariants.Violations(answer.Body, architecture)));
                }
            }
        },
        Tests);

    [Fact]
    public void The_same_files_give_the_same_bytes() => Law.Holds(
        Cases(),
        async test =>
        {
            var (first, second) = (await BuildAsync(test.Damaged, lenient: true), await BuildAsync(test.Damaged, lenient: true));
            Assert.Equal(first is null, second is null);
            if (first is not null)
            {
                Assert.Equal(Scenario.Bytes(new AnswerFactory().Make(first.Graph)), Scenario.Bytes(new AnswerFactory().Make(second!.Graph)));
            }
        },
        Tests / 3);

    [Fact]
    public void No_edge_is_open_that_a_whole_file_blocks_whatever_is_wrong_with_the_others() => Law.Holds(
        Cases(),
        async test =>
        {
            foreach (var lenient in new[] { false, true })
            {
                if (await BuildAsync(test.Damaged, lenient) is not { } build)
                {
                    continue;
                }

                // Only the entries of files that nothing happened to; what stands in for the others may block more.
                var whole = test.Scenario with { BlockedEdges = [.. test.Scenario.BlockedEdges.Where((_, index) => test.Damaged.Files.Contents[$"blocked-edges/{index}.yaml"].Span.SequenceEqual(test.Whole.Files.Contents[$"blocked-edges/{index}.yaml"].Span))], RawMetadata = [] };
                var oracle = new EdgeOracle(whole, build);
                foreach (var (_, architecture, answer) in new AnswerFactory().Make(build.Graph).All)
                {
                    var pairs = AnswerPairs.Of(answer.Body);
                    Assert.DoesNotContain(pairs.Edges, pair => oracle.IsTouched(pair.From, pair.To, Graphs.Arch(architecture)));
                    Assert.DoesNotContain(pairs.Conditional.Keys, pair => oracle.IsBlocked(pair.From, pair.To, Graphs.Arch(architecture)));
                }
            }
        },
        Tests);

    [Fact]
    public void Lenient_mode_after_a_good_revision_opens_no_edge_and_loses_no_version() => Law.Holds(
        Cases(),
        test =>
        {
            var reader = new GraphDataReader();
            var good = Build(test.Scenario, test.Whole.Read(reader, lenient: true));
            var served = good.Channels.ToArray();
            var set = test.Damaged.Read(reader, lenient: true, served);
            if (set.IsRejected || !test.IsUnreadable)
            {
                return;
            }

            var then = Build(test.Scenario, set);
            foreach (var architecture in good.Architectures)
            {
                foreach (var (channel, nodes) in architecture.ChannelNodes)
                {
                    var after = then.Find(architecture.Architecture)!;
                    Assert.True(after.ChannelNodes.TryGetValue(channel, out var kept));
                    Assert.Equal(nodes.Select(node => architecture.Nodes[node].Version.Text), kept.Select(node => after.Nodes[node].Version.Text));
                }

                Assert.Subset(OpenEdges(architecture), OpenEdges(then.Find(architecture.Architecture)!));
            }
        },
        Tests);

    [Fact]
    public void A_catalogue_is_read_whole_or_every_bad_line_is_told() => Law.Holds(
        (from scenario in Scenario.Arbitrary.Generator from damage in Damage() select (scenario, damage)).ToArbitrary(),
        test =>
        {
            var whole = CatalogueWriter.Write(test.scenario.Releases);
            var damaged = test.damage(whole);
            var (strict, lenient) = (CatalogueReader.Read("c.jsonl", damaged, lenient: false), CatalogueReader.Read("c.jsonl", damaged, lenient: true));
            Assert.Equal(strict.Problems.Length, lenient.Problems.Length);
            Assert.All(strict.Problems, problem => Assert.Equal(ProblemSeverity.Rejecting, problem.Severity));
            var lines = Encoding.Latin1.GetString(damaged).Split('\n').Count(line => line.Trim(' ', '\t', '\r') is { Length: > 0 } text && text[0] != '#' && text != "\u00EF\u00BB\u00BF");
            Assert.Equal(lines, lenient.Releases.Length + lenient.Problems.Length);
        },
        Tests);

    private static HashSet<string> OpenEdges(ArchitectureGraph graph) =>
    [
        .. Enumerable.Range(0, graph.Nodes.Length).SelectMany(target => Enumerable.Range(graph.Offsets[target], graph.Offsets[target + 1] - graph.Offsets[target])
            .Where(edge => graph.RiskSetOf[edge] == ArchitectureGraph.Unconditional)
            .Select(edge => $"{graph.Nodes[graph.Sources[edge]].Version} > {graph.Nodes[target].Version}")),
    ];

    private static UpdateGraph Build(Scenario scenario, GraphDataSet set) => new GraphBuilder().Build(
        scenario.Inputs with { Channels = set.Channels, BlockedEdges = set.BlockedEdges, RawMetadata = set.RawMetadata, Lenient = true }).Graph;

    private static async Task<GraphBuild?> BuildAsync(GraphDataSketch sketch, bool lenient)
    {
        var collector = new InputCollector(new GraphDataInMemory(sketch.Files), [], lenient);
        var inputs = await collector.CollectAsync(CancellationToken.None);
        if (inputs.IsRejected)
        {
            return null;
        }

        var build = new GraphBuilder().Build(inputs.Inputs);
        return build.IsRejected ? null : build;
    }

    private static Arbitrary<TextCase> Cases() => Arb.From(CaseGenerator(), test => test.WithLessDamage());

    private static Gen<TextCase> CaseGenerator() =>
        from scenario in Scenario.Arbitrary.Generator
        let whole = Write(scenario)
        from damages in Gen.Frequency(
            (2, Gen.ArrayOf(from path in Gen.Elements([.. whole.Files.Contents.Keys]) from damage in Damage() select (path, damage), 1)),
            (2, Gen.ArrayOf(from path in Gen.Elements([.. whole.Files.Contents.Keys]) from damage in Damage() select (path, damage), 3)),
            (1, Gen.Constant(Array.Empty<(string path, Func<byte[], byte[]> damage)>())))
        select new TextCase(scenario, whole, damages.Aggregate(whole, (sketch, next) => sketch.With(next.path, next.damage(sketch.Files.Contents[next.path].ToArray()))));

    private static Gen<Func<byte[], byte[]>> Damage() =>
        from start in Gen.Choose(0, 400)
        from length in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(0, 3)), (1, Gen.Choose(0, 400)))
        from noise in Gen.Elements(Noise)
        select new Func<byte[], byte[]>(content => Spliced(content, start, length, noise));

    private static byte[] Spliced(byte[] content, int start, int length, byte[] noise)
    {
        start = Math.Min(start, content.Length);
        return [.. content.AsSpan(0, start), .. noise, .. content.AsSpan(Math.Min(content.Length, start + length))];
    }

    private static GraphDataSketch Write(Scenario scenario)
    {
        var sketch = GraphDataSketch.Empty.With("version", "1.1.0").With("blocked-edges/none.txt", "").With("releases/r.jsonl", CatalogueWriter.Write(scenario.Releases));
        foreach (var (channel, index) in scenario.Channels.Select((channel, index) => (channel, index)))
        {
            sketch = sketch.With($"channels/{index}.yaml", $"name: {channel.Name}\nversions:\n{string.Concat(channel.Versions.Select(version => $"- {version}\n"))}" + (channel.Versions.IsEmpty ? "  []\n" : ""));
        }

        foreach (var (entry, index) in scenario.BlockedEdges.Select((entry, index) => (entry, index)))
        {
            sketch = sketch.With($"blocked-edges/{index}.yaml", Write(entry));
        }

        return sketch;
    }

    private static string Write(BlockedEdge entry) => entry.Risk is { } risk
        ? $"to: {entry.To}\nfrom: {Quote(entry.From.Text)}\nurl: {Quote(risk.Url)}\nname: {Quote(risk.Name)}\nmessage: {Quote(risk.Message)}\nmatchingRules:\n{string.Concat(risk.MatchingRules.Select(Write))}" + (risk.MatchingRules.IsEmpty ? "  []\n" : "")
        : $"to: {entry.To}\nfrom: {Quote(entry.From.Text)}\n";

    private static string Write(MatchingRule rule) => $"- type: {Quote(rule.Type)}\n" + (rule.HasPromQlKey ? $"  promql:\n    promql: {Quote(rule.PromQl!)}\n" : "");

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private sealed record TextCase(Scenario Scenario, GraphDataSketch Whole, GraphDataSketch Damaged)
    {
        /// <summary>Whether every damaged file was good and cannot be read now: damage that leaves a good file may change what it means.</summary>
        public bool IsUnreadable
        {
            get
            {
                var (before, after) = (Rejected(Whole), Rejected(Damaged));
                return ChangedPaths().All(path => !before.Contains(path) && after.Contains(path));
            }
        }

        public IEnumerable<TextCase> WithLessDamage() =>
            ChangedPaths().Select(path => this with { Damaged = Damaged.With(path, Whole.Files.Contents[path].ToArray()) });

        public override string ToString() =>
            Scenario + "\n" + string.Join('\n', ChangedPaths().Select(path => $"{path}: {JsonSerializer.Serialize(Encoding.Latin1.GetString(Damaged.Files.Contents[path].Span))}"));

        private static HashSet<string> Rejected(GraphDataSketch sketch) =>
            [.. sketch.Read().Problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting).Select(problem => problem.Place.File)];

        private IEnumerable<string> ChangedPaths() =>
            Whole.Files.Contents.Where(file => !file.Value.Span.SequenceEqual(Damaged.Files.Contents[file.Key].Span)).Select(file => file.Key);
    }
}
