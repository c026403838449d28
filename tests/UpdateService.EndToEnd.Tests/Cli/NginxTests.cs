using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>What <c>updatectl build</c> writes, served by nginx, says what the service says.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private const string Prefix = "/api/upgrades_info";
    private const string Vendor = "application/vnd.redhat.cincinnati.v1+json";

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private readonly HttpClient http = new() { Timeout = Eventually.Deadline };
    private readonly int port = FreePorts.Next();
    private Process? nginx;
    private ServerProcess? server;

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
        var (expected, actual) = (await AskAsync(server!.Protocol, question, accept), await AskAsync(Nginx, question, accept));

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
        var answer = await AskAsync(Nginx, question, "application/json");

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
        using var wire = await Wire.OpenAsync(Nginx);
        await wire.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(404, (await wire.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task A_packed_answer_is_the_same_and_a_known_one_is_not_sent_again()
    {
        using var packed = await SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        await using var unpacked = new System.IO.Compression.GZipStream(await packed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal((await AskAsync(server!.Protocol, "/graph?channel=stable-4.18", "application/json")).Body, await reader.ReadToEndAsync());

        using var plain = await SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", static _ => { });
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        using var known = await SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfNoneMatch.Add(plain.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var changed = await SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var since = await SendAsync(HttpMethod.Get, "/graph?channel=stable-4.18", request => request.Headers.IfModifiedSince = plain.Content.Headers.LastModified);
        Assert.Equal(HttpStatusCode.OK, since.StatusCode);
    }

    [Fact]
    public async Task Methods_are_those_of_the_service()
    {
        using var head = await SendAsync(HttpMethod.Head, "/graph?channel=stable-4.18", static _ => { });
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 100);
        using var options = await SendAsync(HttpMethod.Options, "/graph", static _ => { });
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(["*"], options.Headers.GetValues("Access-Control-Allow-Origin"));
        using var post = await SendAsync(HttpMethod.Post, "/graph?channel=stable-4.18", static _ => { });
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], post.Content.Headers.Allow);
    }

    [Fact]
    public async Task Signatures_and_graph_data_are_there_too()
    {
        var signature = await AskAsync(Nginx, $"/signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1", "*/*");
        Assert.Equal((HttpStatusCode.OK, "application/octet-stream", "the first signature"), (signature.Status, signature.MediaType, signature.Body));

        var archive = await http.GetByteArrayAsync(new Uri(Nginx, $"{Prefix}/graph-data"));
        Assert.Equal(await http.GetByteArrayAsync(new Uri(server!.Protocol, $"{Prefix}/graph-data")), archive);
    }

    [Fact]
    public async Task The_next_build_takes_the_place_while_nginx_serves()
    {
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        _ = (await BuildAsync()).Expect();

        Assert.Contains("\"version\":\"4.18.1\"", (await AskAsync(Nginx, "/graph?channel=fast-4.18", "*/*")).Body, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // The workers run as another user where the tests run as the superuser.
        Directory.CreateDirectory(data.Beside("")).UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        _ = (await BuildAsync()).Expect();
        nginx = InstalledCommand.Start("nginx-light", new ProcessStartInfo("nginx", ["-p", Site, "-c", "nginx.conf"]) { UseShellExecute = false });
        server = await ServerProcess.StartReadyAsync(data);
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(nginx.HasExited, "nginx has ended.");
                try
                {
                    using var wire = await Wire.OpenAsync(Nginx);
                    return true;
                }
                catch (System.Net.Sockets.SocketException)
                {
                    return false;
                }
            },
            "nginx listens");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        server?.Dispose();
        http.Dispose();
        if (nginx is { HasExited: false })
        {
            using var quit = Process.Start("kill", ["-QUIT", nginx.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await quit.WaitForExitAsync();
            await nginx.WaitForExitAsync();
        }

        nginx?.Dispose();
        data.Dispose();
    }

    private string Site => data.Beside("site");

    private Uri Nginx => new($"http://127.0.0.1:{port}/");

    private Task<CommandResult> BuildAsync() => CliProcess.RunAsync("build", "--output", Site, "--listen", $"127.0.0.1:{port}", "--graph-data", data.Path);

    private async Task<(HttpStatusCode Status, string? MediaType, string Body)> AskAsync(Uri place, string question, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(place.ToString().TrimEnd('/') + Prefix + question));
        if (accept.Length > 0)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string question, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(method, new Uri(Nginx, Prefix + question));
        request.Headers.Accept.ParseAdd("application/json");
        change(request);
        return await http.SendAsync(request);
    }
}
