using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>Advice and releases as scripts rely on them, whole.</summary>
public sealed class AdviceJsonTests
{
    private const string InAll = "\"candidate-4.1\",\"fast-4.1\",\"stable-4.1\"";

    private const string Known = """{"name":"Known","message":"Known may happen.","url":"https://example.com/Known","accepted":true}""";

    private static readonly Planner Planner = AdviceTextTests.Planner;

    [Fact]
    public void Advice_has_the_update_to_make_and_all_others() => AssertJson(
        $$"""
        {"version":"4.1.0","arch":"amd64","channel":"stable-4.1","revision":7,"current":{{{Content("4.1.0", InAll)}}},"otherChannels":["fast-4.1","candidate-4.1"],
        "recommended":{{{Content("4.1.2")}},"risks":[{{Known}}],"unacceptedRisks":0,"crossesMinors":false,"leadsBack":false},
        "onward":{"newestOfMinor":false,"nextMinor":false,"nextEus":null,"gateway":null},
        "reasons":[{"kind":"Recommended","message":"4.1.2 is the newest release of stable-4.1 that 4.1.0 may be updated to, with accepted risks (Known).","evidence":{"version":"4.1.2","channel":"stable-4.1","risks":["Known"]},"next":"Update to 4.1.2."}],
        "updates":[{{{Content("4.3.0")}},"risks":[],"unacceptedRisks":0,"crossesMinors":true,"leadsBack":false},{{{Errata}},"risks":[],"unacceptedRisks":0,"crossesMinors":false,"leadsBack":false}],
        "conditionalUpdates":[{{{Content("4.1.3")}},"risks":[{{Known}},{"name":"Slow","message":"Slow may happen.","url":"https://example.com/Slow","accepted":false}],"unacceptedRisks":1,"crossesMinors":false,"leadsBack":false},
        {{{Content("4.1.2")}},"risks":[{{Known}}],"unacceptedRisks":0,"crossesMinors":false,"leadsBack":false}],
        "multi":{{{Content("4.1.0", InAll, "multi")}}},"unknownRisks":[{"name":"Knwn","nearMatches":["Known"]}]}
        """,
        Planner.Recommend(new RecommendationQuestion(Version("4.1.0")) { Accept = ["Known", "Knwn"] }));

    [Fact]
    public void Advice_without_an_update_has_null_in_its_place() => AssertJson(
        $$"""
        {"version":"4.9.0","arch":"amd64","channel":null,"revision":7,"current":{{{Content("4.9.0", "")}}},"otherChannels":[],"recommended":null,
        "onward":{"newestOfMinor":null,"nextMinor":null,"nextEus":null,"gateway":null},
        "reasons":[{"kind":"NotInChannel","message":"4.9.0 is in no channel at all.","evidence":{"version":"4.9.0"},"next":"Add the release to a channel, or ask about one that is in a channel."}],
        "updates":[],"conditionalUpdates":[],"multi":null}
        """,
        Planner.Recommend(new RecommendationQuestion(Version("4.9.0"))));

    [Fact]
    public void A_release_has_its_updates_and_what_blocks_it() => AssertJson(
        $$"""
        {"version":"4.1.1","arch":"amd64","revision":7,"payload":"{{PayloadOf("4.1.1+amd64")}}","url":"https://example.com/errata","channels":["stable-4.1","fast-4.1"],"otherArchitectures":["arm64"],"updatesTo":[],
        "updatesFrom":[{{{Content("4.1.0", InAll)}},"risks":[],"unacceptedRisks":0,"crossesMinors":false,"leadsBack":false}],"hardBlocks":[{"file":"blocked-edges/4.1.1.yaml","line":1,"from":"4[.]0[.]9"}],"reasons":[]}
        """,
        Planner.Describe(Version("4.1.1"), Architecture.Default));

    [Fact]
    public void A_block_is_written_with_its_line()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Block("4.1.1") with { Place = new Place("blocked-edges/a.yaml", 7) } };
        Assert.Contains("\"hardBlocks\":[{\"file\":\"blocked-edges/a.yaml\",\"line\":7,\"from\":\".*\"}]", AdviceTextTests.PlannerOf(sketch).Describe(Version("4.1.1"), Architecture.Default).Write(AnswerFormat.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_are_listed_with_what_is_in_them_and_what_has_no_image() => AssertJson(
        """
        {"arch":"amd64","revision":7,"channels":[{"name":"stable-4.1","oldest":"4.1.0","newest":"4.1.2","releases":3,"edges":1,"conditionalEdges":2,"notMirrored":["4.1.9","4.1.10"]},
        {"name":"fast-4.1","oldest":null,"newest":null,"releases":0,"edges":0,"conditionalEdges":0,"notMirrored":["4.1.9"]}]}
        """,
        AdviceTextTests.PlannerOf(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.2", Risk("Slow")),
            Channel("stable-4.1", "4.1.10", "4.1.0", "4.1.1", "4.1.2", "4.1.9"), Channel("fast-4.1", "4.1.9"),
        }).ListChannels(Architecture.Default));

    [Fact]
    public void Releases_are_listed_with_what_is_told_of_each() => AssertJson(
        $$"""
        {"arch":"amd64","channel":"fast-4.1","revision":7,"releases":[{{{Errata}}},{{{Content("4.1.0", InAll)}}}]}
        """,
        Planner.ListReleases(Architecture.Default, "fast-4.1"));

    [Fact]
    public void A_table_names_the_revision_that_was_asked() => AssertJson(
        """{"channel":"fast-4.1","arch":"amd64","revision":7,"versions":["4.1.0","4.1.1"],"risks":[],"riskSets":[[]],"rows":[[[1,0]],[]]}""",
        Planner.Tabulate(Architecture.Default, "fast-4.1"));

    private static string Errata => Content("4.1.1", "\"fast-4.1\",\"stable-4.1\"").Replace("null", "\"https://example.com/errata\"", StringComparison.Ordinal);

    private static string Content(string version, string channels = "\"stable-4.1\"", string architecture = "amd64") =>
        $"\"version\":\"{version}\",\"arch\":\"{architecture}\",\"payload\":\"{PayloadOf($"{version}+{architecture}")}\",\"url\":null,\"channels\":[{channels}]";

    private static void AssertJson(string json, Answer answer) => Assert.Equal(
        json.Replace("\n", "", StringComparison.Ordinal),
        answer.Write(AnswerFormat.Json, new WritingOptions { Revision = 7 }));
}
