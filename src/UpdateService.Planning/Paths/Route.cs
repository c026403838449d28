using System.Collections.Immutable;

namespace UpdateService.Planning.Paths;

/// <summary>A way through the graph: nodes from the source to the target, and the edges between them.</summary>
/// <param name="Nodes">Source first.</param>
/// <param name="Edges">One fewer, as indices into the graph's arrays.</param>
internal sealed record Route(ImmutableArray<int> Nodes, ImmutableArray<int> Edges)
{
    /// <summary>How many updates it takes.</summary>
    public int Hops => Edges.Length;

    /// <inheritdoc/>
    public bool Equals(Route? other) => other is not null && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Nodes.Aggregate(0, HashCode.Combine);
}

/// <summary>The current release of a route and what is on it so far; equal by content.</summary>
/// <param name="Node">The release.</param>
/// <param name="Risks">As bits.</param>
internal readonly record struct RouteState(int Node, ulong[] Risks)
{
    /// <inheritdoc/>
    public bool Equals(RouteState other) => Node == other.Node && Risks.AsSpan().SequenceEqual(other.Risks);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Node);
        foreach (var word in Risks)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
