using System.IO.Compression;

namespace UpdateService.Server.Tests.Graphs;

/// <summary>Which coding a request's <c>Accept-Encoding</c> header gets, and what is in it.</summary>
public sealed class ContentCodingTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData(null)]
    [InlineData(null, "")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip", "x-gzip")]
    [InlineData("gzip", "GZIP")]
    [InlineData("br", "br")]
    [InlineData("br", "BR;q=1.0")]
    [InlineData("br", "gzip, deflate, br, zstd")]
    [InlineData("gzip", "gzip, deflate")]
    [InlineData("gzip", "gzip;q=1.0, br;q=0.5")]
    [InlineData("br", "gzip;q=0.5, br;q=0.6")]
    [InlineData("br", "gzip;q=0.5;q=0.9, br;q=0.6")]
    [InlineData("gzip", "br;q=0, *")]
    [InlineData("br", "*")]
    [InlineData("br", "*;q=0.1")]
    [InlineData(null, "*;q=0")]
    [InlineData("gzip", "*;q=0, gzip;q=0.1")]
    [InlineData(null, "gzip;q=0")]
    [InlineData(null, "gzip;q=0, br;q=0.000")]
    [InlineData(null, "identity")]
    [InlineData(null, "identity, *;q=0.5")]
    [InlineData("gzip", "identity;q=0.5, gzip;q=0.5")]
    [InlineData(null, "identity;q=1, gzip;q=0.5")]
    [InlineData("gzip", "identity;q=0, gzip")]
    [InlineData(null, "deflate")]
    [InlineData(null, "zstd, compress")]
    [InlineData(null, "gzippy")]
    [InlineData(null, "gzip;q=oops")]
    [InlineData("gzip", "deflate", "gzip")]
    [InlineData("br", "gzip", "br")]
    public async Task The_coding_is_one_that_the_request_allows(string? coding, params string[] acceptEncoding)
    {
        var answer = await sample.Service.GetAsync("/graph?channel=stable-4.18", acceptEncoding.Select(value => $"Accept-Encoding: {value}"));

        Assert.Equal((200, coding), (answer.Status, answer["Content-Encoding"]));
        Assert.Equal("Accept, Accept-Encoding", answer["Vary"]);
        Assert.EndsWith($"-{coding ?? "identity"}\"", answer["ETag"], StringComparison.Ordinal);
        Assert.Equal((await sample.Service.GetAsync("/graph?channel=stable-4.18")).Body, Decode(answer));
    }

    [Fact]
    public async Task An_identity_that_is_refused_alone_is_still_served_and_not_labelled()
    {
        var answer = await sample.Service.GetAsync("/graph?channel=stable-4.18", "Accept-Encoding: identity;q=0");

        Assert.Equal((200, null), (answer.Status, answer["Content-Encoding"]));
        Assert.StartsWith("{\"version\":1,", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_empty_graph_is_coded_as_well(string coding)
    {
        var answer = await sample.Service.GetAsync("/graph?channel=unknown", $"Accept-Encoding: {coding}");

        Assert.Equal(coding, answer["Content-Encoding"]);
        Assert.Equal("""{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}"""u8, Decode(answer));
    }

    [Theory]
    [InlineData("/graph")]
    [InlineData("/nothing")]
    [InlineData("/graph?channel=A")]
    public async Task Errors_are_plain(string target)
    {
        var answer = await sample.Service.GetAsync(target, "Accept-Encoding: gzip, br");

        Assert.Null(answer["Content-Encoding"]);
        Assert.StartsWith("{\"kind\":", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The body without its coding.</summary>
    internal static byte[] Decode(WireAnswer answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream plain = answer["Content-Encoding"] switch
        {
            null => packed,
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            var other => throw new InvalidOperationException($"The coding {other} was never asked for."),
        };
        using var content = new MemoryStream();
        plain.CopyTo(content);
        return content.ToArray();
    }
}
