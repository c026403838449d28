using System.IO.Compression;
using System.Text;
using UpdateService.GraphData.Catalogues;
using static UpdateService.Testing.Graphs;

namespace UpdateService.GraphData.Tests.Catalogues;

public sealed class CatalogueReaderTests
{
    private static readonly string Digest = DigestOf("x");
    private static readonly string Line = $$"""{"version":"4.1.0","arch":"amd64","payload":"host/r@{{Digest}}"}""";

    [Fact]
    public void A_line_is_a_release()
    {
        var release = Read($$$"""{"version":"4.1.1","arch":"arm64","payload":"host:5000/a/b@{{{Digest}}}","previous":["4.1.0","4.0.9-rc.1"],"next":["4.1.2"],"metadata":{"url":"https://e.com","b":"","a":"1"},"digest_fake":true,"basis":{"deep":[1,null]}}""");
        Assert.Equal(("4.1.1", "arm64", $"host:5000/a/b@{Digest}"), (release.Version.Text, release.Architecture.Name, release.Payload));
        Assert.Equal("4.1.0 4.0.9-rc.1", string.Join(' ', release.Previous));
        Assert.Equal("4.1.2", string.Join(' ', release.Next));
        Assert.Equal("[a, 1] [b, ] [url, https://e.com]", string.Join(' ', release.Metadata));
        Assert.Equal(("c.jsonl:1", Digest, 0), (release.Place.ToString(), release.Digest, release.SourceRank));
    }

    [Theory]
    [InlineData("\"previous\":null")]
    [InlineData("\"next\":null")]
    [InlineData("\"metadata\":null")]
    [InlineData("\"previous\":[],\"next\":[],\"metadata\":{}")]
    [InlineData("\"digest_fake\":1,\"digest_fake\":2")]
    public void Lists_and_metadata_may_be_null_or_missing(string more)
    {
        var release = Read($"{Line[..^1]},{more}}}");
        Assert.Empty(release.Previous);
        Assert.Empty(release.Next);
        Assert.Empty(release.Metadata);
    }

    [Theory]
    [InlineData("host/repository:4.1.0")]
    [InlineData("host/repository:4.1.0-amd64")]
    public void A_payload_may_be_by_tag(string payload) =>
        Assert.Equal("", Read(Line.Replace($"host/r@{Digest}", payload, StringComparison.Ordinal)).Digest);

    [Fact]
    public void Build_metadata_of_versions_do_not_count()
    {
        var release = Read("""{"version":"4.1.1+amd64","arch":"amd64","payload":"r:1","previous":["4.1.0+amd64"]}""");
        Assert.Equal(("4.1.1", "4.1.0"), (release.Version.Text, release.Previous.Single().Text));
    }

