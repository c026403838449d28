using UpdateService.Planning.Facts;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

public sealed class ComparisonJsonTests
{
    [Fact]
    public void Every_change_is_written() => Assert.Equal(
        $$$"""
        {"channels":[{"channel":"stable-4.1","arch":"amd64",
        "releases":{"added":["4.1.6"],"removed":["4.1.4"],"changed":[
        {"version":"4.1.0","payloadBefore":"{{{PayloadOf("4.1.0+amd64")}}}","payloadAfter":"{{{PayloadOf("other")}}}","metadata":["io.openshift.upgrades.graph.release.manifestref"]},
        {"version":"4.1.2","payloadBefore":"{{{PayloadOf("4.1.2+amd64")}}}","payloadAfter":"{{{PayloadOf("4.1.2+amd64")}}}","metadata":["a","b"]}]},
        "edges":{"added":[["4.1.3","4.1.5"]],"removed":[["4.1.0","4.1.2"],["4.1.0","4.1.4"]]},
        "conditionalEdges":{"added":[{"from":"4.1.0","to":"4.1.6","risks":["Old","Wet"]},{"from":"4.1.1","to":"4.1.6","risks":["Old","Wet"]}],"removed":[],
        "changed":[{"from":"4.1.0","to":"4.1.1","before":["Loud","Slow"],"after":["Slow","Warm"]}]},
        "risks":{"added":["Warm"],"removed":["Loud"],"changed":["Slow"]}}]}
        """.Replace("\n", "", StringComparison.Ordinal),
        ComparisonTextTests.Comparison.Write(AnswerFormat.Json));

    [Fact]
    public void Of_two_channels_both_are_named() => Assert.StartsWith(
        """{"channels":[{"channel":"stable-4.1","comparedWith":"fast-4.1","arch":"amd64","releases":{"added":["4.1.1"],""",
        new Planner(new Sketch { Release("4.1.0"), Release("4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") }.Build().Build.Graph, PlanningFacts.None)
            .Compare(Architecture.Default, "stable-4.1", "fast-4.1").Write(AnswerFormat.Json),
        StringComparison.Ordinal);
}
