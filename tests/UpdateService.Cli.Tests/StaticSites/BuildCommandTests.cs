using System.IO.Compression;

namespace UpdateService.Cli.Tests.StaticSites;

/// <summary><c>build</c>: the answers as files, whole or not at all.</summary>
public sealed class BuildCommandTests : IDisposable
{
    private const string Answer = "api/upgrades_info/v1/graph/stable-4.18/amd64.json";

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Fact]
    public async Task Every_answer_is_a_file_plain_and_packed()
    {
        var output = (await BuildAsync()).Gives();

        Assert.StartsWith("3 answers stand in ", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "api/upgrades_info/graph-data.tar.gz",
                $"api/upgrades_info/signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1",
                "api/upgrades_info/v1/graph/stable-4.18/amd64.json",
                "api/upgrades_info/v1/graph/stable-4.18/amd64.json.gz",
                "api/upgrades_info/v1/graph/stable-4.18/arm64.json",
                "api/upgrades_info/v1/graph/stable-4.18/arm64.json.gz",
                "api/upgrades_info/v1/graph/stable-4.18/multi.json",
                "api/upgrades_info/v1/graph/stable-4.18/multi.json.gz",
                "empty.json",
                "empty.json.gz",
                "nginx.conf",
                "update-service.json",
            ],
            Directory.EnumerateFiles(Site, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Site, file)).Order(StringComparer.Ordinal));
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Site, Answer + ".gz")), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await packed.CopyToAsync(unpacked);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Site, Answer)), unpacked.ToArray());
    }

    [Fact]
    public async Task A_written_answer_answers_questions()
    {
        _ = (await BuildAsync()).Gives();

        var plan = (await Ran.WithAsync("path", "4.18.1", "4.18.3", "--graph", Path.Combine(Site, Answer + ".gz"))).Gives();

        Assert.Equal((await Ran.OnAsync(data, "path", "4.18.1", "4.18.3", "--channel", "stable-4.18")).Gives().ReplaceLineEndings(" ").Split("update 4.18.1")[1], plan.ReplaceLineEndings(" ").Split("update 4.18.1")[1]);
    }

    [Fact]
    public async Task What_did_not_change_keeps_its_time()
    {
        var past = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        _ = (await BuildAsync()).Gives();
        foreach (var file in Directory.EnumerateFiles(Site, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, past);
        }

        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1", "4.18.2", "4.18.3+amd64"));
        _ = (await BuildAsync()).Gives();

        Assert.Equal(past, File.GetLastWriteTimeUtc(Path.Combine(Site, Answer)));
        Assert.Equal(past, File.GetLastWriteTimeUtc(Path.Combine(Site, Answer + ".gz")));
        Assert.NotEqual(past, File.GetLastWriteTimeUtc(Path.Combine(Site, Answer.Replace("amd64", "arm64", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_what_was_there_and_nothing_else()
    {
        _ = (await BuildAsync()).Gives();
        var before = await File.ReadAllBytesAsync(Path.Combine(Site, Answer));
        data.Write("channels/broken.yaml", "name: [\n");

        _ = (await BuildAsync()).Fails(ExitStatus.Trouble);

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Site, Answer)));
        Assert.Equal([Site], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Site)!));
    }

    [Fact]
    public async Task A_folder_with_something_else_is_never_replaced()
    {
        _ = Directory.CreateDirectory(Site);
        await File.WriteAllTextAsync(Path.Combine(Site, "diary.txt"), "Dear diary");

        Assert.Contains("holds something that no build has written", (await BuildAsync()).Fails(ExitStatus.BadInput), StringComparison.Ordinal);
        Assert.Equal("Dear diary", await File.ReadAllTextAsync(Path.Combine(Site, "diary.txt")));
    }

    [Fact]
    public async Task An_empty_folder_may_be_filled()
    {
        _ = Directory.CreateDirectory(Site);
        _ = (await BuildAsync()).Gives();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("80; include /etc/passwd")]
    [InlineData("example.com:80")]
    public async Task What_to_listen_on_is_checked_before_it_stands_in_a_configuration(string listen) =>
        Assert.Contains("--listen cannot be used", (await BuildAsync("--listen", listen)).Fails(ExitStatus.BadInput), StringComparison.Ordinal);

    [Theory]
    [InlineData("9090")]
    [InlineData("127.0.0.1:9090")]
    [InlineData("[::1]:9090")]
    public async Task The_configuration_listens_where_it_is_told(string listen)
    {
        _ = (await BuildAsync("--listen", listen)).Gives();
        Assert.Contains($"        listen {listen};\n", await File.ReadAllTextAsync(Path.Combine(Site, "nginx.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_must_be_named() =>
        Assert.StartsWith("'updatectl build' needs --output DIR", (await Ran.OnAsync(data, "build")).Fails(ExitStatus.BadInput), StringComparison.Ordinal);

    [Fact]
    public async Task Row_of_dots_and_other_names_that_nobody_can_ask_for_are_no_files()
    {
        data.Write("channels/dots.yaml", GraphDataDirectory.ChannelOf("'..'", "4.18.1"));
        data.Write("channels/slash.yaml", GraphDataDirectory.ChannelOf("a/b", "4.18.1"));

        _ = (await BuildAsync()).Gives();

        Assert.Equal(["stable-4.18"], Directory.EnumerateFileSystemEntries(Path.Combine(Site, "api/upgrades_info/v1/graph")).Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(Site, "api/upgrades_info/v1/amd64.json")));
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();

    private string Site => data.Beside("sites/site");

    private Task<Ran> BuildAsync(params string[] more)
    {
        _ = Directory.CreateDirectory(data.Beside("sites"));
        return Ran.WithAsync(["build", "--output", Site, "--graph-data", data.Path, .. more]);
    }
}
