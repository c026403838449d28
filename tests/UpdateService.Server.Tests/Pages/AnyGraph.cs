using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Graph.Risks;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Graphs of few releases with odd versions, odd channels, odd texts and edges in all directions.</summary>
/// <param name="Parts">What it is built from.</param>
/// <param name="Accepted">Names of risks that a question accepts.</param>
internal sealed record AnyGraph(ImmutableArray<object> Parts, ImmutableArray<string> Accepted)
{
    public static readonly ImmutableArray<string> Versions = ["4.1.0", "4.1.1", "4.1.9-rc.1", "4.2.0", "4.2.1", "4.3.0", "5.0.0", "18446744073709551615.0.0", "4.1.0-0.a-b.7"];

    public static readonly ImmutableArray<string> Channels = ["stable-4.2", "fast-4.2", "eus", "x\"><b>", "-", "..", "candidate-99999999999999999999.1"];

    private static readonly string[] Messages = ["It may happen.", "</p><script>alert(1)</script>", "\" onclick=\"x", "\u202eodd\u0007\r\n", "&lt;&#x3C;"];

    private static readonly string[] Links = ["https://example.com/a?b&c", "javascript:alert(1)", "https://example.com/\"><b>"];

    /// <summary>Any of them.</summary>
    public static Arbitrary<AnyGraph> All { get; } = (
        from edges in Gen.CollectToArray(Pairs(), pair => from drawn in Gen.Choose(0, 9) from risky in Gen.Choose(0, 3) select (pair.From, pair.To, Drawn: drawn < 4, Risk: risky))
        from memberships in Gen.CollectToArray(Channels.ToList(), _ => Gen.Choose(0, (1 << Versions.Length) - 1))
        from message in Gen.Elements(Messages)
        from link in Gen.Elements(Links)
        from accepted in Gen.SubListOf("A", "B", "C", "Nobody<b>")
        select new AnyGraph([.. Build([.. edges.Where(edge => edge.Drawn).Select(edge => (edge.From, edge.To, edge.Risk))], memberships, message, link)], [.. accepted])).ToArbitrary();

    /// <summary>As it is served.</summary>
    public UpdateGraph Graph
    {
        get
        {
            var sketch = new Sketch();
            sketch.Add(Parts);
            return sketch.Build().Build.Graph;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join("; ", Parts)}; accepted {string.Join(' ', Accepted)}";

    private static List<(int From, int To)> Pairs() =>
        [.. from to in Enumerable.Range(0, Versions.Length) from source in Enumerable.Range(0, Versions.Length) where source != to select (source, to)];

    private static IEnumerable<object> Build((int From, int To, int Risk)[] edges, int[] memberships, string message, string link)
    {
        for (var version = 0; version < Versions.Length; version++)
        {
            yield return Release(Versions[version])
                .From([.. edges.Where(edge => edge.To == version).Select(edge => Versions[edge.From])])
                .With(MetadataKeys.Url, link);
        }

        for (var channel = 0; channel < Channels.Length; channel++)
        {
            yield return Channel(Channels[channel], [.. Versions.Where((_, version) => (memberships[channel] & (1 << version)) != 0)]);
        }

        foreach (var (from, to, risk) in edges.Where(edge => edge.Risk > 0))
        {
            var name = "ABC"[risk - 1].ToString();
            yield return Guard(Versions[to], $"{Versions[from].Replace(".", "[.]", StringComparison.Ordinal)}[+].*", new Risk(name, link, message, [Always]));
        }
    }
}
