using System.Text;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>
/// Requests that no well-meaning client sends, byte by byte. Whatever comes: no page, no stack trace, and the next client
/// is served.
/// </summary>
public sealed class HostileRequestTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Good = "/api/upgrades_info/graph?channel=stable-4.18";

    [Theory]
    [InlineData("no request at all\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")]
    [InlineData("GET " + Good + "\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nA: \0\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nAccept: \xff\xfe\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n")]
    [InlineData("GET " + Good + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /gr\xf6\xdf HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET " + Good + "\xff HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET graph HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET ftp://[ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("G\x80T " + Good + " HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("(GET) " + Good + " HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\nx")]
    public async Task What_is_no_request_is_refused_without_a_body(string bytes)
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync(bytes);

        var answer = await wire.ReadAnswerAsync();

        Assert.Contains(answer.Status, (int[])[400, 404, 405, 501]);
        answer.AssertHarmless();
        Assert.True(answer.Status != 400 || answer.HeaderText == "Content-Length: 0", answer.HeaderText);
        Assert.Empty(answer.Status == 400 ? await wire.ReadToEndAsync() : []);
        await AssertStillServedAsync();
    }

    [Theory]
    [InlineData("HTTP/0.9")]
    [InlineData("HTTP/1.2")]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/3.7")]
    public async Task Another_version_of_http_is_refused(string version)
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good} {version}\r\nHost: a\r\n\r\n");

        var answer = await wire.ReadAnswerAsync();

        Assert.Equal((505, "Content-Length: 0"), (answer.Status, answer.HeaderText));
        await AssertStillServedAsync();
    }

    [Fact]
    public async Task The_oldest_version_of_http_is_served_and_closed()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good} HTTP/1.0\r\n\r\n");

        Assert.Equal(200, (await wire.ReadAnswerAsync()).Status);
        Assert.Empty(await wire.ReadToEndAsync());
        Assert.True(wire.IsEnded);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:80")]
    [InlineData("https://localhost")]
    public async Task An_absolute_target_is_the_path_in_it(string authority)
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {authority}{Good} HTTP/1.1\r\nHost: {authority[(authority.IndexOf("//", StringComparison.Ordinal) + 2)..]}\r\n\r\n");

        Assert.Equal(200, (await wire.ReadAnswerAsync()).Status);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("%%%")]
    [InlineData("%ff%fe")]
    [InlineData("%c0%af")]
    [InlineData("%ed%a0%80")]
    [InlineData("%u0041")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("%2e%2e%2f%2e%2e")]
    [InlineData(@"..\..\windows")]
    [InlineData(";jsessionid=1")]
    [InlineData("#x")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("${jndi:ldap://x}")]
    public async Task Odd_paths_do_not_exist(string path)
    {
        var answer = await Wire.AskAsync(sample.Service.Protocol, "GET", $"/{path}");

        Assert.Equal((404, "application/json"), (answer.Status, answer["Content-Type"]));
        answer.AssertHarmless();
    }

    [Theory]
    [InlineData("GET", "Content-Length: 5\r\n\r\nhello")]
    [InlineData("GET", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("GET", "Transfer-Encoding: chunked\r\n\r\noops")]
    [InlineData("GET", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST", "Content-Length: 5\r\n\r\nhello")]
    [InlineData("POST", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("PUT", "Content-Length: 99999999999\r\n\r\nhello")]
    [InlineData("GET", "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")]
    public async Task A_request_with_a_body_is_answered_and_its_body_is_never_taken_for_a_request(string method, string rest)
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"{method} {Good} HTTP/1.1\r\nHost: a\r\n{rest}");

        var answer = await wire.ReadAnswerAsync();
        var behind = Encoding.Latin1.GetString(await wire.ReadToEndAsync());

        Assert.Contains(answer.Status, method == "GET" ? [200, 400, 413] : (int[])[405, 413]);
        answer.AssertHarmless();
        Assert.Equal("", behind);
        Assert.True(wire.IsEnded);
        await AssertStillServedAsync();
    }

    [Fact]
    public async Task A_request_hidden_in_a_body_is_not_answered()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        var hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        await wire.SendAsync($"GET {Good} HTTP/1.1\r\nHost: a\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}");

        _ = await wire.ReadAnswerAsync();

        Assert.DoesNotContain("hidden", Encoding.Latin1.GetString(await wire.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync(
            $"GET {Good} HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
            + $"HEAD {Good} HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /api/upgrades_info/graph HTTP/1.1\r\nHost: a\r\n\r\n"
            + $"OPTIONS {Good} HTTP/1.1\r\nHost: a\r\n\r\n"
            + $"GET {Good} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");

        var statuses = new List<int>();
        foreach (var hasBody in (bool[])[true, true, false, true, true, true])
        {
            statuses.Add((await wire.ReadAnswerAsync(hasBody)).Status);
        }

        Assert.Equal([200, 404, 200, 400, 204, 200], statuses);
        Assert.Empty(await wire.ReadToEndAsync());
    }

    [Fact]
    public async Task Clients_that_vanish_in_the_middle_do_no_harm()
    {
        for (var length = 1; length < 60; length++)
        {
            using var wire = await Wire.OpenAsync(sample.Service.Protocol);
            await wire.SendAsync($"GET {Good} HTTP/1.1\r\nHost: a\r\n\r\n"[..length]);
        }

        await AssertStillServedAsync();
        Assert.DoesNotContain(sample.Service.Log, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_closes_its_side_gets_a_whole_answer_or_none()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync($"GET {Good} HTTP/1.1\r\nHost: a\r\n\r\n");
        wire.EndSending();

        var end = Encoding.UTF8.GetString(await wire.ReadToEndAsync());
        Assert.True(end.Length == 0 || (end.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && end.EndsWith("]}", StringComparison.Ordinal)), end);
        await AssertStillServedAsync();
    }

    private async Task AssertStillServedAsync() => Assert.Equal(200, (await Wire.AskAsync(sample.Service.Protocol, "GET", Good)).Status);
}
