using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>The graph-data in use, as another instance fetches them.</summary>
public sealed class GraphDataEndpointTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("X: y")]
    [InlineData("Accept-Encoding: gzip")]
    [InlineData("Accept-Encoding: br, gzip, *")]
    [InlineData("Accept: text/html")]
    [InlineData("Range: bytes=0-1")]
    public async Task The_archive_is_a_plain_body_whatever_is_asked(string header)
    {
        var answer = await sample.Service.GetAsync("/graph-data", header);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $"""
            Access-Control-Allow-Origin: *
            Content-Length: {answer.Body.Length}
            Content-Type: application/gzip
            ETag: "{Convert.ToHexStringLower(SHA256.HashData(answer.Body))[..32]}"
            """,
            answer.HeaderText);
    }

    [Fact]
    public async Task The_archive_holds_the_files_at_its_top()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("raw/metadata.json", """{"4.18.2":{"note":"from raw"}}""");
        data.Write("README.md", "not part of it");
        data.Write("releases/notes.txt", "not part of it");
        await using var service = await RunningService.StartReadyAsync(data);

        var entries = Entries((await service.GetAsync("/graph-data")).Body);

        Assert.Equal(
            [
                "blocked-edges/",
                "channels/",
                "LICENSE",
                "blocked-edges/4.18.3-SampleRisk.yaml",
                "channels/stable-4.18.yaml",
                "raw/metadata.json",
                "releases/releases.jsonl",
                $"signatures/sha256/{GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1",
                "version",
            ],
            entries.Select(entry => entry.Name));
        foreach (var (name, content) in entries.Where(entry => entry.Name is not "releases/releases.jsonl" && !entry.Name.EndsWith('/')))
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(data.Path, name)), content);
        }
    }

    [Fact]
    public async Task Two_services_make_the_same_archive()
    {
        using var data = GraphDataDirectory.Sample();
        await using var other = await RunningService.StartReadyAsync(data);

        Assert.Equal((await sample.Service.GetAsync("/graph-data")).Body, (await other.GetAsync("/graph-data")).Body);
    }

    [Theory]
    [InlineData("TAG", 304)]
    [InlineData("W/TAG", 304)]
    [InlineData("\"other\", TAG", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\"", 200)]
    [InlineData("oops", 200)]
    public async Task A_client_that_has_the_archive_gets_304(string ifNoneMatch, int status)
    {
        var whole = await sample.Service.GetAsync("/graph-data");

        var answer = await sample.Service.GetAsync("/graph-data", $"If-None-Match: {ifNoneMatch.Replace("TAG", whole["ETag"], StringComparison.Ordinal)}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 304 ? [] : whole.Body, answer.Body);
        Assert.Equal(whole["ETag"], answer["ETag"]);
    }

    [Fact]
    public async Task Another_instance_on_the_archive_serves_equal_bytes()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.3+amd64"));
        data.Write("channels/candidate.yml", GraphDataDirectory.ChannelOf("candidate", "4.18.2", "9.9.9"));
        data.Write("blocked-edges/hard.yaml", "to: 4.18.2\nfrom: 4[.]18[.]1[+]arm64\n");
        data.Write("raw/metadata.json", """{"4.18.2":{"note":"from raw"},"4.18.3":{"io.openshift.upgrades.graph.previous.remove":"4.18.2"}}""");
        await using var first = await RunningService.StartReadyAsync(data);
        var archive = (await first.GetAsync("/graph-data")).Body;
        using var copy = new GraphDataDirectory();
        using (var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(gzip, copy.Path, overwriteFiles: false);
        }

        await using var second = await RunningService.StartReadyAsync(copy);

        foreach (var (channel, architecture, _) in first.Current!.Answers.All.Append(("unknown", "amd64", null!)))
        {
            foreach (var coding in (string[])["identity", "gzip", "br"])
            {
                var target = $"/graph?channel={channel}&arch={architecture}";
                var expected = await first.GetAsync(target, $"Accept-Encoding: {coding}");
                var actual = await second.GetAsync(target, $"Accept-Encoding: {coding}");
                Assert.Equal(expected["ETag"], actual["ETag"]);
                Assert.Equal(Graphs.ContentCodingTests.Decode(expected), Graphs.ContentCodingTests.Decode(actual));
            }
        }

        Assert.Equal(8, first.Current.Answers.Count);
        Assert.Equal(8, second.Current!.Answers.Count);
        Assert.Equal(archive, (await second.GetAsync("/graph-data")).Body);
    }

    private static List<(string Name, byte[] Content)> Entries(byte[] archive)
    {
        var entries = new List<(string Name, byte[] Content)>();
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add((entry.Name, content.ToArray()));
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        }

        return entries;
    }
}
