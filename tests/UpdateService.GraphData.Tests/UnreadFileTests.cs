using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Tests;

public sealed class UnreadFileTests
{
    private const string Block = "to: 4.1.1\nfrom: .*\n";

    [Theory]
    [InlineData("blocked-edges/x.yaml.bak", Block)]
    [InlineData("blocked-edges/x.yaml~", Block)]
    [InlineData("blocked-edges/x", Block)]
    [InlineData("blocked-edges/x.txt", Block)]
    [InlineData("blocked-edges/#x.yaml#", Block)]
    [InlineData("blocked-edges/x.json", "{\"to\":\"4.1.1\",\"from\":\".*\"}")]
    [InlineData("blocked-edges/x.json", "[{\"to\":\"4.1.1\",\"from\":\".*\"}]")]
    [InlineData("blocked-edges/x.yaml.tmp", "to: 4.1.1\nfro: [")]
    [InlineData("blocked-edges/x.yaml.gz", "\u001f\u008b\b")]
    [InlineData("blocked-edges/README", Block)]
    [InlineData("blocked-edges/OWNERS", Block)]
    [InlineData("blocked-edges/._x.txt", Block)]
    [InlineData("blocked-edges/.x.yaml.swp", Block)]
    [InlineData("channels/x.txt", Block)]
    [InlineData("channels/stable.yaml.orig", "name: stable-4.1\nversions: [4.1.0]\n")]
    public void A_file_that_may_hold_a_block_or_a_channel_refuses_the_set(string path, string text)
    {
        var set = GraphDataSketch.Good.With(path, text).Read();
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, path), (problem.Rule, problem.Severity, problem.Place.File));
    }

    [Theory]
    [InlineData("blocked-edges/README.md", "# Blocks\n\nEach file blocks edges.\n")]
    [InlineData("blocked-edges/OWNERS", "approvers:\n- a\n")]
    [InlineData("blocked-edges/.gitkeep", "")]
    [InlineData("blocked-edges/.DS_Store", "\0\0\0\u0001Bud1")]
    [InlineData("blocked-edges/._x.yaml", "\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X")]
    [InlineData("channels/._stable-4.1.yaml", "\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X")]
    [InlineData("blocked-edges/.x.yaml.swp", "b0VIM 9.0")]
    public void What_certainly_means_nothing_is_left_out_and_counted(string path, string text)
    {
        var set = GraphDataSketch.Good.With(path, text).Read();
        Assert.Empty(set.Problems);
        Assert.Equal(1, set.Leftovers);
    }

    [Theory]
    [InlineData("blocked-edges/notes.txt", "nothing to see\n")]
    [InlineData("blocked-edges/x.yaml.bak", "")]
    [InlineData("channels/.kustomize", "kind: Kustomization\n")]
    [InlineData("blocked-edges/README.md", "# How to\n\n```yaml\nto: 4.1.1\nfrom: .*\n```\n")]
    public void Another_file_is_a_warning_that_names_it(string path, string text)
    {
        var problem = Assert.Single(GraphDataSketch.Good.With(path, text).Read().Problems);
        Assert.Equal((ProblemRule.UnknownFile, ProblemSeverity.Warning, path), (problem.Rule, problem.Severity, problem.Place.File));
    }

    [Theory]
    [InlineData("blocked-edges/sub/x.yaml", Block, ProblemSeverity.Rejecting)]
    [InlineData("blocked_edges/x.yaml", Block, ProblemSeverity.Warning)]
    [InlineData("x.yaml", Block, ProblemSeverity.Warning)]
    [InlineData("raw/metadata.json.bak", "{", ProblemSeverity.Warning)]
    public void A_file_at_another_place_is_reported(string path, string text, ProblemSeverity severity)
    {
        var files = GraphDataSketch.Good.Files with { Unread = [new UnreadFile(path, System.Text.Encoding.UTF8.GetBytes(text), null)] };
        var problem = Assert.Single(new GraphDataReader().Read(files, lenient: false, new HashSet<string>()).Problems);
        Assert.Equal((severity, path), (problem.Severity, problem.Place.File));
    }

    [Fact]
    public void Lenient_mode_takes_the_block_in_such_a_file()
    {
        var set = GraphDataSketch.Good.With("blocked-edges/x.bak", Block).Read(lenient: true);
        Assert.False(set.IsRejected);
        Assert.Contains(set.BlockedEdges, block => block is { Risk: null, Place.File: "blocked-edges/x.bak" });
        Assert.Contains(set.FilesInUse.Contents, file => file.Key.EndsWith("x.bak.yaml", StringComparison.Ordinal));
        Assert.DoesNotContain(new GraphDataReader().Read(set.FilesInUse, lenient: false, new HashSet<string>()).Problems, problem => problem.Severity == ProblemSeverity.Rejecting);
    }

    [Fact]
    public void Control_characters_of_a_name_are_shown_and_not_sent_to_the_terminal()
    {
        var problem = Assert.Single(GraphDataSketch.Good.With("blocked-edges/x\u001b[31m\n.txt", Block).Read().Problems);
        Assert.StartsWith(@"blocked-edges/x\u001b[31m\u000a.txt: UnreadableFile: ", problem.ToString(), StringComparison.Ordinal);
    }
}
