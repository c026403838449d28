using UpdateService.Graph.Building;

namespace UpdateService.GraphData.Tests;

/// <summary>Sets that hold more than a revision may be made of are refused, and the file that exceeds the limit is named.</summary>
public sealed class GraphDataLimitsTests
{
    private static readonly GraphDataSketch Three = GraphDataSketch.Good
        .Without("blocked-edges/4.1.2-a.yaml")
        .Without("blocked-edges/4.1.3.yaml")
        .With("blocked-edges/a.yaml", Risk("4.1.1", "A"))
        .With("blocked-edges/b.yaml", Risk("4.1.2", "B"))
        .With("blocked-edges/c.yaml", Risk("4.1.2", "C"))
        .With("blocked-edges/d.yaml", Risk("4.1.3", "C"));

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, "blocked-edges/c.yaml")]
    [InlineData(1, "blocked-edges/b.yaml")]
    public void Different_patterns_are_counted(int most, string? file) => AssertRefused(new RevisionLimits { Patterns = most }, file, "different patterns", $"--limit patterns=");

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, "blocked-edges/c.yaml")]
    public void Different_risks_are_counted(int most, string? file) => AssertRefused(new RevisionLimits { Risks = most }, file, "different risks", $"--limit risks=");

    [Fact]
    public void Text_is_counted_before_anything_is_parsed()
    {
        var files = Three.Files;
        var channels = files.Contents.Where(file => file.Key.StartsWith("channels/", StringComparison.Ordinal)).Sum(file => (long)file.Value.Length);
        var blocks = files.Contents.Where(file => file.Key.StartsWith("blocked-edges/", StringComparison.Ordinal)).Sum(file => (long)file.Value.Length);

        AssertRefused(new RevisionLimits { Text = channels + blocks }, null, "", "");
        AssertRefused(new RevisionLimits { Text = channels + blocks - 1 }, "blocked-edges/d.yaml", "bytes in channels/, blocked-edges/ and raw/", "--limit text=");
        Assert.Empty(new GraphDataReader(new RevisionLimits { Text = 1 }).Read(files, lenient: true, new HashSet<string>()).Channels);
    }

    private static void AssertRefused(RevisionLimits limits, string? file, string what, string remedy)
    {
        foreach (var lenient in (bool[])[false, true])
        {
            var problems = new GraphDataReader(limits).Read(Three.Files, lenient, new HashSet<string>()).Problems;
            if (file is null)
            {
                Assert.Empty(problems);
                continue;
            }

            var problem = Assert.Single(problems);
            Assert.Equal((ProblemRule.InputLimit, ProblemSeverity.Rejecting, file), (problem.Rule, problem.Severity, problem.Place.File));
            Assert.Contains(what, problem.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
        }
    }

    private static string Risk(string to, string name) => $"to: {to}\nfrom: 4[.]1[.].*{name}?\nurl: https://e.com\nname: {name}\nmessage: m\nmatchingRules:\n- type: Always\n";
}
