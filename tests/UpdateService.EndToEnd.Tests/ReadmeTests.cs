using System.Diagnostics;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests;

/// <summary>What the README tells a newcomer to type is run, and what it shows is what comes.</summary>
public sealed partial class ReadmeTests
{
    private const string StartCommand = "dotnet run --project src/UpdateService.Server";

    [Theory]
    [InlineData("README.md", 3)]
    [InlineData("src/UpdateService.Server/README.md", 8)]
    public async Task Every_question_gets_the_answer_that_stands_under_it(string document, int least)
    {
        var examples = CommandWithAnswer().Matches(Text(document)).Select(match => (match.Groups["command"].Value, match.Groups["answer"].Value)).ToList();
        Assert.True(examples.Count >= least, $"{document} has {examples.Count} questions with answers.");
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

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "README.md", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal) && !file.Contains("artifacts", StringComparison.Ordinal)).ToList();
        Assert.True(documents.Count > 8);
        foreach (var document in documents)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var (path, place) = (link.Groups["path"].Value, link.Groups["place"].Value);
                var target = path.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, path);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} leads to {path}, which is not there.");
                Assert.True(place.Length == 0 || Places(target).Contains(place), $"{document} leads to #{place} in {target}, which has no such heading.");
            }
        }
    }

    private static string Readme() => Text("README.md");

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");

    /// <summary>The names that a forge gives to headings.</summary>
    private static IEnumerable<string> Places(string document) => Heading().Matches(File.ReadAllText(document))
        .Select(match => NotInPlace().Replace(match.Groups["words"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Names that the table shortens: <c>…_errors_total</c>.</summary>
    private static IEnumerable<string> ShortenedNames(string readme) => ShortName().Matches(readme).Select(match => match.Groups["end"].Value);

    private static async Task<string> BashAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output.TrimEnd('\n');
    }

    [GeneratedRegex(@"```sh\n(?<command>curl[^`]*)\n```\n\n```text\n(?<answer>[^`]*)\n```", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex CommandWithAnswer();

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<path>[^)#\s]*)(?:#(?<place>[^)\s]+))?\)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<words>[^\r\n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex NotInPlace();

    [GeneratedRegex(@"^  (?<name>--[a-z-]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex SwitchInHelp();

    [GeneratedRegex(@"^# TYPE (?<name>(?:cincinnati|update_service)_[a-z_]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex FamilyInMetrics();

    [GeneratedRegex(@"`…(?<end>_[a-z_]+)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ShortName();
}
