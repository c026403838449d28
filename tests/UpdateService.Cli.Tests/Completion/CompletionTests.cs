using System.Diagnostics;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Tests.Completion;

/// <summary>The scripts that complete words.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("updatectl pa", "path")]
    [InlineData("updatectl re", "recommended releases")]
    [InlineData("updatectl path 4.16.3 --ch", "--channel")]
    [InlineData("updatectl path 4.16.3 --a", "--accept --alternatives --arch --avoid")]
    [InlineData("updatectl path -o m", "md mermaid")]
    [InlineData("updatectl lint --output s", "sarif")]
    [InlineData("updatectl channels --arch a", "amd64 arm64")]
    [InlineData("updatectl completion z", "zsh")]
    [InlineData("updatectl --v", "--version")]
    [InlineData("updatectl path --channel s", "")]
    public async Task Bash_completes_the_word_that_is_begun(string line, string expected)
    {
        var script = (await Ran.WithAsync("completion", "bash")).Gives();
        var words = line.Split(' ');

        var completed = await BashAsync($"{script}\nCOMP_WORDS=({string.Join(' ', words)})\nCOMP_CWORD={words.Length - 1}\n_updatectl\nprintf '%s\\n' \"${{COMPREPLY[@]}}\" | sort | paste -sd' '");

        Assert.Equal(expected, completed);
    }

    [Fact]
    public async Task Bash_completes_folders_to_check_and_files_to_ask()
    {
        using var folder = new TemporaryFolder();
        _ = Directory.CreateDirectory(folder.In("data"));
        await File.WriteAllTextAsync(folder.In("dates.json"), "");
        var script = (await Ran.WithAsync("completion", "bash")).Gives();

        Assert.Equal("data", await BashAsync($"cd '{folder.Path}'\n{script}\nCOMP_WORDS=(updatectl lint da)\nCOMP_CWORD=2\n_updatectl\necho \"${{COMPREPLY[@]}}\""));
        Assert.Equal("dates.json", await BashAsync($"cd '{folder.Path}'\n{script}\nCOMP_WORDS=(updatectl path --graph date)\nCOMP_CWORD=3\n_updatectl\necho \"${{COMPREPLY[@]}}\""));
    }

    [Theory]
    [InlineData("zsh", "--{0}")]
    [InlineData("fish", "-l {0}")]
    public async Task The_other_shells_know_every_command_and_option_too(string shell, string spelling)
    {
        var script = (await Ran.WithAsync("completion", shell)).Gives();

        var root = new CommandTree().Root;
        foreach (var command in root.Subcommands)
        {
            Assert.Contains(command.Name, script, StringComparison.Ordinal);
            Assert.All(HelpText.OptionsOf(command), option => Assert.Contains(string.Format(null, spelling, option.Name[2..]), script, StringComparison.Ordinal));
        }

        Assert.Contains("text json md mermaid dot svg", script, StringComparison.Ordinal);
        var quotes = script.Replace("'\\''", "", StringComparison.Ordinal).Replace("\\'", "", StringComparison.Ordinal).Count(letter => letter == '\'');
        Assert.True(quotes % 2 == 0, "A quotation is not closed.");
    }

    [Fact]
    public async Task Another_shell_is_told_which_there_are() =>
        Assert.Equal("There is no script for 'csh'; there are bash, zsh and fish.", (await Ran.WithAsync("completion", "csh")).Fails(ExitStatus.BadInput));

    private static async Task<string> BashAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output.TrimEnd('\n');
    }
}
