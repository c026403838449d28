using System.Collections.Immutable;
using UpdateService.Cli.Graphs;
using UpdateService.Planning.Questions;

namespace UpdateService.Cli.Commands;

/// <summary>The commands that are questions to a planner.</summary>
internal sealed class QuestionCommands(SourceSwitches sources)
{
    private readonly TextOption architecture = new("--arch", "ARCH", "The architecture of the cluster's payloads. Default: amd64.") { Choices = ["amd64", "arm64", "multi", "ppc64le", "s390x"] };
    private readonly TextOption accept = new("--accept", "A,B", "Names of risks to ignore, because you have checked them.");

    /// <summary>All of them.</summary>
    public ImmutableArray<ToolCommand> All => [Path(), Recommended(), Explain(), Channels(), Releases(), Matrix()];

    /// <summary>Whether several values of the name make one list.</summary>
    public static bool IsList(string parameter) => parameter is "accept" or "avoid" or "via";

    /// <summary>The architecture of a stored answer.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static Architecture ArchitectureOf(string? name) => ArchitectureName.TryRead(name, out var architecture)
        ? architecture
        : throw CommandException.BadInput($"'{Excerpt.Of(name)}' is no architecture: names are of 0-9 and a-z, such as amd64.");

    private static TextArgument From() => new("FROM", "The version that the cluster runs, such as 4.16.3.");

    private QuestionCommand Path() => new(
        "path",
        "Plans the updates from one version to another: with the fewest risks, then the fewest updates.",
        sources,
        _ => QuestionKind.Path,
        QuestionKind.Path.Formats(),
        [(From(), "from"), (new TextArgument("TO", "The version to reach; or a minor (4.18: its newest release that can be reached); or latest, or nothing (the newest of all).", isNeeded: false), "to")],
        [
            (new TextOption("--channel", "CHANNEL", "The one channel that all updates are in. Default: all, the most proven ones first."), "channel"),
            (new TextOption("--current-channel", "CHANNEL", "The channel that the cluster is in now, to begin with."), "currentChannel"),
            (architecture, "arch"),
            (accept, "accept"),
            (new TextOption("--avoid", "A,B", "Names of risks, and versions, that no plan may have."), "avoid"),
            (new TextOption("--via", "V", "Versions that the plan stops at."), "via"),
            (new TextOption("--alternatives", "K", "How many plans to show beside the best one. Default: 0."), "alternatives"),
        ],
        hasNames: true)
    {
        Synonyms = ["plan", "plans", "route", "upgrade", "update", "upgrades", "updates"],
        Examples =
        [
            new Example("How does a cluster get from 4.16.3 to the newest 4.18?", "updatectl path 4.16.3 4.18"),
            new Example("The same within one channel, with three other plans", "updatectl path 4.16.3 4.16.30 --channel eus-4.16 --alternatives 3"),
            new Example("Two risks are none for this cluster", "updatectl path 4.14.20 4.16.3 --accept OVNIPsecConnectivity,OVNIPsecPausedMCPConnectivity"),
            new Example("For a change request, and as a picture", "updatectl path 4.16.3 4.18 -o md > change.md; updatectl path 4.16.3 4.18 -o svg > plan.svg"),
            new Example("In a script: which versions?", "updatectl path 4.16.3 4.18 -o name"),
            new Example("As your own service sees it", "updatectl path 4.16.3 4.18 --server https://updates.example.com"),
        ],
        Notes = "Exit status: 0 a plan without unaccepted risks, 2 a plan that needs risks accepted, 3 no path, 4 bad input\n(going back to an older version is that too), 5 server or file trouble.",
    };

    private QuestionCommand Recommended() => new(
        "recommended",
        "Shows what a cluster should do next, and which other updates it has.",
        sources,
        _ => QuestionKind.Recommended,
        QuestionKind.Recommended.Formats(),
        [(new TextArgument("VERSION", "The version that the cluster runs."), "version")],
        [(new TextOption("--channel", "CHANNEL", "The channel that the cluster is in. Default: the most proven one of its version."), "channel"), (architecture, "arch"), (accept, "accept")],
        hasNames: true)
    {
        Synonyms = ["next", "advice", "advise", "suggest"],
        Examples =
        [
            new Example("What next for a cluster of 4.16.3?", "updatectl recommended 4.16.3"),
            new Example("In its own channel, on Arm", "updatectl recommended 4.16.3 --channel eus-4.16 --arch arm64"),
        ],
        Notes = "Exit status: 0 an update is recommended, 2 only updates with risks, 3 none, 4 bad input, 5 server or file trouble.",
    };

    private QuestionCommand Explain() => new(
        "explain",
        "Explains why one version may or may not be updated to another, and what helps.",
        sources,
        _ => QuestionKind.Explain,
        QuestionKind.Explain.Formats(),
        [(From(), "from"), (new TextArgument("TO", "The version that it shall run."), "to")],
        [(new TextOption("--channel", "CHANNEL", "The channel that the cluster is in. Default: any."), "channel"), (architecture, "arch"), (accept, "accept")])
    {
        Synonyms = ["why", "whynot", "reason", "reasons"],
        Examples =
        [
            new Example("Why does the cluster not offer 4.18.1?", "updatectl explain 4.16.3 4.18.1"),
            new Example("Why not in this channel?", "updatectl explain 4.16.3 4.17.10 --channel stable-4.17"),
        ],
    };

    private QuestionCommand Channels() => new(
        "channels",
        "Lists the channels with their oldest and newest release.",
        sources,
        _ => QuestionKind.Channels,
        QuestionKind.Channels.Formats(),
        [],
        [(architecture, "arch")],
        hasNames: true)
    {
        Examples = [new Example("Which channels are there?", "updatectl channels"), new Example("Their names alone", "updatectl channels -o name")],
    };

    private QuestionCommand Releases()
    {
        var version = new TextArgument("VERSION", "A release, to show its details, or a minor such as 4.18, to list its releases. Default: list all releases.", isNeeded: false);
        return new QuestionCommand(
            "releases",
            "Lists releases, or shows the details of one: channels, updates in and out, blocks.",
            sources,
            call => call.Parsed.GetValue(version) is not { } text || WrittenVersion.IsMinor(text) ? QuestionKind.Releases : QuestionKind.Release,
            QuestionKind.Releases.Formats(),
            [(version, "version")],
            [(new TextOption("--channel", "CHANNEL", "Only the releases of this channel."), "channel"), (architecture, "arch")],
            hasNames: true)
        {
            Synonyms = ["versions", "show", "describe"],
            Examples = [new Example("What is in a channel?", "updatectl releases --channel stable-4.18"), new Example("What is there of 4.18?", "updatectl releases 4.18"), new Example("All about 4.18.1", "updatectl releases 4.18.1")],
        };
    }

    private QuestionCommand Matrix() => new(
        "matrix",
        "Shows all updates of a channel as a table: one line for each release.",
        sources,
        _ => QuestionKind.Matrix,
        QuestionKind.Matrix.Formats(),
        [],
        [(new TextOption("--channel", "CHANNEL", "The channel; it must be given."), "channel"), (architecture, "arch")])
    {
        Synonyms = ["table", "edges"],
        Examples = [new Example("What leads where in stable-4.18?", "updatectl matrix --channel stable-4.18")],
    };
}
