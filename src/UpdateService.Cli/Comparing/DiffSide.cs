using UpdateService.Cli.Graphs;
using UpdateService.Planning;

namespace UpdateService.Cli.Comparing;

/// <summary>What kind of thing is compared.</summary>
internal enum SideKind
{
    /// <summary>An answer in a file.</summary>
    Answer,

    /// <summary>Graph-data with releases.</summary>
    GraphData,

    /// <summary>A channel of one graph.</summary>
    Channel,
}

/// <summary>One of the two things that are compared.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As it was typed.</param>
internal sealed record DiffSide(SideKind Kind, string Name)
{
    private static readonly string[] Archives = [".tar", ".tar.gz", ".tgz", ".tar.zst"];

    /// <summary>The kind in words.</summary>
    public string Words => Kind switch
    {
        SideKind.Answer => "a file",
        SideKind.GraphData => "graph-data",
        _ => "a channel",
    };

    /// <summary>Tells by the name, and by what is there, what is meant.</summary>
    public static DiffSide Of(string name)
    {
        if (Directory.Exists(name) || name.Contains("://", StringComparison.Ordinal) || Archives.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            return new DiffSide(SideKind.GraphData, name);
        }

        var isFile = name == StoredAnswer.StandardInput || File.Exists(name) || name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return new DiffSide(isFile ? SideKind.Answer : SideKind.Channel, name);
    }

    /// <summary>
    /// The channel that two answers are of: an answer does not say, but all its releases are in it. Of several the most
    /// proven one, which has the fewest releases. Null if they share none.
    /// </summary>
    public static string? SharedChannel(UpdateGraph before, UpdateGraph after)
    {
        var nodes = before.Architectures.Concat(after.Architectures).SelectMany(graph => graph.Nodes).ToList();
        return before.Channels.Union(after.Channels, StringComparer.Ordinal)
            .Where(channel => nodes.TrueForAll(node => node.Channels.Contains(channel, StringComparer.Ordinal)))
            .Order(ProductRules.OpenShift.Preference)
            .FirstOrDefault();
    }
}
