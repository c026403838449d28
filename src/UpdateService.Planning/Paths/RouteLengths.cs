namespace UpdateService.Planning.Paths;

/// <summary>With how many hops the releases of a finished search reach its target.</summary>
internal sealed class RouteLengths
{
    /// <summary>Paths with more hops than the fewest plus this number are left out.</summary>
    public const int MostExtra = 63;

    private readonly int[] fewest;
    private readonly ulong[] extras;

    /// <summary>Reads them off. All edges lead upwards, so one pass from the target down is enough.</summary>
    public RouteLengths(Passage passage, LabelSearch search)
    {
        fewest = new int[passage.Index.Graph.Nodes.Length];
        extras = new ulong[fewest.Length];
        extras[search.Target] = 1;
        for (var node = search.Target - 1; node >= search.Source; node--)
        {
            if (search.At(node).Count == 0)
            {
                continue;
            }

            // However few ways a search keeps, one of them is the quickest.
            fewest[node] = search.At(node).Min(label => label.Hops);
            foreach (var (target, edge) in passage.Index.EdgesFrom(node))
            {
                if (extras[target] != 0 && passage.Allows(node, target, edge))
                {
                    var more = fewest[target] + 1 - fewest[node];
                    extras[node] |= more > MostExtra ? 0 : extras[target] << more;
                }
            }
        }
    }

    /// <summary>The fewest hops.</summary>
    public int Fewest(int node) => fewest[node];

    /// <summary>Whether there is a path with this number of hops, at most <see cref="MostExtra"/> more than the fewest.</summary>
    public bool Has(int node, int hops) => hops >= fewest[node] && (extras[node] & (1UL << (hops - fewest[node]))) != 0;
}
