using System.Text;
using UpdateService.Graph.Cincinnati;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Graph.Tests.Cincinnati;

/// <summary>Whatever another service may answer.</summary>
public sealed class CincinnatiFuzzTests
{
    private const string Channel = "stable-4.1";

    private static readonly Corpus Answers = Corpus.Of(
        [.. Tokens.Json, .. Tokens.Of("\"nodes\"", "\"edges\"", "\"conditionalEdges\"", "\"risks\"", "\"matchingRules\"", "\"promql\":{\"promql\":\"up\"}", "[0,1]", "[1,0]", "\"Always\"", "\"io.openshift.upgrades.graph.release.channels\":")],
        """
        {"version":1,"nodes":[
        {"version":"4.1.0","payload":"registry.example/release@sha256:1111111111111111111111111111111111111111111111111111111111111111","metadata":{"io.openshift.upgrades.graph.release.channels":"candidate-4.1,stable-4.1","url":"https://example.com/a"}},
        {"version":"4.1.1","payload":"registry.example/release@sha256:2222222222222222222222222222222222222222222222222222222222222222","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.1"}},
        {"version":"4.1.2-rc.1","payload":"registry.example/release:tag","metadata":{}}],
        "edges":[[0,1],[1,2]],
        "conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.2-rc.1"}],
        "risks":[{"url":"https://example.com/b","name":"SomeRisk","message":"It may \"happen\".","matchingRules":[{"type":"PromQL","promql":{"promql":"max(up) > 0"}},{"type":"Always"}]}]}]}
        """,
        """{"nodes":[{"version":"4.1.0","payload":"a","metadata":{"a":"b","c":"\u00e9\ud83d\ude00"}}],"edges":[],"conditionalEdges":[]}""",
        """{"nodes":[],"edges":[]}""",
        """{"kind":"not_ready","value":"later"}""");

    [Theory]
    [InlineData(null)]
    [InlineData(Channel)]
    public void An_answer_is_refused_with_its_place_or_written_again_as_it_was_read(string? channel) => Fuzz.Bytes(
        Answers,
        bytes =>
        {
            var (graph, problems) = CincinnatiReader.Read(bytes, Architecture.Default, channel, "answer.json");
            Assert.Equal(graph is null, problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting));
            Assert.All(problems, problem => Fuzz.AssertTold(problem.Message));
            if (graph is null)
            {
                return;
            }

            foreach (var name in Assert.Single(graph.Architectures).ChannelNodes.Keys)
            {
                var written = Write(graph, name);
                var again = CincinnatiReader.Read(written, Architecture.Default, name, "again.json");
                Assert.True(again.Graph is not null, Encoding.UTF8.GetString(written));
                Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Write(again.Graph, name)));
            }
        });

    private static byte[] Write(UpdateGraph graph, string channel) => graph.Architectures[0] is var only && only.ChannelNodes.TryGetValue(channel, out var nodes)
        ? AnswerWriter.Write(new ChannelGraph(only, nodes), new JsonFragments(only))
        : AnswerWriter.EmptyAnswer.ToArray();
}
