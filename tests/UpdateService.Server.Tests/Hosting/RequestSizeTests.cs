using System.Text;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>Requests as large as they may be, and larger. Whatever comes: the next client is served.</summary>
public sealed class RequestSizeTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Good = "/api/upgrades_info/graph?channel=stable-4.18";

    [Fact]
    public async Task A_request_line_up_to_8_kB_is_served()
    {
        var padding = new string('x', 8192 - "GET &y= HTTP/1.1\r\n".Length - Good.Length);

        var answer = await Wire.AskAsync(sample.Service.Protocol, "GET", $"{Good}&y={padding}");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_longer_request_line_is_refused_without_a_body()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good}&y=".PadRight(8193, 'x'));

        var answer = await wire.ReadAnswerAsync();

        Assert.Equal((414, "Content-Length: 0"), (answer.Status, answer.HeaderText));
        await AssertStillServedAsync();
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(10_000_000)]
    public async Task A_huge_request_line_is_cut_off(int length)
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        try
        {
            await wire.SendAsync($"GET {Good}&y=".PadRight(length, 'x'));
            await wire.SendAsync(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        catch (IOException)
        {
            // The service hung up before all was sent.
        }

        var end = Encoding.Latin1.GetString(await wire.ReadToEndAsync());

        Assert.True(end.Length == 0 || end.StartsWith("HTTP/1.1 414 ", StringComparison.Ordinal), end);
        Assert.True(wire.IsEnded);
        await AssertStillServedAsync();
    }

    [Fact]
    public async Task Thousands_of_parameters_are_read_and_ignored()
    {
        var answer = await Wire.AskAsync(sample.Service.Protocol, "GET", $"{Good}{string.Concat(Enumerable.Range(0, 3000).Select(_ => "&a"))}");
        var last = await Wire.AskAsync(sample.Service.Protocol, "GET", $"/api/upgrades_info/graph?{string.Concat(Enumerable.Range(0, 600).Select(_ => "channel=A&"))}channel=b");

        Assert.Equal((200, 200), (answer.Status, last.Status));
    }

    [Fact]
    public async Task More_than_a_hundred_headers_are_refused_without_a_body()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good} HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 100).Select(number => $"A{number}: b\r\n"))}\r\n");

        var answer = await wire.ReadAnswerAsync();

        Assert.Equal((431, "Content-Length: 0"), (answer.Status, answer.HeaderText));
        await AssertStillServedAsync();
    }

    [Fact]
    public async Task A_header_over_32_kB_is_refused_without_a_body()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good} HTTP/1.1\r\n");
        await wire.SendAsync("Accept: ".PadRight(32768 + 3, 'x'));

        var answer = await wire.ReadAnswerAsync();

        Assert.Equal((431, "Content-Length: 0"), (answer.Status, answer.HeaderText));
        await AssertStillServedAsync();
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    [InlineData("If-None-Match")]
    public async Task Long_lists_in_headers_are_read(string header)
    {
        foreach (var item in (string[])["a,", "a;q=0.1,", ",", ";", "\"x\",", "W/\"", "q=,"])
        {
            var list = string.Concat(Enumerable.Repeat(item, 30_000 / item.Length));

            var answer = await Wire.AskAsync(sample.Service.Protocol, "GET", Good, $"{header}: {list}");

            Assert.Contains(answer.Status, (int[])[200, 406]);
            answer.AssertHarmless();
        }
    }

    private async Task AssertStillServedAsync() => Assert.Equal(200, (await Wire.AskAsync(sample.Service.Protocol, "GET", Good)).Status);
}
