using UpdateService.Cli.Commands;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Tests.Usage;

/// <summary>What a person sees who mistypes, or asks for help.</summary>
public sealed class UsageTests
{
    public static TheoryData<string> Commands => [.. new CommandTree().Root.Subcommands.Select(command => command.Name)];

    [Theory]
    [InlineData("pth 4.16.3", "There is no command 'pth'; 'path' may be meant. See updatectl --help.")]
    [InlineData("somethingelse", "There is no command 'somethingelse'. See updatectl --help.")]
    [InlineData("path", "'updatectl path' needs FROM. The version that the cluster runs, such as 4.16.3. For example: updatectl path 4.16.3 4.18")]
    [InlineData("explain 4.16.3", "'updatectl explain' needs TO. The version that it shall run. For example: updatectl explain 4.16.3 4.18.1")]
    [InlineData("path 4.16.3 4.17 4.18", "'updatectl path' takes FROM [TO]; '4.18' is one too many. See updatectl path --help.")]
    [InlineData("channels stable-4.16", "'updatectl channels' takes nothing but options; 'stable-4.16' is one too many. See updatectl channels --help.")]
    [InlineData("path 4.16.3 4.17 https://user:s3cret@example.com", "'updatectl path' takes FROM [TO]; 'https://…@example.com' is one too many. See updatectl path --help.")]
    [InlineData("path 4.16.3 --chanel stable-4.16", "There is no option '--chanel' of 'updatectl path'; '--channel' may be meant. See updatectl path --help.")]
    [InlineData("path 4.16.3 4.17 --chanel=stable-4.16", "There is no option '--chanel' of 'updatectl path'; '--channel' may be meant. See updatectl path --help.")]
    [InlineData("path --acept A 4.16.3", "There is no option '--acept' of 'updatectl path'; '--accept' may be meant. See updatectl path --help.")]
    [InlineData("channels --frobnicate", "There is no option '--frobnicate' of 'updatectl channels'. See updatectl channels --help.")]
    [InlineData("--verzion", "There is no option '--verzion' of 'updatectl'; '--version' may be meant. See updatectl --help.")]
    [InlineData("path 4.16.3 --channel", "The option --channel needs a value. The one channel that all updates are in. Default: all, the most proven ones first.")]
    [InlineData("path 4.16.3 --timeout 30", "The value '30' of --timeout cannot be used: write a time up to 60m, such as 500ms, 30s or 2m.", "http://localhost:1")]
    [InlineData("path 4.16.3", "The value of --server (or UPDATECTL_SERVER) cannot be used: write an address such as http://localhost:8080.", "ftp://localhost:8080")]
    [InlineData("plan 4.16.3 4.18", "There is no command 'plan'; 'path' may be meant. See updatectl --help.")]
    [InlineData("plan --help", "There is no command 'plan'; 'path' may be meant. See updatectl --help.")]
    [InlineData("--help plan", "There is no command 'plan'; 'path' may be meant. See updatectl --help.")]
    [InlineData("plan --version", "There is no command 'plan'; 'path' may be meant. See updatectl --help.")]
    [InlineData("help plan", "There is no command 'plan'; 'path' may be meant. See updatectl --help.")]
    [InlineData("help path plan", "'updatectl help' takes [COMMAND]; 'plan' is one too many. See updatectl help --help.")]
    [InlineData("compare a b", "There is no command 'compare'; 'diff' may be meant. See updatectl --help.")]
    [InlineData("rel", "There is no command 'rel'; 'releases' may be meant. See updatectl --help.")]
    [InlineData("version", "There is no command 'version'; '--version' may be meant. See updatectl --help.")]
    [InlineData("path --help --chanel x", "There is no option '--chanel' of 'updatectl path'; '--channel' may be meant. See updatectl path --help.")]
    [InlineData("channels extra --help", "'updatectl channels' takes nothing but options; 'extra' is one too many. See updatectl channels --help.")]
    [InlineData("channels --via 4.16.3", "There is no option '--via' of 'updatectl channels'; 'updatectl path' has it. See updatectl channels --help.")]
    [InlineData("-o json", "The option -o must follow a command: updatectl COMMAND -o. See updatectl --help.")]
    [InlineData("--arch arm64 channels", "The option --arch must follow the command: updatectl channels … --arch. See updatectl channels --help.")]
    [InlineData("path 4.16.3 --channel --arch arm64", "The option --channel needs a value. The one channel that all updates are in. Default: all, the most proven ones first.")]
    [InlineData("path 4.16.3 --alternatives -1", "'alternatives' is not a number from 0 to 50: '-1'.")]
    [InlineData("path 4.16.3 -1", "There is no option '-1' of 'updatectl path'. See updatectl path --help.")]
    [InlineData("path 4.16.3 --channel stable-4.16 --channel stable-4.17", "The option --channel takes one value, and it is given several times.")]
    public async Task A_slip_is_told_in_a_sentence_with_what_was_meant(string line, string told, string? server = null)
    {
        var ran = await Ran.WithAsync(around => around with { Variable = name => name == "UPDATECTL_SERVER" ? server : null }, line.Split(' '));
        Assert.Equal(told, ran.Fails(ExitStatus.BadInput));
    }

