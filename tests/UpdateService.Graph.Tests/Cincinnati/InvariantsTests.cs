using System.Text;

namespace UpdateService.Graph.Tests.Cincinnati;

/// <summary>The checker itself: it is silent about a good answer and finds each way to break a rule.</summary>
public sealed class InvariantsTests
{
    private const string Good =
        """
        {"version":1,"nodes":[
          {"version":"4.1.0","payload":"r:0","metadata":{"url":"https://e.com/0","io.openshift.upgrades.graph.release.channels":"a-1,b-1,a-2"}},
          {"version":"4.1.1","payload":"r@sha256:1","metadata":{"io.openshift.upgrades.graph.release.manifestref":"sha256:1"}},
          {"version":"4.1.2","payload":"r:2","metadata":{}}],
         "edges":[[0,1],[0,2]],
         "conditionalEdges":[{"edges":[{"from":"4.1.1","to":"4.1.2"}],
           "risks":[{"url":"https://e.com","name":"A","message":"m","matchingRules":[{"type":"PromQL","promql":{"promql":"up"}},{"type":"Always"}]}]}]}
        """;

    [Fact]
    public void A_good_answer_breaks_no_rule() => Assert.Empty(Violations(Good));

    [Theory]
    [InlineData("1", "[0,2]", "[0,3]")]
    [InlineData("1", "[0,2]", "[0,-1]")]
    [InlineData("1", "[0,2]", "[0,1]")]
    [InlineData("1", "[0,2]", "[0,0]")]
    [InlineData("1", "[0,2]", "[2,1]")]
    [InlineData("1", "[0,2]", "[0,2,1]")]
    [InlineData("2", "\"4.1.0\"", "\"4.1\"")]
    [InlineData("2", "\"4.1.0\"", "\"v4.1.0\"")]
    [InlineData("2", "\"4.1.0\"", "\"4.01.0\"")]
    [InlineData("2", "\"4.1.0\"", "\"4.1.18446744073709551616\"")]
    [InlineData("2", "\"version\":\"4.1.1\"", "\"version\":\"4.1.0\"")]
    [InlineData("2", "\"r:2\"", "\"r:0\"")]
    [InlineData("3", "\"version\":\"4.1.0\"", "\"version\":\"4.1.0+amd64\"")]
    [InlineData("3", "\"to\":\"4.1.2\"", "\"to\":\"4.1.3\"")]
    [InlineData("3", "\"from\":\"4.1.1\"", "\"from\":\"4.1.1+amd64\"")]
    [InlineData("4", "[0,2]", "[1,2]")]
    [InlineData("4", "{\"from\":\"4.1.1\",\"to\":\"4.1.2\"}", "{\"from\":\"4.1.1\",\"to\":\"4.1.2\"},{\"from\":\"4.1.1\",\"to\":\"4.1.2\"}")]
    [InlineData("5", "\"name\":\"A\"", "\"name\":\"\"")]
    [InlineData("5", "\"name\":\"A\"", "\"name\":\"a\"")]
    [InlineData("5", "\"message\":\"m\"", "\"message\":\"\"")]
    [InlineData("5", "\"https://e.com\"", "\"\"")]
    [InlineData("5", "\"https://e.com\"", "\"e\"")]
    [InlineData("5", "\"https://e.com\"", "\"http://e com\"")]
    [InlineData("5", "\"https://e.com\"", "\"http://e:port\"")]
    [InlineData("5", "\"https://e.com\"", "\"http://e/%zz\"")]
    [InlineData("5", "\"https://e.com\"", "\"http://e#%\"")]
    [InlineData("5", "{\"promql\":\"up\"}", "{\"promql\":\"\"}")]
    [InlineData("5", "{\"type\":\"Always\"}", "{\"type\":\"Always\",\"promql\":{\"promql\":\"up\"}}")]
    [InlineData("5", "[{\"type\":\"PromQL\",\"promql\":{\"promql\":\"up\"}},{\"type\":\"Always\"}]", "[{\"type\":\"Later\"}]")]
    [InlineData("6", "\"a-1,b-1,a-2\"", "\"\"")]
    [InlineData("6", "\"a-1,b-1,a-2\"", "\"a-1,,a-2\"")]
    [InlineData("6", "\"a-1,b-1,a-2\"", "\"a-1,a-1\"")]
    [InlineData("6", "\"a-1,b-1,a-2\"", "\"a-2,b-1\"")]
    [InlineData("6", "\"https://e.com/0\"", "\"http://[\\u0001\"")]
    [InlineData("6", "\"release.manifestref\":\"sha256:1\"", "\"release.manifestref\":\"sha256:2\"")]
    [InlineData("6", "\"metadata\":{}", "\"metadata\":{\"release.openshift.io/architecture\":\"amd64\"}")]
    [InlineData("6", "\"metadata\":{}", "\"metadata\":{\"release.openshift.io/architecture\":\"multi\"}")]
    [InlineData("6", "\"metadata\":{}", "\"metadata\":{\"io.openshift.upgrades.graph.release.arch\":\"amd64\"}")]
    [InlineData("8", "\"metadata\":{}", "\"metadata\":{\"a\":1}")]
    [InlineData("8", "\"metadata\":{}", "\"metadata\":{\"a\":\"1\",\"A\":\"2\"}")]
    [InlineData("8", "\"metadata\":{}", "\"metadata\":{\"a\":\"1\",\"a\":\"2\"}")]
    [InlineData("8", "\"edges\":[[0,1],[0,2]]", "\"edges\":null")]
    [InlineData("8", "\"version\":1", "\"version\":2")]
    [InlineData("8", "\"message\":\"m\"", "\"message\":\"m\",\"Message\":\"n\"")]
    public void An_answer_that_breaks_a_rule_is_found(string rule, string good, string bad)
    {
        good = good.Replace("\"release.", "\"io.openshift.upgrades.graph.release.", StringComparison.Ordinal);
        bad = rule == "6" && bad.StartsWith("\"release.manifest", StringComparison.Ordinal) ? bad.Replace("\"release.", "\"io.openshift.upgrades.graph.release.", StringComparison.Ordinal) : bad;
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Assert.Contains(Violations(Good.Replace(good, bad, StringComparison.Ordinal)), violation => violation.StartsWith(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_no_answer_are_found()
    {
        Assert.NotEmpty(Invariants.Violations((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], "amd64"));
        Assert.NotEmpty(Invariants.Violations(Encoding.Latin1.GetBytes(Good.Replace("\"m\"", "\"é\"", StringComparison.Ordinal)), "amd64"));
        Assert.NotEmpty(Violations(Good + "{}"));
        Assert.NotEmpty(Violations(Good[..^1]));
        Assert.NotEmpty(Violations(""));
        Assert.NotEmpty(Violations("null"));
        Assert.NotEmpty(Violations("[]"));
    }

    [Fact]
    public void Limits_are_checked()
    {
        Assert.NotEmpty(Violations(Good.Replace("\"m\"", $"\"{new string('m', 31_990)}\"", StringComparison.Ordinal)));
        Assert.NotEmpty(Violations(Good.Replace("\"A\"", $"\"A{new string('m', 256)}\"", StringComparison.Ordinal)));
        var risks = string.Join(',', Enumerable.Range(0, 201).Select(number => $$"""{"url":"a:b","name":"A{{number}}","message":"m","matchingRules":[{"type":"Always"}]}"""));
        Assert.NotEmpty(Violations(WithRisks(risks)));
        Assert.NotEmpty(Violations(WithRisks("")));
        var twice = string.Join(',', Enumerable.Repeat("""{"url":"a:b","name":"A","message":"m","matchingRules":[{"type":"Always"}]}""", 2));
        Assert.NotEmpty(Violations(WithRisks(twice)));
        Assert.Empty(Violations(WithRisks(twice[..(twice.Length / 2)])));
        Assert.NotEmpty(Violations(WithTargets(501)));
        Assert.Empty(Violations(WithTargets(500)));
    }

    private static string WithRisks(string risks) =>
        Good[..(Good.IndexOf("\"risks\":[", StringComparison.Ordinal) + 9)] + risks + "]}]}";

    private static string WithTargets(int count)
    {
        var nodes = string.Join(',', Enumerable.Range(0, count + 1).Select(patch => $$$"""{"version":"4.1.{{{patch}}}","payload":"r:{{{patch}}}","metadata":{}}"""));
        var edges = string.Join(',', Enumerable.Range(1, count).Select(patch => $$"""{"from":"4.1.0","to":"4.1.{{patch}}"}"""));
        return $$"""{"version":1,"nodes":[{{nodes}}],"edges":[],"conditionalEdges":[{"edges":[{{edges}}],"risks":[{"url":"a:b","name":"A","message":"m","matchingRules":[{"type":"Always"}]}]}]}""";
    }

    private static IReadOnlyList<string> Violations(string answer) => Invariants.Violations(Encoding.UTF8.GetBytes(answer), "amd64");
}
