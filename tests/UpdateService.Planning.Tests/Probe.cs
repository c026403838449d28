using System.Diagnostics;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Tests.RealData;
using static UpdateService.Testing.Graphs;
using Xunit.Abstractions;
namespace UpdateService.Planning.Tests;
public sealed class Probe(ITestOutputHelper output)
{
    [Fact]
    public void Run()
    {
        var planner = RealGraphs.Newest;
        foreach (var channel in Array.Empty<string>())
        {
            var nodes = planner.Graph().ChannelNodes[channel];
            var times = new List<(double Ms, string What)>();
            for (var i = 0; i < nodes.Length; i++)
            for (var j = i + 1; j < nodes.Length; j += 3)
            {
                var q = new PathQuestion(planner.Graph().Nodes[nodes[i]].Version, PathTarget.Of(planner.Graph().Nodes[nodes[j]].Version)) { Channel = channel };
                times.Add((Best(planner, q), $"{q.From} {q.To}"));
            }
            var s = times.OrderBy(t => t.Ms).ToList();
            output.WriteLine($"{channel}: {s.Count} pairs median {s[s.Count/2].Ms:F3} p99 {s[s.Count*99/100].Ms:F3} worst {s[^1].Ms:F2} {s[^1].What}");
        }
        foreach (var (f, t) in new[] { ("4.12.0", "4.18.52"), ("4.13.0", "4.20.0"), ("4.8.37", "4.10.64"), ("4.6.1", "4.22.9"), ("4.14.20","4.16.3") })
            foreach (var k in new[] { 0, 20 })
            {
                var q = new PathQuestion(Version(f), PathTarget.Of(Version(t))) { Alternatives = k };
                var a = planner.FindPath(q);
                output.WriteLine($"no channel {f} {t} alternatives {k}: {Best(planner, q):F2} ms ties {a.Ties} hops {a.Best?.Hops.Length} complete {a.IsComplete} plans {a.Plans.Length} kinds {string.Join(',', a.Plans.GroupBy(p => p.Kind).Select(g => g.Key + "=" + g.Count()))}");
            }
        foreach (var big in new[] { planner, RealGraphs.Early2026 })
        {
            var random = new Random(5);
            var n = big.Graph().Nodes;
            var list = new List<(double Ms, string What, bool Complete, bool Plan)>();
            for (var r = 0; r < 3000; r++)
            {
                var i = random.Next(n.Length); var j = random.Next(n.Length); if (i >= j) continue;
                var q = new PathQuestion(n[i].Version, PathTarget.Of(n[j].Version));
                var s = Stopwatch.GetTimestamp(); var a = big.FindPath(q); var ms = Stopwatch.GetElapsedTime(s).TotalMilliseconds;
                list.Add((ms, $"{q.From} {q.To} {a.Best?.UnacceptedRisks.Length} risks", a.IsComplete, a.Best is not null));
            }
            output.WriteLine($"{list.Count} random pairs, {list.Count(x => x.Plan)} with plan, incomplete {list.Count(x => !x.Complete)}, mean {list.Average(x => x.Ms):F2}");
            foreach (var x in list.OrderByDescending(x => x.Ms).Take(8)) output.WriteLine(x.ToString());
        }
    }
    private static double Best(Planner planner, PathQuestion q)
    {
        var best = double.MaxValue;
        for (var r = 0; r < 3; r++) { var s = Stopwatch.GetTimestamp(); planner.FindPath(q); best = Math.Min(best, Stopwatch.GetElapsedTime(s).TotalMilliseconds); }
        return best;
    }
}
