using System.Text.Json;

namespace UpdateService.Cli.Tests.Commands;

/// <summary>The commands that ask the planner in this process.</summary>
public sealed class QuestionCommandTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Theory]
    [InlineData(ExitStatus.Fine, "path 4.18.1 4.18.3")]
    [InlineData(ExitStatus.Fine, "path 4.18.1")]
    [InlineData(ExitStatus.Fine, "path 4.18.1 4.18")]
    [InlineData(ExitStatus.Fine, "path 4.18.3 4.18.3")]
    [InlineData(ExitStatus.RisksToAccept, "path 4.18.1 4.18.3 --avoid 4.18.2")]
    [InlineData(ExitStatus.Fine, "path 4.18.1 4.18.3 --avoid 4.18.2 --accept SampleRisk")]
    [InlineData(ExitStatus.Fine, "path 4.18.1 4.18.3 --avoid 4.18.2 --arch arm64")]
    [InlineData(ExitStatus.NoPath, "path 4.18.1 4.18.3 --avoid 4.18.2,SampleRisk")]
    [InlineData(ExitStatus.NoPath, "path 4.18.1 4.18.3 --avoid 4.18.2 --avoid SampleRisk")]
    [InlineData(ExitStatus.NoPath, "path 4.18.1 4.19")]
    [InlineData(ExitStatus.BadInput, "path 4.18.3 4.18.1")]
    [InlineData(ExitStatus.BadInput, "path 4.18.x")]
    [InlineData(ExitStatus.Fine, "recommended 4.18.1")]
    [InlineData(ExitStatus.Fine, "recommended 4.18.3")]
    [InlineData(ExitStatus.NoPath, "recommended 4.17.1")]
    [InlineData(ExitStatus.Fine, "explain 4.18.1 4.18.3")]
    [InlineData(ExitStatus.NoPath, "explain 4.18.1 4.19.3")]
    [InlineData(ExitStatus.NoPath, "explain 4.17.1 4.18.3")]
    [InlineData(ExitStatus.Fine, "explain 4.18.3 4.18.3")]
    [InlineData(ExitStatus.BadInput, "path 4.18.1 --channel stabel-4.18")]
    [InlineData(ExitStatus.BadInput, "path 4.18.1 --current-channel stabel-4.18")]
    [InlineData(ExitStatus.BadInput, "path 4.18.1 --arch mutli")]
    [InlineData(ExitStatus.BadInput, "recommended 4.18.1 --channel stabel-4.18")]
    [InlineData(ExitStatus.BadInput, "explain 4.18.1 4.18.3 --arch mutli")]
    [InlineData(ExitStatus.Fine, "path v4.18.1 latest --channel stable")]
    [InlineData(ExitStatus.Fine, "channels")]
    [InlineData(ExitStatus.Fine, "releases")]
    [InlineData(ExitStatus.Fine, "releases --channel stable-4.18 --arch multi")]
    [InlineData(ExitStatus.Fine, "releases 4.18.1")]
    [InlineData(ExitStatus.BadInput, "releases 4.18.9")]
    [InlineData(ExitStatus.BadInput, "releases --channel stable-4.19")]
    [InlineData(ExitStatus.Fine, "matrix --channel stable-4.18")]
    [InlineData(ExitStatus.BadInput, "matrix")]
    public async Task The_exit_status_says_how_the_answer_is(int status, string line)
    {
        var ran = await Ran.OnAsync(data, line.Split(' '));
        _ = status == ExitStatus.BadInput ? ran.Fails(status) : ran.Gives(status);
    }

    [Fact]
    public async Task An_update_that_carries_risks_alone_is_not_recommended_without_them()
    {
        data.Write("blocked-edges/4.18.2-OtherRisk.yaml", GraphDataDirectory.RiskOf("4.18.2", ".*", "OtherRisk", "Another."));

        Assert.Contains("OnlyConditional", (await Ran.OnAsync(data, "recommended", "4.18.1")).Gives(ExitStatus.RisksToAccept), StringComparison.Ordinal);
        Assert.Contains("Recommended: 4.18.2", (await Ran.OnAsync(data, "recommended", "4.18.1", "--accept", "OtherRisk")).Gives(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path v4.18.1 V4.18.3")]
    [InlineData("path 4.18.1-x86_64 4.18.3+amd64 --arch AMD64")]
    [InlineData("path quay.io/openshift-release-dev/ocp-release:4.18.1-x86_64 host:5000/a/b:4.18.3-x86_64 --arch x86_64")]
    [InlineData("path 4.18.1 latest")]
    [InlineData("path 4.18.1 v4.18")]
    [InlineData("path 4.18.1 4.18.z")]
    public async Task A_version_is_taken_as_people_write_it(string line) =>
        Assert.StartsWith("4.18.1 to 4.18.3 (amd64): 2 updates, no risks.\n", (await Ran.OnAsync(data, line.Split(' '))).Gives(), StringComparison.Ordinal);

    [Fact]
    public async Task White_space_around_a_version_is_left_out() =>
        Assert.Contains("4.18.1 to 4.18.3", (await Ran.OnAsync(data, "path", " 4.18.1\n", "\t4.18.3 ", "--via", " v4.18.2")).Gives(), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_name_the_reason_stands_on_standard_error() => Assert.Equal(
        "There is no release of 4.19 for amd64. Name a version, or a channel that has later releases.",
        (await Ran.OnAsync(data, "path", "4.18.1", "4.19", "-o", "name")).Fails(ExitStatus.NoPath));

    [Fact]
    public async Task A_list_without_a_release_says_so() =>
        Assert.Equal("There is no release of 4.17 for amd64.\n", (await Ran.OnAsync(data, "releases", "4.17")).Gives());

    [Theory]
    [InlineData("path 4.18.1 4.18.3", "4.18.2\n4.18.3\n")]
    [InlineData("recommended 4.18.1", "4.18.2\n")]
    [InlineData("channels", "stable-4.18\n")]
    [InlineData("releases", "4.18.3\n4.18.2\n4.18.1\n")]
    [InlineData("releases 4.18.1", "4.18.1\n")]
    [InlineData("releases 4.18", "4.18.3\n4.18.2\n4.18.1\n")]
    [InlineData("releases v4.17", "")]
    public async Task Names_alone_are_for_scripts(string line, string names) =>
        Assert.Equal(names, (await Ran.OnAsync(data, [.. line.Split(' '), "-o", "name"])).Gives());

    [Fact]
    public async Task Markdown_has_its_long_name_too() =>
        Assert.Equal((await Ran.OnAsync(data, "path", "4.18.1", "-o", "md")).Gives(), (await Ran.OnAsync(data, "path", "4.18.1", "-o", "Markdown")).Gives());

    [Theory]
    [InlineData("text", "4.18.1 to 4.18.3 (amd64): 2 updates, no risks.\n")]
    [InlineData("json", "{\"from\":\"4.18.1\"")]
    [InlineData("md", "# ")]
    [InlineData("mermaid", "flowchart ")]
    [InlineData("dot", "digraph ")]
    [InlineData("svg", "<svg ")]
    [InlineData("JSON", "{\"from\":\"4.18.1\"")]
    public async Task A_plan_is_written_in_every_format(string format, string beginning)
    {
        var output = (await Ran.OnAsync(data, "path", "4.18.1", "4.18.3", "-o", format)).Gives();

        Assert.StartsWith(beginning, output, StringComparison.Ordinal);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_spellings_of_the_format_and_of_values_are_understood()
    {
        var expected = (await Ran.OnAsync(data, "path", "4.18.1", "-o", "json")).Gives();

        Assert.Equal(expected, (await Ran.OnAsync(data, "path", "4.18.1", "--output=json")).Gives());
        Assert.Equal(expected, (await Ran.OnAsync(data, "path", "--output", "json", "--arch=x86_64", "4.18.1")).Gives());
    }

    [Fact]
    public async Task Options_reach_the_question()
    {
        var output = (await Ran.OnAsync(data, "path", "4.18.1", "4.18.3", "--channel", "stable-4.18", "--via", "4.18.2", "--alternatives", "3", "--current-channel", "stable-4.18", "-o", "json")).Gives();

        using var json = JsonDocument.Parse(output);
        Assert.Equal("stable-4.18", json.RootElement.GetProperty("channel").GetString());
        Assert.All(json.RootElement.GetProperty("plans").EnumerateArray(), plan => Assert.Equal("4.18.2", plan.GetProperty("hops")[0].GetProperty("to").GetString()));
    }

    [Theory]
    [InlineData("path 4.18.1 --channel stable-4.81 -o text", "stable-4.81")]
    [InlineData("releases --channel stable-4.81", "There is no channel stable-4.81. Near: stable-4.18.")]
    [InlineData("releases 4.18.22", "; the newest in stable-4.18 is 4.18.3. Near: 4.18.2, 4.18.1.")] // '4.18.2' stands in '4.18.22', and is not told by it.
    [InlineData("path 4.18.1 --arch amd46", "No release is there for the architecture amd46; there are")]
    [InlineData("releases --arch amd46", "No release is there for the architecture amd46; there are amd64, arm64, multi.")]
    [InlineData("path 4.18.1 --avoid SampelRisk", "SampleRisk")]
    [InlineData("path 4.18.1 --alternatives 51", "'alternatives' is not a number from 0 to 50: '51'.")]
    [InlineData("path 4.18.1 -o jsn", "There is no format 'jsn' of this answer; it has text, json, md, mermaid, dot, svg, name. 'json' may be meant.")]
    [InlineData("path 4.18.1 -o yaml", "There is no format 'yaml' of this answer; it has text, json, md, mermaid, dot, svg, name. Every tool that reads YAML reads JSON too.")]
    [InlineData("explain 4.18.1 4.18.2 -o name", "There is no format 'name' of this answer; it has text, json, md.")]
    [InlineData("path latest 4.18.3", "'from' is 'latest': it stands for the newest release, and only as the target; give a version such as 4.16.3.")]
    [InlineData("path stable-4.18 4.18.3", "'from' is 'stable-4.18': it is a channel; give a version such as 4.16.3, and name the channel by --channel.")]
    [InlineData("recommended 4.18", "'version' cannot be read: 4.18 is a minor; give one of its versions, such as 4.18.")]
    [InlineData("explain 4.18.1 4.18", "'to' cannot be read: 4.18 is a minor; give one of its versions, such as 4.18.")]
    [InlineData("path 4.18.1-aarch64", "'from' is a release for aarch64, and the question is about amd64: give 4.18.1, and name the architecture by --arch.")]
    [InlineData("explain 4.18.1 4.18.2 -o svg", "There is no format 'svg' of this answer; it has text, json, md.")]
    [InlineData("path 4.18.1 -o json -o text", "The option --output takes one value, and it is given several times.")]
    [InlineData("path 4.18.1 --revision 3", "--revision is for --server: a file or a folder has no revisions.")]
    public async Task What_cannot_be_used_is_told_with_what_can(string line, string told)
    {
        var ran = await Ran.OnAsync(data, line.Split(' '));
        Assert.Contains(told, ran.Output + ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_and_a_catalogue_are_read_where_they_are_named()
    {
        using var empty = new TemporaryFolder();
        var catalogue = empty.In("more.jsonl");
        await File.WriteAllTextAsync(catalogue, GraphDataDirectory.ReleaseOf("4.18.1", "amd64") + GraphDataDirectory.ReleaseOf("4.18.2", "amd64", "4.18.1"));

        Assert.Contains("4.18.3", (await Ran.WithAsync("path", "4.18.1", "--graph-data", data.Path)).Gives(), StringComparison.Ordinal);
        Assert.DoesNotContain("4.18.3 ", (await Ran.WithAsync("path", "4.18.1", "--graph-data", data.Path, "--releases", catalogue)).Gives(), StringComparison.Ordinal);
        Assert.Contains("must name a catalogue", (await Ran.WithAsync("channels", "--graph-data", empty.Path)).Fails(ExitStatus.BadInput), StringComparison.Ordinal);
        Assert.Contains("missing.jsonl", (await Ran.OnAsync(data, "channels", "--releases", empty.In("missing.jsonl"))).Fails(ExitStatus.Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_understood_are_told_with_file_and_line()
    {
        data.Write("channels/broken.yaml", "name: broken\nversions:\n- 4.10\n");

        var error = (await Ran.OnAsync(data, "channels")).Fails(ExitStatus.Trouble);

        Assert.StartsWith("channels/broken.yaml:3: InvalidValue: ", error, StringComparison.Ordinal);
        Assert.Contains("updatectl lint", error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();
}
