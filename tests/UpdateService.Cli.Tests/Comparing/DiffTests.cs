using System.Text.Json;

namespace UpdateService.Cli.Tests.Comparing;

/// <summary><c>diff</c>: what differs, of whatever is compared.</summary>
public sealed class DiffTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Fact]
    public async Task Two_channels()
    {
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.2"));

        Assert.StartsWith("fast-4.18 to stable-4.18 (amd64)\n  + 1 release: 4.18.3\n", (await Ran.OnAsync(data, "diff", "fast-4.18", "stable-4.18")).Gives(), StringComparison.Ordinal);
        Assert.Equal("Nothing changed.\n", (await Ran.OnAsync(data, "diff", "stable-4.18", "stable-4.18")).Gives());
        Assert.Equal("'stable-4.81' is neither a file nor a folder nor a channel. Near: stable-4.18.", (await Ran.OnAsync(data, "diff", "stable-4.81", "fast-4.18")).Fails(ExitStatus.BadInput));
    }

    [Fact]
    public async Task Two_folders()
    {
        using var other = GraphDataDirectory.Sample();
        other.Delete("blocked-edges/4.18.3-SampleRisk.yaml");

        var output = (await Ran.WithAsync("diff", data.Path, other.Path)).Gives();

        Assert.Equal("stable-4.18 (amd64)\n  + 1 update: 4.18.1 to 4.18.3\n  - 1 conditional update: 4.18.1 to 4.18.3 (SampleRisk)\n  - 1 risk: SampleRisk\n", output);
    }

    [Fact]
    public async Task Two_answers_in_files_are_compared_in_the_channel_that_both_are_of()
    {
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.2", "4.18.3"));
        var before = await AnswerAsync("before");
        data.Write("blocked-edges/4.18.2.yaml", "to: 4.18.2\nfrom: .*\n");
        var after = await AnswerAsync("after");

        using var json = JsonDocument.Parse((await Ran.WithAsync("diff", before, after, "-o", "json")).Gives());

        var channel = Assert.Single(json.RootElement.GetProperty("channels").EnumerateArray());
        Assert.Contains("stable-4.18", channel.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("4.18.1 to 4.18.2", (await Ran.WithAsync("diff", before, after)).Gives(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_two_of_a_kind_can_be_compared() =>
        Assert.EndsWith("is graph-data and 'stable-4.18' is a channel; two of a kind can be compared.", (await Ran.OnAsync(data, "diff", data.Path, "stable-4.18")).Fails(ExitStatus.BadInput), StringComparison.Ordinal);

    [Fact]
    public async Task Two_revisions_of_a_service()
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, "application/json", "{\"before\":6,\"after\":7}"));

        Assert.Equal("{\"before\":6,\"after\":7}\n", (await Ran.WithAsync("diff", "6", "7", "-o", "json", "--arch", "arm64", "--server", service.Address)).Gives());
        Assert.Equal(["/api/upgrades_info/v1/revisions/6/diff/7?arch=arm64&format=json"], service.Asked);
    }

    [Fact]
    public async Task Two_revisions_of_a_service_in_words_unless_something_else_is_asked_for()
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, "text/plain; charset=utf-8", "Nothing changed.\n"));

        Assert.Equal("Nothing changed.\n", (await Ran.WithAsync("diff", "6", "7", "--channel", "stable-4.18", "--server", service.Address)).Gives());
        Assert.Equal(["/api/upgrades_info/v1/revisions/6/diff/7?channel=stable-4.18&format=text"], service.Asked);
    }

    [Fact]
    public async Task Two_channels_of_a_service()
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, "text/plain; charset=utf-8", "Nothing changed.\n"));

        Assert.Equal("Nothing changed.\n", (await Ran.WithAsync("diff", "stable-4.18", "fast-4.18", "--arch", "arm64", "--server", service.Address)).Gives());
        Assert.Equal(["/api/upgrades_info/v1/compare?channel=stable-4.18&with=fast-4.18&arch=arm64&format=text"], service.Asked);
    }

    [Fact]
    public async Task All_of_it_is_asked_of_a_service_too()
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, "text/plain; charset=utf-8", "Nothing changed.\n"));

        Assert.Equal("Nothing changed.\n", (await Ran.WithAsync("diff", "6", "7", "--all", "--server", service.Address)).Gives());
        Assert.Equal(["/api/upgrades_info/v1/revisions/6/diff/7?all=true&format=text"], service.Asked);
    }

    [Fact]
    public async Task Many_updates_are_summed_up_by_minor_unless_all_are_asked_for()
    {
        var shipped = Path.Combine(Repository.Root, "graph-data");
        Task<Ran> DiffAsync(params string[] more) => Ran.WithAsync(around => around with { ShippedData = shipped }, ["diff", "stable-4.18", "fast-4.18", .. more]);

        var (summary, whole) = ((await DiffAsync()).Gives(), (await DiffAsync("--all")).Gives());

        Assert.InRange(summary.Split('\n').Length, 5, 25);
        Assert.Matches(@"\n  \+ [0-9,]+ updates: [0-9,]+ to 4\.16 \(4\.16\.[0-9]+ to 4\.16\.[0-9]+\);", summary);
        Assert.Contains("+ is what fast-4.18 has and stable-4.18 has not.", summary.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.True(whole.Split('\n').Length > 100);
        Assert.Equal((await DiffAsync("-o", "json")).Gives(), (await DiffAsync("-o", "json", "--all")).Gives());
    }

    [Fact]
    public async Task What_B_has_more_is_added_in_every_format_and_turned_round_it_is_removed()
    {
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.2"));

        Assert.Contains("  + 1 release: 4.18.3\n", (await Ran.OnAsync(data, "diff", "fast-4.18", "stable-4.18")).Gives(), StringComparison.Ordinal);
        Assert.Contains("  - 1 release: 4.18.3\n", (await Ran.OnAsync(data, "diff", "stable-4.18", "fast-4.18")).Gives(), StringComparison.Ordinal);
        Assert.Contains("* **+** 1 release: 4.18.3\n", (await Ran.OnAsync(data, "diff", "fast-4.18", "stable-4.18", "-o", "md")).Gives(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Ran.OnAsync(data, "diff", "fast-4.18", "stable-4.18", "-o", "json")).Gives());
        var channel = json.RootElement.GetProperty("channels")[0];
        Assert.Equal("""["4.18.3"]""", channel.GetProperty("releases").GetProperty("added").GetRawText());
        Assert.Equal(("fast-4.18", "stable-4.18"), (channel.GetProperty("channel").GetString(), channel.GetProperty("comparedWith").GetString()));
    }

    [Theory]
    [InlineData("--channel", "stable-4.81", "There is no channel stable-4.81. Near: stable-4.18.")]
    [InlineData("--arch", "amr64", "No release is there for the architecture amr64; there are amd64, arm64, multi.")]
    public async Task A_channel_or_an_architecture_that_neither_has_is_bad_input(string option, string value, string message) =>
        Assert.Equal(message, (await Ran.WithAsync("diff", data.Path, data.Path, option, value)).Fails(ExitStatus.BadInput));

    [Theory]
    [InlineData("amr64", "No release is there for the architecture amr64; there are amd64, arm64, multi.")]
    [InlineData("s390x", "No release is there for the architecture s390x; there are amd64, arm64, multi.")]
    public async Task Two_channels_of_an_architecture_that_is_not_there_are_not_called_equal(string architecture, string message)
    {
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.2"));
        Assert.Equal(message, (await Ran.OnAsync(data, "diff", "fast-4.18", "stable-4.18", "--arch", architecture)).Fails(ExitStatus.BadInput));
    }

    [Fact]
    public async Task A_service_of_the_environment_is_not_asked_about_channels_and_files()
    {
        var ran = await Ran.WithAsync(around => around with { ShippedData = data.Path, Variable = name => name == "UPDATECTL_SERVER" ? "http://127.0.0.1:1" : null }, "diff", "stable-4.18", "stable-4.18");
        Assert.Equal("Nothing changed.\n", ran.Gives());
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();

    private async Task<string> AnswerAsync(string name)
    {
        _ = (await Ran.WithAsync("build", "--output", data.Beside(name), "--graph-data", data.Path)).Gives();
        return Path.Combine(data.Beside(name), "api/upgrades_info/v1/graph/stable-4.18/amd64.json");
    }
}
