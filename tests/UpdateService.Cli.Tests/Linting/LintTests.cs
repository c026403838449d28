using System.Text.Json;
using UpdateService.Cli.Linting;

namespace UpdateService.Cli.Tests.Linting;

/// <summary><c>lint</c>: it finds what is wrong, where it is, and nothing else.</summary>
public sealed class LintTests : IDisposable
{
    private const int LeastMistakes = 40;

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Fact]
    public async Task Every_seeded_mistake_is_found_with_its_file_and_line()
    {
        Seed();

        var found = await ProblemsAsync();

        var seeded = SeededMistakes.All.Where(mistake => mistake.Rule != default).ToList();
        Assert.True(seeded.Count >= LeastMistakes);
        var missing = seeded.Select(Expected).Except(found).ToList();
        Assert.True(missing.Count == 0, $"Not found:\n{string.Join('\n', missing)}\nFound:\n{string.Join('\n', found)}");
    }

    [Fact]
    public async Task Nothing_is_told_of_files_without_a_mistake()
    {
        Seed();
        var seeded = SeededMistakes.All.Where(mistake => mistake.Rule != default).Select(mistake => mistake.File).Append("blocked_edges").ToHashSet(StringComparer.Ordinal);

        Assert.All(await ProblemsAsync(), problem => Assert.Contains(problem.Split(':')[0], seeded));
    }

    [Fact]
    public async Task The_data_that_ship_have_nothing_to_be_found() =>
        Assert.Equal("Nothing found in 40 channels, 1,594 blocked edges, 3,997 releases.\n", (await Ran.WithAsync("lint", Path.Combine(Repository.Root, "graph-data"))).Gives());

    [SharedDataFact]
    public async Task Real_data_show_old_slips_and_no_error()
    {
        var output = (await Ran.WithAsync("lint", SharedData.GraphData, "--releases", SharedData.Releases)).Gives(ExitStatus.BadInput);

        Assert.Contains("blocked-edges/4.18.0-KubeletStartFailingFromRestoreconTimeout.yaml:1: warning: UnknownVersion: No release has the version 4.18.0.\n", output, StringComparison.Ordinal);
        Assert.Contains("\n0 errors and ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_for_each_problem_can_be_followed_from_a_terminal()
    {
        data.Write("channels/more.yaml", "name: more\nversions:\n- 4.18.1\n- 4.18.9\n");

        var output = (await Ran.WithAsync("lint", data.Path)).Gives(ExitStatus.BadInput);

        Assert.Equal($"{data.Path}/channels/more.yaml:4: warning: UnknownVersion: No release has the version 4.18.9.\n\n0 errors and 1 warning in 2 channels, 1 blocked edge, 7 releases.\n", output);
    }

    [Fact]
    public async Task Without_releases_the_files_alone_are_checked_and_that_is_told()
    {
        Directory.Delete(Path.Combine(data.Path, "releases"), recursive: true);
        data.Write("channels/more.yaml", "name: more\nversions:\n- 4.18.1\n- 4.18.1\n");

        var ran = await Ran.WithAsync("lint", data.Path);

        Assert.Equal(ExitStatus.BadInput, ran.Status);
        Assert.Contains("channels/more.yaml:4: warning: RepeatedVersion: ", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("UnknownVersion", ran.Output, StringComparison.Ordinal);
        Assert.StartsWith("There are no releases beside these files", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told() =>
        Assert.StartsWith("There is no folder '", (await Ran.WithAsync("lint", data.Beside("nothing"))).Fails(ExitStatus.Trouble), StringComparison.Ordinal);

    [Fact]
    public void Each_rule_has_a_text_of_its_own_and_nothing_but_a_text()
    {
        var texts = Enum.GetValues<ProblemRule>().ToDictionary(rule => rule, RuleTexts.Of);

        Assert.All(texts, pair => Assert.Matches(@"^[A-Z][^<>{}]* [^<>{}]*\.\z", pair.Value));
        Assert.Distinct(texts.Values);
    }

    [Fact]
    public async Task SARIF_has_what_its_schema_demands()
    {
        Seed();
        using var log = JsonDocument.Parse((await Ran.WithAsync("lint", data.Path, "-o", "sarif")).Gives(ExitStatus.BadInput));

        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.EndsWith("sarif-schema-2.1.0.json", log.RootElement.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var run = Assert.Single(log.RootElement.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("updatectl lint", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        Assert.Equal(rules.Distinct(StringComparer.Ordinal), rules);
        Assert.All(driver.GetProperty("rules").EnumerateArray(), rule => Assert.EndsWith(".", rule.GetProperty("shortDescription").GetProperty("text").GetString(), StringComparison.Ordinal));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal((await ProblemsAsync()).Count, results.Count);
        Assert.All(results, result => CheckResult(result, rules));
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();

    private static void CheckResult(JsonElement result, List<string?> rules)
    {
        Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
        Assert.Contains(result.GetProperty("level").GetString(), new[] { "error", "warning" });
        Assert.NotEqual("", result.GetProperty("message").GetProperty("text").GetString());
        var location = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
        Assert.True(Uri.TryCreate(location.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute, out var address));
        Assert.True(!address.IsAbsoluteUri || address.IsFile);
        Assert.InRange(location.GetProperty("region").GetProperty("startLine").GetInt32(), 1, 100);
    }

    private static string Expected(SeededMistake mistake) => mistake switch
    {
        { Rule: ProblemRule.DuplicateChannel } => "channels/z15.yaml:1: DuplicateChannel",
        { File: "blocked_edges/4.18.3.yaml" } => "blocked_edges: UnknownFile",
        _ => $"{new Place(mistake.File, mistake.Line)}: {mistake.Rule}",
    };

    private void Seed()
    {
        foreach (var mistake in SeededMistakes.All)
        {
            data.Write(mistake.File, mistake.Content);
        }
    }

    private async Task<List<string>> ProblemsAsync()
    {
        using var report = JsonDocument.Parse((await Ran.WithAsync("lint", data.Path, "-o", "json")).Gives(ExitStatus.BadInput));
        return
        [
            .. report.RootElement.GetProperty("problems").EnumerateArray().Select(problem =>
                $"{new Place(Path.GetRelativePath(data.Path, problem.GetProperty("file").GetString()!), problem.GetProperty("line").GetInt32())}: {problem.GetProperty("rule").GetString()}"),
        ];
    }
}
