namespace UpdateService.Server.Tests.Signatures;

/// <summary>Signatures as a cluster's signature store reads them.</summary>
public sealed class SignatureEndpointTests(SampleService sample) : IClassFixture<SampleService>
{
    private static readonly string Digest = GraphDataDirectory.DigestOf("4.18.1", "amd64");

    [Fact]
    public async Task A_signature_is_served_as_it_is()
    {
        var answer = await sample.Service.GetAsync($"/signatures/sha256={Digest}/signature-1", "Accept-Encoding: gzip", "Accept: text/html");

        Assert.Equal((200, "the first signature"), (answer.Status, answer.Text));
        Assert.Equal("Access-Control-Allow-Origin: *\nContent-Length: 19\nContent-Type: application/octet-stream", answer.HeaderText);
    }

    [Fact]
    public async Task Head_tells_the_length_of_a_signature()
    {
        var answer = await sample.Service.AskAsync("HEAD", $"/signatures/sha256={Digest}/signature-1");

        Assert.Equal("Access-Control-Allow-Origin: *\nContent-Length: 19\nContent-Type: application/octet-stream", answer.HeaderText);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task The_older_name_of_the_algorithm_has_its_own_folder()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("signatures/sha/00ff/signature-9", "");
        await using var service = await RunningService.StartReadyAsync(data);

        var answer = await service.GetAsync("/signatures/sha=00ff/signature-9");

        Assert.Equal((200, "0"), (answer.Status, answer["Content-Length"]));
    }

    [Theory]
    [InlineData("sha256=DIGEST/signature-2")]
    [InlineData("sha256=DIGEST/signature-01")]
    [InlineData("sha256=DIGEST/signature-")]
    [InlineData("sha256=DIGEST/signature-1/")]
    [InlineData("sha256=DIGEST/signature-1x")]
    [InlineData("sha256=DIGEST/Signature-1")]
    [InlineData("sha256=DIGEST/")]
    [InlineData("sha256=DIGEST")]
    [InlineData("sha256=DIGEST//signature-1")]
    [InlineData("sha=DIGEST/signature-1")]
    [InlineData("sha256=/signature-1")]
    [InlineData("sha256=")]
    [InlineData("sha256=00/signature-1")]
    [InlineData("sha256=xyz/signature-1")]
    [InlineData("sha256==DIGEST/signature-1")]
    public async Task An_unknown_signature_ends_the_search(string path)
    {
        var name = path.Replace("DIGEST", Digest, StringComparison.Ordinal);

        var answer = await sample.Service.GetAsync($"/signatures/{name}");

        Assert.Equal((404, "application/json"), (answer.Status, answer["Content-Type"]));
        Assert.Equal($$"""{"kind":"does_not_exist","value":"does not exist: signature {{name}}"}""", answer.Text);
    }

    [Fact]
    public async Task Hexadecimal_digits_are_lower_case() =>
        Assert.Equal(404, (await sample.Service.GetAsync($"/signatures/sha256={Digest.ToUpperInvariant()}/signature-1")).Status);

    [Theory]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256/00/signature-1")]
    [InlineData("sha256-00/signature-1")]
    [InlineData("sha512=00/signature-1")]
    [InlineData("SHA256=00/signature-1")]
    [InlineData("md5=00/signature-1")]
    [InlineData("=00/signature-1")]
    public async Task An_algorithm_that_is_not_served_is_refused(string path)
    {
        var answer = await sample.Service.GetAsync($"/signatures/{path}");

        Assert.Equal((400, "application/json"), (answer.Status, answer["Content-Type"]));
        Assert.Equal($$"""{"kind":"invalid_params","value":"invalid client parameters: signature path '{{path}}' is not of the form sha256=<hex>/signature-<number>"}""", answer.Text);
    }

    [Theory]
    [InlineData("/signatures/../graph-data-of-others")]
    [InlineData("/signatures/../../../etc/passwd")]
    [InlineData("/signatures/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/signatures/sha256=../../version")]
    [InlineData("/signatures/sha256=..%2F..%2Fversion")]
    [InlineData("/signatures/sha256=..%2f../version")]
    [InlineData("/signatures/sha256=%2e%2e/%2e%2e/version")]
    [InlineData("/signatures/sha256=00/../../../version")]
    [InlineData("/signatures/sha256=00/%2e%2e%2fsignature-1")]
    [InlineData("/signatures/sha256=00/..%5C..%5Cversion")]
    [InlineData("/signatures//etc/passwd")]
    [InlineData("/signatures/sha256=/etc/passwd")]
    [InlineData("/signatures/sha256=%2Fetc%2Fpasswd")]
    [InlineData("/signatures/sha256=00/signature-1%00.txt")]
    [InlineData("/signatures/sha256=00/signature-1%0A")]
    [InlineData("/signatures/file:///etc/passwd")]
    public async Task No_path_leads_to_another_file(string target)
    {
        var answer = await sample.Service.GetAsync(target);

        Assert.Contains(answer.Status, (int[])[400, 404]);
        Assert.DoesNotContain("root:", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1.1.0", answer.Text, StringComparison.Ordinal);
    }
}
