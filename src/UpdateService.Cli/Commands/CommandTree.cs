using System.CommandLine;
using UpdateService.Cli.Comparing;
using UpdateService.Cli.Completion;
using UpdateService.Cli.Doctoring;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Linting;
using UpdateService.Cli.StaticSites;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Commands;

/// <summary>All commands with their options.</summary>
internal sealed class CommandTree
{
    private readonly SourceSwitches sources = new();

    /// <summary>The commands as they are typed.</summary>
    public CommandTree()
    {
        Root = new ToolCommand("updatectl", "Plans updates of OpenShift clusters, and explains why there is none.")
        {
            Examples =
            [
                new Example("How does a cluster get from 4.16.3 to 4.18?", "updatectl path 4.16.3 4.18"),
                new Example("What should it do next?", "updatectl recommended 4.16.3"),
                new Example("Why is this no update?", "updatectl explain 4.16.3 4.18.1"),
            ],
            Notes =
                """
                The graph comes from the data set that ships with updatectl, unless --server, --graph-data, --releases or
                --graph (or the environment's UPDATECTL_SERVER) say otherwise. 'updatectl COMMAND --help' tells more.

                Exit status: 0 a plan without unaccepted risks (or any other answer), 2 a plan that needs risks accepted,
                3 no path, 4 bad input, 5 server or file trouble.
                """,
        };
        foreach (var command in new QuestionCommands(sources).All)
        {
            Root.Add(command);
        }

        Root.Add(new DiffCommand(sources));
        Root.Add(new LintCommand(sources));
        Root.Add(new BuildCommand(sources));
        Root.Add(new DoctorCommand(sources));
        Root.Add(new CompletionCommand(Root));
        Root.Add(new HelpCommand(Root));
        Root.Add(Help);
        Root.Add(Version);
    }

    /// <summary>The command above all others.</summary>
    public ToolCommand Root { get; }

    /// <summary>Tells about the command instead of running it.</summary>
    public Option<bool> Help { get; } = new("--help", "-h", "-?") { Description = "Show the help of a command, with examples.", Recursive = true };

    /// <summary>Tells which build this is.</summary>
    public Option<bool> Version { get; } = new("--version") { Description = "Tell which build this is." };
}
