using System.IO.Compression;
using System.Text;

namespace UpdateService.Cli.Tests.Graphs;

/// <summary>Questions about an answer that somebody kept.</summary>
public sealed class StoredAnswerTests : IDisposable
{
    private const string Answer =
        """
        {"version":1,"nodes":[
          {"version":"4.18.1","payload":"registry.example/release@sha256:1111111111111111111111111111111111111111111111111111111111111111","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.18"} },
          {"version":"4.18.2","payload":"registry.example/release@sha256:2222222222222222222222222222222222222222222222222222222222222222","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.18"} } ],
         "edges":[[0,1]],"conditionalEdges":[]}
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_file_is_asked()
    {
        await File.WriteAllTextAsync(folder.In("answer.json"), Answer);

        Assert.StartsWith("4.18.1 to 4.18.2 (amd64): 1 update, no risks.\n", (await Ran.WithAsync("path", "4.18.1", "--graph", folder.In("answer.json"))).Gives(), StringComparison.Ordinal);
        Assert.Contains("4.18.2", (await Ran.WithAsync("recommended", "4.18.1", "--arch", "s390x", "--graph", folder.In("answer.json"))).Gives(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Standard_input_is_asked_packed_or_not(bool isPacked)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Answer));
        }

        using var input = new MemoryStream(isPacked ? packed.ToArray() : Encoding.UTF8.GetBytes(Answer));
        var ran = await Ran.WithAsync(around => around with { Input = input }, "path", "4.18.1", "--graph", "-");

        Assert.StartsWith("4.18.1 to 4.18.2 (amd64)", ran.Gives(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task A_file_is_read_as_shells_and_editors_of_Windows_write_it(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        await File.WriteAllBytesAsync(folder.In("answer.json"), [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Answer)]);

        Assert.StartsWith("4.18.1 to 4.18.2 (amd64)", (await Ran.WithAsync("path", "4.18.1", "--graph", folder.In("answer.json"))).Gives(), StringComparison.Ordinal);
        Assert.Equal("Nothing changed.\n", (await Ran.WithAsync("diff", folder.In("answer.json"), folder.In("answer.json"))).Gives());
    }

    [Fact]
    public async Task Half_a_character_of_UTF_16_is_told()
    {
        await File.WriteAllBytesAsync(folder.In("answer.json"), [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Answer), 0x41]);
        Assert.Contains("it is UTF-16 text that is cut off or damaged", (await Ran.WithAsync("path", "4.18.1", "--graph", folder.In("answer.json"))).Fails(ExitStatus.Trouble), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "answer.json:1: InvalidJson: This is not JSON")]
    [InlineData("{\"kind\":\"not_ready\"}", "answer.json: InvalidValue: A Cincinnati answer is an object with the arrays 'nodes' and 'edges'")]
    public async Task What_is_no_answer_is_told(string content, string told)
    {
        await File.WriteAllTextAsync(folder.In("answer.json"), content);

        Assert.Contains(told, (await Ran.WithAsync("path", "4.18.1", "--graph", folder.In("answer.json"))).Fails(ExitStatus.Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_told() =>
        Assert.Contains("missing.json", (await Ran.WithAsync("channels", "--graph", folder.In("missing.json"))).Fails(ExitStatus.Trouble), StringComparison.Ordinal);

    [Theory]
    [InlineData("--server http://localhost:1 --graph a.json", "--server and --graph name two")]
    [InlineData("--graph a.json --releases b.jsonl", "--graph and --releases name two")]
    [InlineData("--server http://localhost:1 --graph-data b", "--server and --graph-data name two")]
    public async Task The_graph_comes_from_one_place(string switches, string told) =>
        Assert.Contains(told, (await Ran.WithAsync(["channels", .. switches.Split(' ')])).Fails(ExitStatus.BadInput), StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
