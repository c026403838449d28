using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>Options in <c>deploy/</c> are options of the service.</summary>
public sealed partial class OptionTests
{
    [Fact]
    public async Task Every_option_of_the_manifests_is_one_of_the_service()
    {
        var help = await HelpAsync();
        var known = SwitchInHelp().Matches(help).ToDictionary(match => Key(match.Groups["name"].Value), match => match.Groups["list"].Success, StringComparer.Ordinal);
        var lines = Manifests.Files.Where(file => file.EndsWith(".env", StringComparison.Ordinal)).SelectMany(file => Manifests.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.True(lines.Count >= 10);
        Assert.All(lines, line =>
        {
            var match = OptionLine().Match(line);
            Assert.True(match.Success, line);
            Assert.True(known.TryGetValue(match.Groups["key"].Value, out var isList), line);
            Assert.Equal(isList, match.Groups["index"].Success);
        });
    }

    [Fact]
    public async Task Every_switch_that_the_manual_names_is_one_of_the_service()
    {
        var help = await HelpAsync();
        var known = SwitchInHelp().Matches(help).Select(match => $"--{match.Groups["name"].Value}").ToHashSet(StringComparer.Ordinal);
        var keys = known.Select(name => $"UpdateService__{Key(name[2..])}").ToHashSet(StringComparer.Ordinal);

        Assert.All(SwitchInManual().Matches(Manifests.Readme).Select(match => match.Value), name => Assert.Contains(name, known));
        Assert.All(VariableInManual().Matches(Manifests.Readme).Select(match => match.Value), name => Assert.Contains(name, keys));
        Assert.True(SwitchInManual().Count(Manifests.Readme) > 5);
    }

    private static async Task<string> HelpAsync() => (await InstalledCommand.RunAsync("dotnet", ["dotnet", ServerProcess.Built, "--help"])).Expect();

    private static string Key(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex(@"^  --(?<name>[a-z-]+)(?<list> VALUE …)?", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex SwitchInHelp();

    [GeneratedRegex(@"^UpdateService__(?<key>[A-Za-z]+)(__(?<index>\d))?=\S+$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex OptionLine();

    /// <summary>In words, in backquotes, and alone on the lines of a docker command; not those of docker, oc and skopeo.</summary>
    [GeneratedRegex(@"(?<=`|^  )--[a-z]+(-[a-z]+)*", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex SwitchInManual();

    [GeneratedRegex(@"UpdateService__[A-Za-z]+", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex VariableInManual();
}
