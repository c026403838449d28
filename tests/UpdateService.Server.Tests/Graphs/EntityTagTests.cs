using System.Security.Cryptography;

namespace UpdateService.Server.Tests.Graphs;

/// <summary>Tags name the body, not its compression; only a client that sends one may get 304.</summary>
public sealed class EntityTagTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Target = "/graph?channel=stable-4.18";

    [Fact]
    public async Task The_tag_is_the_hash_of_the_plain_body_with_the_coding()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData((await sample.Service.GetAsync(Target)).Body))[..32];

        Assert.Equal($"\"{hash}-identity\"", (await sample.Service.GetAsync(Target))["ETag"]);
        Assert.Equal($"\"{hash}-gzip\"", (await sample.Service.GetAsync(Target, "Accept-Encoding: gzip"))["ETag"]);
        Assert.Equal($"\"{hash}-br\"", (await sample.Service.GetAsync(Target, "Accept-Encoding: br"))["ETag"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Smaller_bytes_do_not_change_tag_nor_body(string coding)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        var answers = service.Current!.Answers;
        var quick = await service.GetAsync(Target, $"Accept-Encoding: {coding}");

        answers.Find("stable-4.18", "amd64").ImproveGzip();
        answers.Find("stable-4.18", "amd64").ImproveBrotli();
        var small = await service.GetAsync(Target, $"Accept-Encoding: {coding}");

        Assert.Equal(quick["ETag"], small["ETag"]);
        Assert.Equal(ContentCodingTests.Decode(quick), ContentCodingTests.Decode(small));
        Assert.True(small.Body.Length <= quick.Body.Length);
        Assert.Equal(304, (await service.GetAsync(Target, $"Accept-Encoding: {coding}", $"If-None-Match: {quick["ETag"]}")).Status);
    }

    [Theory]
    [InlineData("TAG")]
    [InlineData("W/TAG")]
    [InlineData("*")]
    [InlineData(" * ")]
    [InlineData("\"other\", TAG")]
    [InlineData("TAG, \"other\"")]
    [InlineData("\"a\",W/\"b\" , W/TAG,")]
    [InlineData(", ,TAG")]
    [InlineData("\"with, comma\", TAG")]
    [InlineData("\"\", TAG")]
    public async Task A_client_that_has_the_answer_gets_304(string ifNoneMatch)
    {
        foreach (var coding in (string[])["identity", "gzip", "br"])
        {
            var tag = (await sample.Service.GetAsync(Target, $"Accept-Encoding: {coding}"))["ETag"]!;
            var answer = await sample.Service.GetAsync(Target, $"Accept-Encoding: {coding}", $"If-None-Match: {ifNoneMatch.Replace("TAG", tag, StringComparison.Ordinal)}");

            Assert.Equal(304, answer.Status);
            Assert.Empty(answer.Body);
            Assert.Equal(
                $"""
                Access-Control-Allow-Origin: *
                ETag: {tag}
                Vary: Accept, Accept-Encoding
                """,
                answer.HeaderText);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"other\"")]
    [InlineData("W/\"other\"")]
    [InlineData("GZIP")]
    [InlineData("w/TAG")]
    [InlineData("BARE")]
    [InlineData("\"unclosed")]
    [InlineData("oops, TAG")]
    [InlineData("**")]
    [InlineData("\"*\"")]
    [InlineData("\"other\" *")]
    public async Task A_client_that_has_something_else_gets_the_answer(string ifNoneMatch)
    {
        var plain = await sample.Service.GetAsync(Target);
        var gzip = (await sample.Service.GetAsync(Target, "Accept-Encoding: gzip"))["ETag"]!;
        var header = ifNoneMatch.Replace("TAG", plain["ETag"], StringComparison.Ordinal).Replace("GZIP", gzip, StringComparison.Ordinal).Replace("BARE", plain["ETag"]!.Trim('"'), StringComparison.Ordinal);

        var answer = await sample.Service.GetAsync(Target, $"If-None-Match: {header}");

        Assert.Equal((200, plain.Text), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Several_headers_are_one_list()
    {
        var tag = (await sample.Service.GetAsync(Target))["ETag"];

        Assert.Equal(304, (await sample.Service.GetAsync(Target, "If-None-Match: \"other\"", $"If-None-Match: {tag}")).Status);
    }

    [Theory]
    [InlineData("If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT")]
    [InlineData("If-Match: \"other\"")]
    [InlineData("If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT")]
    [InlineData("Cache-Control: max-age=0")]
    public async Task A_client_without_a_tag_always_gets_the_answer(string header) =>
        Assert.Equal(200, (await sample.Service.GetAsync(Target, header)).Status);

    [Fact]
    public async Task Head_gets_304_as_get_does()
    {
        var answer = await sample.Service.AskAsync("HEAD", Target, "If-None-Match: *");

        Assert.Equal(304, answer.Status);
    }

    [Fact]
    public async Task Two_services_on_equal_data_have_equal_tags()
    {
        using var data = GraphDataDirectory.Sample();
        await using var other = await RunningService.StartReadyAsync(data);

        Assert.Equal((await sample.Service.GetAsync(Target))["ETag"], (await other.GetAsync(Target))["ETag"]);
    }
}
