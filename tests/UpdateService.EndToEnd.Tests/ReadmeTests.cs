using System.Diagnostics;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests;

/// <summary>What the README tells a newcomer to type is run, and what it shows is what comes.</summary>
public sealed partial class ReadmeTests
{
    private const string StartCommand = "dotnet run --project src/UpdateService.Server";

    [Fact]
    public async Task Every_question_of_the_README_gets_the_answer_that_stands_under_it()
    {
        var examples = Examples();
        Assert.True(examples.Count >= 5, $"The README has {examples.Count} questions with answers.");
        using var server = await ServerProcess.StartReadyAsync(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0"]);
        foreach (var (command, answer) in examples)
        {
            var here = command
                .Replace("http://localhost:8080", server.Protocol.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("http://localhost:9080", server.Status.ToString().TrimEnd('/'), StringComparison.Ordinal);
            Assert.NotEqual(command, here);
            Assert.Equal(answer, await BashAsync(here));
        }
    }

    [Fact]
    public void The_two_commands_are_those_that_a_newcomer_and_the_checks_use()
    {
        var readme = Readme();
        Assert.Contains($"```sh\n{StartCommand}\n```", readme, StringComparison.Ordinal);
        Assert.Contains("```\ntests/run.sh\n```", readme, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "tests", "run.sh")));
        Assert.Contains("bash tests/run.sh", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_option_stands_in_the_README()
    {
        var help = await BashAsync($"dotnet '{ServerProcess.Built}' --help");
        var options = SwitchInHelp().Matches(help).Select(match => match.Groups["name"].Value).ToList();
        Assert.True(options.Count > 10);
        Assert.All(options, option => Assert.Contains($"`{option}`", Readme(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_metric_family_of_the_service_stands_in_the_README()
    {
        using var server = await ServerProcess.StartReadyAsync(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--publish", "oci://127.0.0.1:1/updates:current"]);
        var status = $"http://127.0.0.1:{FreePorts.Next()}/";
        using var follower = ServerProcess.Start("--listen", "http://127.0.0.1:0", "--status-listen", status, "--follow", "oci://127.0.0.1:1/updates:current");
        var metrics = await BashAsync($"curl -s {server.Status}metrics && curl -s --retry 60 --retry-connrefused --retry-delay 1 {status}metrics");
        Assert.Contains("update_service_follow_failures_total", metrics, StringComparison.Ordinal);
        var families = FamilyInMetrics().Matches(metrics).Select(match => match.Groups["name"].Value).ToList();
        Assert.True(families.Count > 15);
        var readme = Readme();
        Assert.All(families, family => Assert.True(
            readme.Contains($"`{family}", StringComparison.Ordinal) || ShortenedNames(readme).Any(end => family.EndsWith(end, StringComparison.Ordinal)),
            $"{family} is not in the README."));
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    private static List<(string Command, string Answer)> Examples() =>
        [.. CommandWithAnswer().Matches(Readme()).Select(match => (match.Groups["command"].Value, match.Groups["answer"].Value))];

    /// <summary>Names that the table shortens: <c>…_errors_total</c>.</summary>
    private static IEnumerable<string> ShortenedNames(string readme) => ShortName().Matches(readme).Select(match => match.Groups["end"].Value);

    private static async Task<string> BashAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output.TrimEnd('\n');
    }

    [GeneratedRegex(@"```sh\n(?<command>curl[^`]*)\n```\n\n```text\n(?<answer>[^`]*)\n```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandWithAnswer();

    [GeneratedRegex(@"^  (?<name>--[a-z-]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex SwitchInHelp();

    [GeneratedRegex(@"^# TYPE (?<name>(?:cincinnati|update_service)_[a-z_]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex FamilyInMetrics();

    [GeneratedRegex(@"`…(?<end>_[a-z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortName();
}
