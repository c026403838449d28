using System.Text.Json;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Plans;
using UpdateService.Server.Tests.Graphs;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Which format an answer comes in.</summary>
public sealed class FormatNegotiationTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Path = "/v1/path?from=4.18.1&to=4.18.3";

    [Theory]
    [InlineData("", "json")]
    [InlineData(" , ", "json")]
    [InlineData("*/*", "json")]
    [InlineData("*", "json")]
    [InlineData("application/*", "json")]
    [InlineData("APPLICATION/JSON", "json")]
    [InlineData("text/plain", "text")]
    [InlineData("text/plain; charset=utf-8", "text")]
    [InlineData("text/*", "text")]
    [InlineData("text/markdown", "md")]
    [InlineData("text/markdown, text/plain", "md")]
    [InlineData("text/markdown;q=0.5, text/plain", "text")]
    [InlineData("text/vnd.mermaid", "mermaid")]
    [InlineData("text/vnd.graphviz", "dot")]
    [InlineData("image/svg+xml", "svg")]
    [InlineData("image/*", "svg")]
    [InlineData("*/*, image/svg+xml", "svg")]
    [InlineData("*/*;q=0.9, image/svg+xml;q=0.8", "json")]
    [InlineData("application/json;q=0, */*", "text")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "json")]
    [InlineData("text/html", null)]
    [InlineData("text", null)]
    [InlineData("text/", null)]
    [InlineData("/*", null)]
    [InlineData("image/png", null)]
    [InlineData("*/*;q=0", null)]
    [InlineData("application/json;q=2", null)]
    public void The_best_of_the_offered_formats_is_chosen(string accept, string? format) =>
        Assert.Equal(format, FormatNegotiation.Negotiate(accept, QuestionKind.Path.Formats())?.Name());

    [Theory]
    [InlineData("text/plain", "text/plain; charset=utf-8", "4.18.1 to 4.18.3 (amd64): 2 updates, no risks.\n")]
    [InlineData("text/markdown", "text/markdown; charset=utf-8", "# ")]
    [InlineData("image/svg+xml", "image/svg+xml", "<svg ")]
    [InlineData("text/vnd.mermaid", "text/vnd.mermaid; charset=utf-8", "flowchart ")]
    [InlineData("text/vnd.graphviz", "text/vnd.graphviz; charset=utf-8", "digraph ")]
    public async Task A_plan_comes_in_every_format(string accept, string contentType, string beginning)
    {
        var answer = await sample.Service.GetAsync(Path, $"Accept: {accept}");

        Assert.Equal((200, contentType, "Accept, Accept-Encoding"), (answer.Status, answer["Content-Type"], answer["Vary"]));
        Assert.StartsWith(beginning, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("TEXT", "text/plain; charset=utf-8")]
    [InlineData("md", "text/markdown; charset=utf-8")]
    [InlineData("mermaid", "text/vnd.mermaid; charset=utf-8")]
    [InlineData("dot", "text/vnd.graphviz; charset=utf-8")]
    [InlineData("svg", "image/svg+xml")]
    public async Task The_parameter_wins_over_the_header(string format, string contentType)
    {
        var answer = await sample.Service.GetAsync($"{Path}&format={format}", "Accept: text/html");

        Assert.Equal((200, contentType), (answer.Status, answer["Content-Type"]));
    }

    [Theory]
    [InlineData("/v1/channels")]
    [InlineData("/v1/releases")]
    [InlineData("/v1/releases/4.18.1")]
    [InlineData("/v1/recommended?version=4.18.1")]
    [InlineData("/v1/explain?from=4.18.1&to=4.18.3")]
    [InlineData("/v1/matrix?channel=stable-4.18")]
    [InlineData("/v1/compare?channel=stable-4.18&with=stable-4.18")]
    public async Task Every_other_answer_is_a_document_and_no_picture(string target)
    {
        foreach (var accept in (string[])["application/json", "text/plain", "text/markdown"])
        {
            var answer = await sample.Service.GetAsync(target, $"Accept: {accept}");
            Assert.Equal((200, accept), (answer.Status, answer["Content-Type"]!.Split(';')[0]));
            Assert.NotEmpty(answer.Text);
        }

        var refused = await sample.Service.GetAsync(target, "Accept: image/svg+xml");
        Assert.Equal((406, "application/problem+json", "Accept, Accept-Encoding"), (refused.Status, refused["Content-Type"], refused["Vary"]));
        using var problem = JsonDocument.Parse(refused.Body);
        Assert.Equal("""["json","text","md"]""", problem.RootElement.GetProperty("nearMatches").GetRawText());

        var named = await sample.Service.GetAsync($"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=svg");
        Assert.Equal((400, "application/problem+json"), (named.Status, named["Content-Type"]));
        Assert.Contains("This answer has no format 'svg'; it has json, text, md.", named.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_is_never_answered()
    {
        var answer = await sample.Service.GetAsync(Path, "Accept: text/html");

        Assert.Equal(
            """{"type":"about:blank","title":"Not acceptable","status":406,"detail":"This answer has the formats json, text, md, mermaid, dot, svg: 'Accept' must allow one of application/json, text/plain, text/markdown, text/vnd.mermaid, text/vnd.graphviz, image/svg+xml, or 'format' name one.","nearMatches":["json","text","md","mermaid","dot","svg"]}""",
            answer.Text);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, deflate, br")]
    [InlineData("br;q=1.0, gzip;q=0.5")]
    public async Task A_long_answer_is_compressed_for_who_reads_gzip(string accepted)
    {
        var plain = await sample.Service.GetAsync($"{Path}&alternatives=5");
        var packed = await sample.Service.GetAsync($"{Path}&alternatives=5", $"Accept-Encoding: {accepted}");
        var again = await sample.Service.GetAsync($"{Path}&alternatives=5", $"Accept-Encoding: {accepted}");

        Assert.True(plain.Body.Length > 1024);
        Assert.Equal(("gzip", plain["ETag"], null), (packed["Content-Encoding"], packed["ETag"], plain["Content-Encoding"]));
        Assert.Equal(plain.Body, ContentCodingTests.Decode(packed));
        Assert.Equal(packed.Body, again.Body);
        Assert.True(packed.Body.Length < plain.Body.Length);
    }

    [Theory]
    [InlineData("/v1/channels", "gzip")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&alternatives=5", "br")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&alternatives=5", "gzip;q=0")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&alternatives=5", "identity, gzip;q=0.5")]
    public async Task A_short_answer_and_who_reads_no_gzip_get_it_plain(string target, string accepted)
    {
        var answer = await sample.Service.GetAsync(target, $"Accept-Encoding: {accepted}");

        Assert.Equal((200, null), (answer.Status, answer["Content-Encoding"]));
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(1, json.RootElement.GetProperty("revision").GetInt32());
    }
}