    [Fact]
    public void Notes_empty_lines_CRLF_and_a_byte_order_mark_are_skipped()
    {
        var reading = CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes($"\uFEFF# note\r\n\r\n  \t\n  {Line}  \r\n#{Line}\n\n{Line}"), lenient: false);
        Assert.Empty(reading.Problems);
        Assert.Equal([4, 7], reading.Releases.Select(release => release.Place.Line));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n\n", 0)]
    [InlineData("# nothing\n", 0)]
    public void A_catalogue_may_be_empty(string text, int releases) => Assert.Equal(releases, CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes(text), lenient: false).Releases.Length);

    [Theory]
    [InlineData("x", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("{}{}", "not JSON")]
    [InlineData("{\"version\":\"4.1.0\"", "not JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("null", "no JSON object")]
    [InlineData("\"4.1.0\"", "no JSON object")]
    [InlineData("{}", "'version' is missing")]
    [InlineData("{\"version\":\"4.1.0\",\"payload\":\"r:1\"}", "'arch' is missing")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\"}", "'payload' is missing")]
    [InlineData("{\"Version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "'version' is missing")]
    [InlineData("{\"version\":4.1,\"arch\":\"amd64\",\"payload\":\"r:1\"}", "'version' is no text")]
    [InlineData("{\"version\":null,\"arch\":\"amd64\",\"payload\":\"r:1\"}", "'version' is no text")]
    [InlineData("{\"version\":\"4.1\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "no version")]
    [InlineData("{\"version\":\"\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "no version")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":1,\"payload\":\"r:1\"}", "'arch' is no text")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"AMD64\",\"payload\":\"r:1\"}", "architecture")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"\",\"payload\":\"r:1\"}", "architecture")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"x86_64\",\"payload\":\"r:1\"}", "architecture")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":[]}", "'payload' is no text")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"\"}", "no pull spec")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"a b\"}", "no pull spec")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"é\"}", "no pull spec")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"a\\u0000b\"}", "no pull spec")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256:\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256:abcd\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256:0123456789012345678901234567890123456789012345678901234567890123a\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256:012345678901234567890123456789012345678901234567890123456789012\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@sha256:A123456789012345678901234567890123456789012345678901234567890123\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r@:0123456789012345678901234567890123456789012345678901234567890123\"}", "digest")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":\"4.0.0\"}", "'previous' is no list")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":{}}", "'previous' is no list")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":[4.1]}", "other than texts")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":[null]}", "other than texts")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":[[]]}", "other than texts")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":[\"4.1\"]}", "'previous' holds a version")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"next\":[\"x\"]}", "'next' holds a version")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":[]}", "'metadata' is no object")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"a\":1}}", "the metadata 'a' is no text")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"a\":null}}", "the metadata 'a' is no text")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"a\":{}}}", "the metadata 'a' is no text")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"a\":\"1\",\"a\":\"2\"}}", "the metadata 'a' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"version\":\"4.1.1\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "'version' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "'arch' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"payload\":\"r:2\"}", "'payload' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"previous\":null,\"previous\":[]}", "'previous' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"next\":[],\"next\":[]}", "'next' stands twice")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{},\"metadata\":{}}", "'metadata' stands twice")]
    [InlineData("{\"version\":\"\\ud800\",\"arch\":\"amd64\",\"payload\":\"r:1\"}", "surrogate")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"\\ud800\"}", "surrogate")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"\\ud800\":\"a\"}}", "surrogate")]
    [InlineData("{\"version\":\"4.1.0\",\"arch\":\"amd64\",\"payload\":\"r:1\",\"metadata\":{\"a\":\"\\udc00\"}}", "surrogate")]
    public void A_line_that_cannot_be_read_refuses_the_catalogue_and_is_left_out_in_lenient_mode(string line, string reason)
    {
        var content = Encoding.UTF8.GetBytes($"# note\n{line}\n{Line}\n");
        foreach (var lenient in new[] { false, true })
        {
            var reading = CatalogueReader.Read("c.jsonl", content, lenient);
            var problem = Assert.Single(reading.Problems);
            Assert.Equal(
                (ProblemRule.UnreadableRelease, lenient ? ProblemSeverity.Error : ProblemSeverity.Rejecting, "c.jsonl:2"),
                (problem.Rule, problem.Severity, problem.Place.ToString()));
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
            Assert.Equal(3, Assert.Single(reading.Releases).Place.Line);
        }
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_problem_of_their_line()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(Line[..^2]), 0xFF, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Line)];
        var reading = CatalogueReader.Read("c.jsonl", content, lenient: true);
        Assert.Equal(1, Assert.Single(reading.Problems).Place.Line);
        _ = Assert.Single(reading.Releases);
    }

    [Fact]
    public void A_line_of_10_MB_is_a_problem_with_a_short_message()
    {
        var reading = CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes($"{Line[..^1]},\"x\":\"{new string('a', 10 << 20)}\"}}\n{Line}"), lenient: true);
        Assert.True(Assert.Single(reading.Problems).Message.Length < 300);
        Assert.Equal(2, Assert.Single(reading.Releases).Place.Line);
    }

    [Fact]
    public void Deep_nesting_is_a_problem_of_its_line()
    {
        var reading = CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes($"{Line[..^1]},\"x\":{new string('[', 100_000)}\n{Line}"), lenient: true);
        _ = Assert.Single(reading.Problems);
        _ = Assert.Single(reading.Releases);
    }

    [Theory]
    [InlineData("c.jsonl.gz")]
    [InlineData("C.JSONL.GZ")]
    public void A_packed_catalogue_is_unpacked(string file)
    {
        var reading = CatalogueReader.Read(file, Pack($"{Line}\n{Line}\n"), lenient: false);
        Assert.Equal(2, reading.Releases.Length);
        Assert.Equal($"{file}:2", reading.Releases[1].Place.ToString());
    }

    [Fact]
    public void A_packed_catalogue_of_several_members_is_unpacked_whole() =>
        Assert.Equal(2, CatalogueReader.Read("c.jsonl.gz", (byte[])[.. Pack(Line + "\n"), .. Pack(Line + "\n")], lenient: false).Releases.Length);

    [Fact]
    public void A_packed_catalogue_that_is_cut_short_anywhere_is_refused()
    {
        var packed = Pack(string.Concat(Enumerable.Range(0, 50).Select(patch => $$"""{"version":"4.1.{{patch}}","arch":"amd64","payload":"host/r@{{DigestOf($"{patch}")}}"}""" + "\n")));
        Assert.Equal(50, CatalogueReader.Read("c.jsonl.gz", packed, lenient: false).Releases.Length);
        for (var length = 0; length < packed.Length; length += length < 20 || length > packed.Length - 20 ? 1 : 37)
        {
            foreach (var lenient in new[] { false, true })
            {
                var problems = CatalogueReader.Read("c.jsonl.gz", packed.AsMemory(0, length), lenient).Problems;
                Assert.True(problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting), $"{length} of {packed.Length} bytes were taken for the whole.");
            }
        }
    }

    [Fact]
    public void A_packed_catalogue_with_a_wrong_byte_is_refused()
    {
        var packed = Pack(string.Concat(Enumerable.Repeat(Line + "\n", 50)));
        packed[^6] ^= 0x55; // In the checksum.
        Assert.Contains(CatalogueReader.Read("c.jsonl.gz", packed, lenient: true).Problems, problem => problem.Severity == ProblemSeverity.Rejecting);
        Assert.Contains(CatalogueReader.Read("c.jsonl.gz", Encoding.UTF8.GetBytes(Line), lenient: true).Problems, problem => problem.Severity == ProblemSeverity.Rejecting);
    }

    [SharedDataFact]
    public void The_real_catalogue_is_read_without_a_problem()
    {
        var reading = CatalogueReader.Read("releases.jsonl.gz", File.ReadAllBytes(SharedData.Releases), lenient: false);
        Assert.Empty(reading.Problems);
        Assert.Equal(5470, reading.Releases.Length);
    }

    private static Release Read(string line)
    {
        var reading = CatalogueReader.Read("c.jsonl", Encoding.UTF8.GetBytes(line), lenient: false);
        Assert.Empty(reading.Problems);
        return Assert.Single(reading.Releases);
    }

    private static byte[] Pack(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }
}
