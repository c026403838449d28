using System.Text;
using UpdateService.GraphData.Yaml;

namespace UpdateService.GraphData.Tests.Yaml;

/// <summary>What is wrong with the YAML itself; every case would otherwise lose a block or a version without a word.</summary>
public sealed class YamlDocumentTests
{
    private const string Path = "blocked-edges/x.yaml";
    private const string Block = "to: 4.1.2\nfrom: .*\n";

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n\n", 1)]
    [InlineData("# only a note\n", 1)]
    [InlineData("---\n", 2)]
    [InlineData("text\n", 1)]
    [InlineData("- a\n- b\n", 1)]
    [InlineData("null\n", 1)]
    [InlineData("4.1.2\n", 1)]
    [InlineData(Block + "  x: y\n", 3)]
    [InlineData(Block + "x: [a\n", 4)]
    [InlineData(Block + "x: {a\n", 4)]
    [InlineData("x: [\n" + Block, 1)]
    [InlineData(Block + "x: 'a\n", 3)]
    [InlineData(Block + "x: \"a\n", 3)]
    [InlineData(Block + "x: \"\\q\"\n", 3)]
    [InlineData(Block + "\tx: y\n", 2)]
    [InlineData(Block + "x: @a\n", 3)]
    [InlineData(Block + "x: `a`\n", 3)]
    [InlineData(Block + "x: a: b\n", 3)]
    [InlineData(Block + "x: *missing\n", 3)]
    [InlineData(Block + "x: &a [*a]\n", 3)]
    [InlineData(Block + "x: !<unclosed y\n", 3)]
    [InlineData(Block + "x: \"\\UFFFFFFFF\"\n", 3)]
    [InlineData("%YAML 3.0\n---\n" + Block, 1)]
    [InlineData(Block + "<<: {from: x}\n", 3)]
    [InlineData("base: &b {from: x}\n" + Block + "<<: *b\n", 4)]
    [InlineData(Block + "to: 4.1.3\n", 3)]
    [InlineData(Block + "from: x\n", 3)]
    [InlineData(Block + "x: {a: 1, a: 2}\n", 3)]
    [InlineData(Block + "? [a, b]\n: c\n", 3)]
    [InlineData(Block + "? {a: b}\n: c\n", 3)]
    [InlineData(Block + "---\nto: 4.1.3\nfrom: .*\n", 3)]
    [InlineData(Block + "...\n---\nto: 4.1.3\nfrom: .*\n", 4)]
    [InlineData(Block + "x: \0\n", 3)]
    [InlineData(Block + "\0\0\0\0", 3)]
    [InlineData("\0" + Block, 1)]
    public void What_is_no_single_mapping_rejects_with_file_and_line(string text, int line)
    {
        var set = GraphDataSketch.Good.With(Path, text).Read();
        Assert.True(set.IsRejected);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.InvalidYaml, ProblemSeverity.Rejecting, new Place(Path, line)), (problem.Rule, problem.Severity, problem.Place));
    }

    [Theory]
    [InlineData(new byte[] { 0x74, 0x6F, 0x3A, 0x20, 0xFF }, 1)]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x62, 0x0A, 0x63, 0x3A, 0x20, 0xC3 }, 2)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x74, 0x00, 0x6F, 0x00 }, 1)]
    [InlineData(new byte[] { 0x61, 0x0A, 0xED, 0xA0, 0x80 }, 2)]
    [InlineData(new byte[] { 0x0A, 0x0A, 0xC0, 0x80 }, 3)]
    public void What_is_not_UTF8_rejects_with_the_line_of_the_first_wrong_byte(byte[] content, int line)
    {
        var problem = Assert.Single(GraphDataSketch.Good.With(Path, content).Read().Problems);
        Assert.Equal((ProblemRule.InvalidEncoding, ProblemSeverity.Rejecting, new Place(Path, line)), (problem.Rule, problem.Severity, problem.Place));
    }

    [Theory]
    [InlineData("from: \"\\uD800\"\nto: 4.1.2\n", 1)]
    [InlineData("to: 4.1.2\nfrom: \"\\uDC00a\"\n", 2)]
    [InlineData("to: 4.1.2\nfrom: .*\nmessage: \"\\uD83D\"\n", 3)]
    public void Half_a_surrogate_pair_rejects(string text, int line)
    {
        var set = GraphDataSketch.Good.With(Path, text).Read();
        Assert.True(set.IsRejected);
        Assert.Contains(set.Problems, problem => problem.Place == new Place(Path, line) && problem.Rule is ProblemRule.InvalidEncoding or ProblemRule.InvalidYaml);
    }

    [Theory]
    [InlineData("to: \"4.1.2\"\nfrom: .*\nx: \"\\uD83D\\uDE00\"\n")]
    [InlineData("to: \"4\\x2E1\\u002E2\"\nfrom: '.*'\n")]
    [InlineData("\uFEFFto: 4.1.2\r\nfrom: .*\r\n")]
    [InlineData("%YAML 1.2\n---\nto: 4.1.2\nfrom: .*\n...\n")]
    [InlineData("{to: 4.1.2, from: .*}")]
    [InlineData("{\"to\":\"4.1.2\",\"from\":\".*\"}")]
    [InlineData("x: &a 4.1.2\nto: *a\nfrom: .*\n")]
    [InlineData("to: !!str 4.1.2\nfrom: ! .*\n")]
    [InlineData("to: >-\n  4.1.2\nfrom: |-\n  .*\n")]
    [InlineData("to: 4.1.2\nfrom: .*\nunknown: {deep: [1, true, null, ~, !!set {a, b}]}\n")]
    public void What_YAML_allows_is_read(string text)
    {
        var set = GraphDataSketch.Good.With(Path, text).Read();
        Assert.Empty(set.Problems);
        var entry = Assert.Single(set.BlockedEdges, entry => entry.Place.File == Path);
        Assert.Equal(("4.1.2", ".*"), (entry.To.ToString(), entry.From.Text));
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("[{a: ", 100_000)]
    public void Deep_nesting_rejects_and_does_not_exhaust_the_stack(string open, int depth)
    {
        var text = new StringBuilder("x: ".Length + (open.Length * depth)).Append("x:\n ").Insert(4, open, depth).ToString();
        var problem = Assert.Single(GraphDataSketch.Good.With(Path, text).Read().Problems);
        Assert.Equal((ProblemRule.InvalidYaml, ProblemSeverity.Rejecting), (problem.Rule, problem.Severity));
    }

    [Fact]
    public void Aliases_cannot_multiply_without_end()
    {
        var text = new StringBuilder(Block).Append("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 20; level++)
        {
            _ = text.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        }

        Assert.False(GraphDataSketch.Good.With(Path, text.ToString()).Read().IsRejected);
    }

    [Fact]
    public void Too_many_values_reject()
    {
        var text = Block + "x:\n" + string.Concat(Enumerable.Repeat("- a\n", 200_000));
        var problem = Assert.Single(GraphDataSketch.Good.With(Path, text).Read().Problems);
        Assert.Equal(ProblemRule.InvalidYaml, problem.Rule);
        Assert.Contains("200000", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from: ", ProblemRule.InvalidPattern)]
    [InlineData("from: .*\nx: ", null)]
    [InlineData("from: .*\n# ", null)]
    [InlineData("from: .*\nx: \"", ProblemRule.InvalidYaml)]
    public async Task A_line_of_10_MB_is_read_or_rejected_with_a_short_message(string before, ProblemRule? rule)
    {
        var text = "to: 4.1.2\n" + before + new string('a', 10 << 20) + "\n";
        var read = Task.Run(() => GraphDataSketch.Good.With(Path, text).Read());
        Assert.Same(read, await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(30))));
        var problems = (await read).Problems;
        Assert.Equal(rule, problems.FirstOrDefault()?.Rule);
        Assert.All(problems, problem => Assert.True(problem.Message.Length < 1000));
    }

    [Fact]
    public void A_message_shows_no_control_characters() =>
        Assert.DoesNotContain(GraphDataSketch.Good.With(Path, "to: \"\\e[31m\"\nfrom: .*\n").Read().Problems, problem => problem.Message.Contains('\u001b', StringComparison.Ordinal));

    [Fact]
    public void A_short_file_cannot_repeat_something_long_without_end()
    {
        var few = YamlDocument.Read($"a: &x y\nb: [{string.Concat(Enumerable.Repeat("*x , ", YamlDocument.MostAliases))}]\n");
        var many = YamlDocument.Read($"a: &x y\nb: [{string.Concat(Enumerable.Repeat("*x , ", YamlDocument.MostAliases + 1))}]\n");

        Assert.Null(few.Failure);
        Assert.Equal((2, "there are more than 1000 aliases"), many.Failure);
    }
}