    [Theory]
    [InlineData("path 4.16.3 --graph", "--graph")]
    [InlineData("path 4.16.3 --releases", "--releases")]
    [InlineData("path 4.16.3 --graph-data", "--graph-data")]
    [InlineData("path 4.16.3 --registry-ca", "--registry-ca")]
    [InlineData("channels --server http://127.0.0.1:1 --ca", "--ca")]
    [InlineData("build --output", "--output")]
    [InlineData("doctor --state", "--state")]
    [InlineData("path 4.16.3 --channel", "--channel")]
    [InlineData("path 4.16.3 --accept", "--accept")]
    [InlineData("path 4.16.3 --avoid", "--avoid")]
    [InlineData("channels --arch", "--arch")]
    public async Task A_place_that_is_empty_as_of_a_variable_that_is_not_set_is_told_and_nothing_else_is_asked_instead(string line, string option)
    {
        foreach (var empty in new[] { "", " " })
        {
            Assert.StartsWith($"The option {option} needs a value.", (await Ran.WithAsync([.. line.Split(' '), empty])).Fails(ExitStatus.BadInput), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("path", "FROM")]
    [InlineData("path 4.16.3", "TO")]
    [InlineData("releases", "VERSION")]
    public async Task An_argument_that_is_empty_is_told(string line, string argument) =>
        Assert.StartsWith($"'updatectl {line.Split(' ')[0]}' needs {argument}.", (await Ran.WithAsync([.. line.Split(' '), ""])).Fails(ExitStatus.BadInput), StringComparison.Ordinal);

    [Theory]
    [InlineData("help path")]
    [InlineData("path help")]
    [InlineData("-h path")]
    [InlineData("path -h")]
    public async Task Help_can_be_asked_for_in_every_usual_way(string line) =>
        Assert.Equal((await Ran.WithAsync("path", "--help")).Gives(), (await Ran.WithAsync(line.Split(' '))).Gives());

    [Fact]
    public async Task Without_a_word_the_help_comes() =>
        Assert.Equal((await Ran.WithAsync("--help")).Gives(), (await Ran.WithAsync()).Gives());

    [Fact]
    public async Task The_version_is_told() => Assert.Equal($"updatectl {Tool.Version}\n", (await Ran.WithAsync("--version")).Gives());

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_every_command_teaches_by_example(string name)
    {
        var command = (ToolCommand)new CommandTree().Root.Subcommands.Single(sub => sub.Name == name);

        var help = (await Ran.WithAsync(name, "--help")).Gives();

        Assert.StartsWith($"{command.Description}\n\nUsage: updatectl {HelpText.Line(command)} [options]\n", help, StringComparison.Ordinal);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example => Assert.StartsWith($"updatectl {name}", example.Line, StringComparison.Ordinal));
        Assert.All(command.Examples, example => Assert.Contains($"  # {example.Question}\n  {example.Line}\n", help, StringComparison.Ordinal));
        Assert.All(command.Options, option => Assert.Contains(option.Name, help, StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [InlineData("path")]
    [InlineData("recommended")]
    [InlineData("explain")]
    [InlineData("channels")]
    [InlineData("releases")]
    [InlineData("matrix")]
    public async Task Every_example_of_a_question_has_an_answer_in_the_data_that_ship(string name)
    {
        foreach (var example in ((ToolCommand)new CommandTree().Root.Subcommands.Single(sub => sub.Name == name)).Examples.Where(example => !example.Line.Contains("--server", StringComparison.Ordinal)))
        {
            var ran = await Ran.WithAsync(around => around with { ShippedData = Path.Combine(Repository.Root, "graph-data") }, [.. Words(example)]);
            Assert.True(ran.Status is ExitStatus.Fine or ExitStatus.RisksToAccept && ran.Errors.Length == 0, $"{example.Line}: {ran.Status} {ran.Errors}");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_can_be_typed(string name)
    {
        var tree = new CommandTree();
        foreach (var example in tree.Root.Examples.Concat(((ToolCommand)tree.Root.Subcommands.Single(sub => sub.Name == name)).Examples))
        {
            var parsed = tree.Root.Parse([.. Words(example)]);
            Assert.Null(UsageError.Of(parsed, (ToolCommand)parsed.CommandResult.Command));
        }
    }

    /// <summary>The words of the call, without what a shell does before and after it.</summary>
    private static IEnumerable<string> Words(Example example) =>
        example.Line.Split(" | ")[0].Split(" > ")[0].Split("; ")[0].Split(" && ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);
}
