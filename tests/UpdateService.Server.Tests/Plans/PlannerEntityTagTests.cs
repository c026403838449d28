using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Who has the answer already is told so.</summary>
public sealed class PlannerEntityTagTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Path = "/v1/path?from=4.18.1&to=4.18.3";

    [Fact]
    public async Task A_known_answer_is_not_sent_again()
    {
        var tag = (await sample.Service.GetAsync(Path))["ETag"]!;

        foreach (var ifNoneMatch in (string[])[tag, tag[2..], $"\"x\", {tag}", "*"])
        {
            var answer = await sample.Service.GetAsync(Path, $"If-None-Match: {ifNoneMatch}");

            Assert.Equal((304, "", tag, "Accept, Accept-Encoding", "*"), (answer.Status, answer.Text, answer["ETag"], answer["Vary"], answer["Access-Control-Allow-Origin"]));
        }

        Assert.Equal(200, (await sample.Service.GetAsync(Path, "If-None-Match: \"x\"")).Status);
        Assert.Equal(304, (await sample.Service.AskAsync("HEAD", Path, $"If-None-Match: {tag}")).Status);
    }

    [Fact]
    public async Task A_question_that_is_refused_is_never_known() =>
        Assert.Equal(400, (await sample.Service.GetAsync("/v1/path?from=x", "If-None-Match: *")).Status);

    [Theory]
    [InlineData("/v1/path?to=4.18.3&from=4.18.1")]
    [InlineData("/v1/path?FROM=4.18.1&To=4.18.3&accept=&id=2c1c0a6b")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&format=json")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&revision=1")]
    public async Task Spellings_of_one_question_share_a_tag(string target) =>
        Assert.Equal((await sample.Service.GetAsync(Path))["ETag"], (await sample.Service.GetAsync(target))["ETag"]);

    [Fact]
    public async Task Lists_are_read_item_by_item() => Assert.Equal(
        (await sample.Service.GetAsync($"{Path}&accept=A&accept=B"))["ETag"],
        (await sample.Service.GetAsync($"{Path}&accept=A,%20B,,A"))["ETag"]);

    [Fact]
    public async Task Other_questions_and_formats_have_other_tags()
    {
        string[] targets =
        [
            Path, $"{Path}&format=text", $"{Path}&arch=arm64", $"{Path}&accept=A", $"{Path}&avoid=SampleRisk", $"{Path}&alternatives=1", "/v1/path?from=4.18.1",
            "/v1/explain?from=4.18.1&to=4.18.3", "/v1/channels", "/v1/releases", "/v1/channels?arch=arm64", "/v1/releases/4.18.1", "/v1/recommended?version=4.18.1",
        ];
        var tags = await Task.WhenAll(targets.Select(async target => (await sample.Service.GetAsync(target))["ETag"]));

        Assert.Equal(targets.Length, tags.OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task A_restart_gives_the_same_tag_and_the_same_bytes_and_a_new_revision_another()
    {
        await using var service = await AdministeredService.StartAsync();
        var before = await service.Service.GetAsync(Path);

        await service.StartAgainAsync();
        var after = await service.Service.GetAsync(Path);
        await service.PublishAsync("stable-4.20");
        var next = await service.Service.GetAsync(Path);

        Assert.Equal((before["ETag"], before.Text), (after["ETag"], after.Text));
        Assert.Equal(200, next.Status);
        Assert.NotEqual(before["ETag"], next["ETag"]);
    }
}
