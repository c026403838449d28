using System.Collections.Immutable;

namespace UpdateService.Builder.Answers;

/// <summary>Which nodes of an architecture changed since an earlier revision.</summary>
internal sealed class NodeChanges
{
    private readonly ArchitectureGraph? earlier;
    private readonly bool[] changed;

    public NodeChanges(ArchitectureGraph earlier, bool[] changed)
    {
        this.earlier = earlier;
        this.changed = changed;
    }

    private NodeChanges() => changed = [];

    /// <summary>The changes if there is no earlier revision.</summary>
    public static NodeChanges Everything { get; } = new();

    /// <summary>Whether the answer of a channel with these nodes may differ from the earlier one.</summary>
    public bool Touch(string channel, ImmutableArray<int> nodes)
    {
        if (earlier is null
            || !earlier.ChannelNodes.TryGetValue(channel, out var before)
            || !nodes.AsSpan().SequenceEqual(before.AsSpan()))
        {
            return true;
        }

        foreach (var node in nodes)
        {
            if (changed[node])
            {
                return true;
            }
        }

        return false;
    }
}
