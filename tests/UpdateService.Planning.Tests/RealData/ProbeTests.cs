using System.Diagnostics;

using UpdateService.Graph.Cincinnati;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;
using Xunit.Abstractions;

namespace UpdateService.Planning.Tests.RealData;

public sealed class ProbeTests(ITestOutputHelper output)
{
    [SharedDataFact]
    public void Probe()
    {
        var watch = Stopwatch.StartNew();
        var planner = RealGraphs.Newest;
        output.WriteLine($"build {watch.ElapsedMilliseconds}");
        watch.Restart();
        _ = planner.FindPath(new PathQuestion(Version("4.8.37"), PathTarget.Of(Version("4.10.64"))));
        output.WriteLine($"index {watch.ElapsedMilliseconds}");
        Show(planner, "4.8.37", "4.10.64", null, 2);
        Show(planner, "4.14.20", "4.16.3", null, 3);
        Show(planner, "4.14.20", "4.18", null, 3);
        Show(planner, "4.12.0", "4.18", null, 3);
        Show(planner, "4.22.0", "5.0", null, 1);
        Show(planner, "4.22.0-ec.3", "5.0", "candidate-5.0", 1);
        Show(planner, "4.16.3", "4.14.20", null, 0);
        Show(planner, "4.18.30", "", "stable-4.20", 3);
        Show(RealGraphs.Early2026, "4.18.30", "4.20", "stable-4.20", 5);
        Show(RealGraphs.Early2026, "4.18.30", "4.20", null, 5);
        foreach (var (f, t, c) in new[] { ("4.14.30", "4.16.0-rc.5", null), ("4.18.3", "4.19.20", "stable-4.19"), ("4.14.43", "4.15.20", "stable-4.15"), ("4.20.30", "4.20.33", "stable-4.20"), ("4.99.0", "4.14.21", (string?)null), ("4.14.20", "4.16.3", "stable-4.14"), ("4.13.0", "4.20.0", null), ("4.1.0", "4.1.1", null), ("4.2.14", "4.2.18", null) })
        {
            output.WriteLine(PathText.Write(planner.Explain(new ExplanationQuestion(Version(f), Version(t)) { Channel = c })));
        }

        output.WriteLine(ReleaseText.Write(planner.ListChannels(Architecture.Default)));
        foreach (var channel in new[] { "candidate-4.14", "eus-4.14", "stable-4.20", "stable-4.22" })
        {
            var part = new ChannelGraph(planner.Graph(), planner.Graph().ChannelNodes[channel]);
            output.WriteLine($"{channel}: {TransitiveReduction.Of(part).Edges.Length} of {TransitiveReduction.Of(part).AllEdges}");
            Slowest(planner, channel);
        }
        Slowest(RealGraphs.Early2026, "stable-4.20");
        Slowest(RealGraphs.Early2026, "candidate-4.14");
        File.WriteAllText("/tmp/probe.svg", planner.Draw(Architecture.Default, "stable-4.20"));
    }

    private void Slowest(Planner planner, string channel)
    {
        var nodes = planner.Graph().ChannelNodes[channel];
        var total = Stopwatch.StartNew(); var n = 0; var worst = (Ms: 0.0, What: ""); var ties = 0L; var incomplete = 0;
        foreach (var from in nodes)
        foreach (var to in nodes)
        {
            if (to <= from) continue;
            var start = Stopwatch.GetTimestamp();
            var answer = planner.FindPath(new PathQuestion(planner.Graph().Nodes[from].Version, PathTarget.Of(planner.Graph().Nodes[to].Version)) { Channel = channel });
            var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            n++;
            if (!answer.IsComplete) incomplete++;
            ties = Math.Max(ties, answer.Ties);
            if (ms > worst.Ms) worst = (ms, $"{answer.Question.From} {answer.Question.To} {answer.Plans.Length} ties {answer.Ties}");
        }
        output.WriteLine($"{channel}: {n} pairs mean {total.Elapsed.TotalMilliseconds / n:F3} ms, worst {worst.Ms:F2} ms {worst.What}, ties max {ties}, incomplete {incomplete}");
    }

    private void Show(Planner planner, string from, string to, string? channel, int alternatives)
    {
        Assert.True(PathQuestion.TryRead(new PathParameters(from, to) { Channel = channel, Alternatives = alternatives.ToString() }, out var question, out _));
        var watch = Stopwatch.StartNew();
        var answer = planner.FindPath(question!);
        output.WriteLine($"=== {from} {to} {channel} {watch.Elapsed.TotalMilliseconds:F2} ms complete {answer.IsComplete}");
        output.WriteLine(PathText.Write(answer, 120));
    }
}
