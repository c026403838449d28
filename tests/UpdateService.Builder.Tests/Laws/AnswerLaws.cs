using UpdateService.Builder.Answers;
using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>What holds for every answer, whatever the inputs.</summary>
public sealed class AnswerLaws
{
    private const int Tests = 400;

    [Fact]
    public void No_answer_breaks_a_rule_of_the_clients() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            foreach (var (channel, architecture, answer) in scenario.Build().Answers.All)
            {
                Assert.True(Invariants.Violations(answer.Body, architecture) is [], $"{channel} {architecture}: {string.Join("; ", Invariants.Violations(answer.Body, architecture))}");
            }
        },
        Tests);

    [Fact]
    public void The_order_of_the_inputs_does_not_count() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            var (build, answers) = scenario.Build();
            for (var seed = 0; seed < 3; seed++)
            {
                var (otherBuild, otherAnswers) = scenario.Shuffled(seed).Build();
                Assert.Equal(Scenario.Bytes(answers), Scenario.Bytes(otherAnswers));
                Assert.Equal(answers.ContentHash, otherAnswers.ContentHash);
                Assert.Equal(string.Join('\n', build.Problems), string.Join('\n', otherBuild.Problems));
                Assert.Equal(string.Join('\n', build.Quarantine.Select(lost => lost.Reason)), string.Join('\n', otherBuild.Quarantine.Select(lost => lost.Reason)));
            }
        },
        Tests);

    [Fact]
    public void What_was_built_before_does_not_count()
    {
        var (builder, factory) = (new GraphBuilder(), new AnswerFactory());
        Scenario? before = null;
        Law.Holds(
            Scenario.Arbitrary,
            scenario =>
            {
                // The series goes on from test to test; each is built after the one before, after itself, and with only its entries new.
                foreach (var inputs in (GraphInputs[])[scenario.Inputs, scenario.Inputs, (before ?? scenario).Inputs, (before ?? scenario).Inputs with { Releases = scenario.Releases, RawMetadata = scenario.RawMetadata }, scenario.Inputs with { BlockedEdges = [] }, scenario.Inputs])
                {
                    var build = builder.Build(inputs);
                    var fresh = new GraphBuilder().Build(inputs);
                    Assert.Equal(Scenario.Bytes(new AnswerFactory().Make(fresh.Graph)), Scenario.Bytes(factory.Make(build.Graph)));
                    Assert.Equal(fresh.Problems.AsEnumerable(), build.Problems.AsEnumerable());
                }

                before = scenario;
            },
            Tests / 4);
    }

    [Fact]
    public void After_a_change_of_one_entry_or_channel_a_build_gives_what_a_whole_one_gives() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            var (builder, factory) = (new GraphBuilder(), new AnswerFactory());
            foreach (var inputs in Series(scenario.Inputs))
            {
                var build = builder.Build(inputs);
                var fresh = new GraphBuilder().Build(inputs);
                Assert.Equal(Scenario.Bytes(new AnswerFactory().Make(fresh.Graph)), Scenario.Bytes(factory.Make(build.Graph)));
                Assert.Equal(fresh.Problems.AsEnumerable(), build.Problems.AsEnumerable());
                foreach (var (graph, freshGraph) in build.Graph.Architectures.Zip(fresh.Graph.Architectures))
                {
                    Assert.Equal(freshGraph.Offsets.AsEnumerable(), graph.Offsets);
                    Assert.Equal(freshGraph.RiskSetOf.AsEnumerable(), graph.RiskSetOf);
                    Assert.Equal(freshGraph.RiskSets.Select(set => string.Join(' ', set)), graph.RiskSets.Select(set => string.Join(' ', set)));
                }
            }
        },
        Tests / 4);

    /// <summary>The inputs, each change of one thing in them, and between these the inputs as they were: all else are the same objects.</summary>
    private static IEnumerable<GraphInputs> Series(GraphInputs inputs)
    {
        for (var index = 0; index < inputs.BlockedEdges.Length; index++)
        {
            var entry = inputs.BlockedEdges[index];
            yield return inputs;
            yield return inputs with { BlockedEdges = inputs.BlockedEdges.RemoveAt(index) };
            yield return inputs with { BlockedEdges = inputs.BlockedEdges.SetItem(index, entry with { Risk = null }) };
            yield return inputs with { BlockedEdges = inputs.BlockedEdges.SetItem(index, entry with { Risk = entry.Risk is { } risk ? risk with { Message = $"{risk.Message} Changed." } : Risk("Added") }) };
            yield return inputs with { BlockedEdges = inputs.BlockedEdges.SetItem(index, entry with { From = Pattern(@"4\.1\.1") }) };
        }

        for (var index = 0; index < inputs.Channels.Length; index++)
        {
            yield return inputs;
            yield return inputs with { Channels = inputs.Channels.RemoveAt(index) };
            yield return inputs with { Channels = inputs.Channels.SetItem(index, inputs.Channels[index] with { Versions = [.. inputs.Channels[index].Versions.Skip(1)] }) };
        }
    }

    [Fact]
    public void What_is_served_now_decides_between_payloads_and_a_reused_builder_follows_it() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            var builder = new GraphBuilder();
            var first = builder.Build(scenario.Inputs);
            foreach (var rank in (Func<IEnumerable<string>, string>[])[payloads => payloads.Min(StringComparer.Ordinal)!, payloads => payloads.Max(StringComparer.Ordinal)!])
            {
                string? Served(ReleaseKey key) => scenario.Releases
                    .Where(release => new ReleaseKey(release.Version.Text, release.Architecture) == key)
                    .Select(release => release.Payload)
                    .ToList() is { Count: > 0 } payloads ? rank(payloads) : null;

                var inputs = scenario.Inputs with { ServedPayload = Served };
                Assert.Equal(
                    Scenario.Bytes(new AnswerFactory().Make(new GraphBuilder().Build(inputs).Graph)),
                    Scenario.Bytes(new AnswerFactory().Make(builder.Build(inputs).Graph)));
            }

            // A revision that is served keeps its payloads when nothing else changes.
            var served = first.Selected.ToDictionary(release => new ReleaseKey(release.Version.Text, release.Architecture), release => release.Payload);
            var again = new GraphBuilder().Build(scenario.Inputs with { ServedPayload = key => served.GetValueOrDefault(key) });
            Assert.Equal(Scenario.Bytes(new AnswerFactory().Make(first.Graph)), Scenario.Bytes(new AnswerFactory().Make(again.Graph)));
        },
        Tests / 4);

    [Fact]
    public void Every_listed_release_is_a_node_unless_it_is_removed_or_in_quarantine() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            var (build, answers) = scenario.Build();
            var winners = build.Selected.Select(release => (release.Version.Text, release.Architecture)).ToHashSet();
            foreach (var release in scenario.Releases)
            {
                var key = (release.Version.Text, release.Architecture);
                Assert.True(winners.Contains(key) || build.Quarantine.Any(lost => (lost.Release.Version.Text, lost.Release.Architecture) == key), $"{release} is nowhere.");
                var oracle = new EdgeOracle(scenario, build);
                foreach (var channel in scenario.Channels.Where(channel => channel.Versions.Any(name => name.Version == release.Version && name.Covers(release.Architecture))))
                {
                    var nodes = AnswerPairs.Of(answers.Find(channel.Name, release.Architecture.Name).Body).Nodes;
                    Assert.Equal(winners.Contains(key) && !oracle.IsRemoved(release.Version.Text, release.Architecture), nodes.Contains(release.Version.Text));
                }
            }
        },
        Tests);

    [Fact]
    public void No_edge_that_an_entry_tried_to_block_is_open_and_none_without_an_entry_is_lost() => Law.Holds(
        Scenario.Arbitrary,
        scenario =>
        {
            var (build, answers) = scenario.Build();
            var oracle = new EdgeOracle(scenario, build);
            var addsAreReadable = !build.Problems.Any(problem => problem.Rule == ProblemRule.InvalidMetadata && problem.Message.Contains(".add'", StringComparison.Ordinal));
            foreach (var (channel, architecture, answer) in answers.All)
            {
                var pairs = AnswerPairs.Of(answer.Body);
                var arch = Arch(architecture);
                foreach (var (from, to) in pairs.Edges)
                {
                    Assert.False(oracle.IsTouched(from, to, arch), $"{channel} {architecture}: {from} > {to} is open.");
                    Assert.True(oracle.IsDeclared(from, to, arch), $"{channel} {architecture}: {from} > {to} comes from nowhere.");
                }

                foreach (var ((from, to), risks) in pairs.Conditional)
                {
                    Assert.False(oracle.IsBlocked(from, to, arch), $"{channel} {architecture}: {from} > {to} is only conditional.");
                    Assert.Equal(oracle.RisksOf(from, to, arch), risks);
                    Assert.True(oracle.IsDeclared(from, to, arch));
                }

                // Edges upwards close no cycle, so nothing but a rule may take them away.
                foreach (var (from, to) in pairs.Nodes.SelectMany(from => pairs.Nodes.Select(to => (from, to))).Where(_ => addsAreReadable))
                {
                    if (ReleaseVersion.Parse(from) < ReleaseVersion.Parse(to) && oracle.IsDeclared(from, to, arch) && !oracle.IsTouched(from, to, arch))
                    {
                        Assert.True(pairs.Edges.Contains((from, to)), $"{channel} {architecture}: {from} > {to} is lost.");
                    }
                }
            }
        },
        Tests);
}
