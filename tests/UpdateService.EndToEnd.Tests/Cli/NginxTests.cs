using System.Net;
using System.Net.Http.Headers;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>What <c>updatectl build</c> writes, served by nginx, says what the service says.</summary>
public sealed class NginxTests(NginxSite site) : IClassFixture<NginxSite>
{
    private const string Vendor = "application/vnd.redhat.cincinnati.v1+json";

    [Theory]
    [InlineData("/v1/graph?channel=stable-4.18")]
    [InlineData("/v1/graph?channel=stable-4.18&arch=arm64&version=4.18.1&id=12345678-1234-1234-1234-123456789012")]
    [InlineData("/graph?arch=multi&channel=stable-4.18")]
    [InlineData("/graph?channel=stable-4.18&arch=amd64", Vendor)]
    [InlineData("/graph?channel=stable-4.18&arch=amd64", "")]
    [InlineData("/graph?channel=stable-4.18", "text/html, */*;q=0.8")]
    [InlineData("/graph?channel=stable-4.18", "application/*")]
    [InlineData("/graph?channel=stable-4.18", "text/html")]
    [InlineData("/graph?channel=stable-4.18&arch=s390x")]
    [InlineData("/graph?channel=stable-1.0")]
    [InlineData("/graph?channel=other&channel=stable-4.18")]
    [InlineData("/graph?channel=stable-4.18&channel=other")]
    [InlineData("/graph?mychannel=a&channel=stable-4.18&search=b")]
    [InlineData("/graph")]
    [InlineData("/graph?Channel=stable-4.18")]
    [InlineData("/graph?arch=a_b")]
    [InlineData("/graph?channel=")]
    [InlineData("/graph?channel=Stable_4.18")]
    [InlineData("/graph?channel=stable-4.18&arch=")]
    [InlineData("/graph?channel=stable-4.18&arch=AMD64")]
    [InlineData("/graph?channel=..")]
    [InlineData("/graph?channel=.")]
    [InlineData("/graph?channel=...&arch=amd64")]
    [InlineData("/v1/graph/")]
    [InlineData("/v1//graph")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/graph/stable-4.18/amd64.json")]
    [InlineData("/signatures/sha256=00/signature-9")]
    public async Task It_answers_as_the_service_does(string question, string accept = "application/json")
    {
        var (expected, actual) = (await site.AskAsync(site.Service, question, accept), await site.AskAsync(site.Nginx, question, accept));

        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.MediaType, actual.MediaType);
        if (!question.StartsWith("/signatures", StringComparison.Ordinal))
        {
            Assert.Equal(expected.Body, actual.Body);
        }
    }

    [Theory]
    [InlineData("/graph?channel=../../../../nginx.conf")]
    [InlineData("/graph?channel=..%2f..%2f..&arch=amd64")]
    [InlineData("/graph?channel=stable-4.18&arch=../../../../empty")]
    [InlineData("/graph?channel=stable-4.18%00&arch=amd64")]
    [InlineData("/graph?channel=stable-4.18/&arch=amd64")]
    [InlineData("/graph?channel=%22%5c&arch=amd64")]
    public async Task No_value_leads_out_of_the_answers(string question)
    {
        var answer = await site.AskAsync(site.Nginx, question, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith("{\"kind\":\"invalid_params\",\"value\":\"invalid client parameters: ", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/:json?channel=stable-4.18")]
    [InlineData("/nginx.conf")]
    [InlineData("/update-service.json")]
    [InlineData("/run/nginx.pid")]
    [InlineData("/api/upgrades_info/../../nginx.conf")]
    public async Task Nothing_else_in_the_folder_is_served(string path)
    {
        using var wire = await Wire.OpenAsync(site.Nginx);
        await wire.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(404, (await wire.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task A_packed_answer_is_the_same_and_a_known_one_is_not_sent_again()
    {
        using var packed = await site.SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        await using var unpacked = new System.IO.Compression.GZipStream(await packed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal((await site.AskAsync(site.Service, "/graph?channel=stable-4.18", "application/json")).Body, await reader.ReadToEndAsync());

        using var plain = await site.SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", static _ => { });
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        using var known = await site.SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfNoneMatch.Add(plain.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var changed = await site.SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var since = await site.SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfModifiedSince = plain.Content.Headers.LastModified);
        Assert.Equal(HttpStatusCode.OK, since.StatusCode);
    }

    [Fact]
    public async Task Methods_are_those_of_the_service()
    {
        using var head = await site.SendAsync(HttpMethod.Head, "/graph?channel=stable-4.18", static _ => { });
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 100);
        using var options = await site.SendAsync(HttpMethod.Options, "/graph", static _ => { });
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(["*"], options.Headers.GetValues("Access-Control-Allow-Origin"));
        using var post = await site.SendAsync(HttpMethod.Post, "/graph?channel=stable-4.18", static _ => { });
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], post.Content.Headers.Allow);
    }

    [Fact]
    public async Task Signatures_and_graph_data_are_there_too()
    {
        var signature = await site.AskAsync(site.Nginx, $"/signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1", "*/*");
        Assert.Equal((HttpStatusCode.OK, "application/octet-stream", "the first signature"), (signature.Status, signature.MediaType, signature.Body));

        Assert.Equal(await site.GetAsync(site.Service, "/graph-data"), await site.GetAsync(site.Nginx, "/graph-data"));
    }

    [Fact]
    public async Task The_next_build_takes_the_place_while_nginx_serves()
    {
        using var own = new NginxSite();
        await own.InitializeAsync();
        own.Data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        _ = (await own.BuildAsync()).Expect();

        Assert.Contains("\"version\":\"4.18.1\"", (await own.AskAsync(own.Nginx, "/graph?channel=fast-4.18", "*/*")).Body, StringComparison.Ordinal);
        await own.DisposeAsync();
    }
}
