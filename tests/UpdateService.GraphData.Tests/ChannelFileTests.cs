namespace UpdateService.GraphData.Tests;

public sealed class ChannelFileTests
{
    private const string Path = "channels/x.yaml";

    [Theory]
    [InlineData("name: stable-4.2\nversions: []\n", 0)]
    [InlineData("name: stable-4.2\nversions:\n- 4.2.0\n- 4.2.1+amd64\n- 4.2.11-s390x\n- 4.2.0\n", 4)]
    [InlineData("versions: [4.2.0, '4.2.1', \"4.2.2\"]\nname: 'stable-4.2'\n", 3)]
    [InlineData("feeder:\n  name: fast\n  delay: P1W\n  filter: 4\\.[0-9]+\n  errata: public\ntombstones:\n- 4.2.9\nname: stable-4.2\nversions:\n# a note\n\n- 4.2.0 # another\n", 1)]
    [InlineData("name: !!str stable-4.2\nversions: [!!str 4.2.0]\n", 1)]
    [InlineData("---\nname: stable-4.2\nversions: [4.2.0]\n...\n", 1)]
    [InlineData("\uFEFFname: stable-4.2\r\nversions:\r\n- 4.2.0\r\n", 1)]
    [InlineData("{\"name\": \"stable-4.2\", \"versions\": [\"4.2.0\"]}", 1)]
    [InlineData("a: &v 4.2.0\nname: stable-4.2\nversions: [*v, 4.2.1]\n", 2)]
    public void A_channel_is_a_name_and_versions(string text, int versions)
    {
        var set = Read(text);
        Assert.Empty(set.Problems);
        var channel = Assert.Single(set.Channels, channel => channel.Place.File == Path);
        Assert.Equal(("stable-4.2", versions), (channel.Name, channel.Versions.Length));
    }

    [Theory]
    [InlineData("{name: fast-4.2, delay: P1W, errata: public}", "fast-4.2", "P1W")]
    [InlineData("{name: fast-4.2}", "fast-4.2", null)]
    [InlineData("{name: fast-4.2, delay: 7}", "fast-4.2", null)]
    [InlineData("{delay: P1W}", null, null)]
    [InlineData("{name: [fast-4.2]}", null, null)]
    [InlineData("fast-4.2", null, null)]
    [InlineData("", null, null)]
    public void A_feeder_is_a_hint_that_never_refuses_a_channel(string feeder, string? channel, string? delay)
    {
        var set = Read($"name: stable-4.2\nversions: [4.2.0]\nfeeder: {feeder}\n");

        Assert.Empty(set.Problems);
        var read = Assert.Single(set.Channels, candidate => candidate.Place.File == Path).Feeder;
        Assert.Equal((channel, delay), (read?.Channel, read?.Delay));
    }

    [Theory]
    [InlineData("4.2")]
    [InlineData("4_2")]
    [InlineData("Stable")]
    public void A_name_needs_no_hyphen(string name) =>
        Assert.Contains(Read($"name: '{name}'\nversions: []\n").Channels, channel => channel.Name == name);

    [Theory]
    [InlineData("versions: []\n", ProblemRule.InvalidValue, 1)]
    [InlineData("name:\nversions: []\n", ProblemRule.InvalidValue, 1)]
    [InlineData("versions: []\nname: ''\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: 4.2\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: true\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: [a]\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: {a: b}\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: a,b\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: a b\n", ProblemRule.InvalidValue, 2)]
    [InlineData("versions: []\nname: \"a\\tb\"\n", ProblemRule.InvalidValue, 2)]
    [InlineData("name: a-1\n", ProblemRule.InvalidValue, 1)]
    [InlineData("name: a-1\nversions:\n", ProblemRule.InvalidValue, 1)]
    [InlineData("name: a-1\nversions: 4.2.0\n", ProblemRule.InvalidValue, 2)]
    [InlineData("name: a-1\nversions: {4.2.0: x}\n", ProblemRule.InvalidValue, 2)]
    [InlineData("name: a-1\nversions: 4\n", ProblemRule.InvalidValue, 2)]
    [InlineData("name: a-1\nversions:\n- 4.2.0\n- 4.10\n", ProblemRule.InvalidValue, 4)]
    [InlineData("name: a-1\nversions:\n- 4\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- 0x10\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- 1e3\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n-\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- null\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- true\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- [4.2.0]\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- a: 4.2.0\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- !!binary 4.2.0\n", ProblemRule.InvalidValue, 3)]
    [InlineData("name: a-1\nversions:\n- '4.10'\n", ProblemRule.InvalidVersion, 3)]
    [InlineData("name: a-1\nversions:\n- v4.2.0\n", ProblemRule.InvalidVersion, 3)]
    [InlineData("name: a-1\nversions:\n- 4.2.0 4.2.1\n", ProblemRule.InvalidVersion, 3)]
    [InlineData("name: a-1\nversions:\n- 4.2.0+AMD64\n", ProblemRule.InvalidVersion, 3)]
    [InlineData("name: a-1\nversions:\n- ''\n", ProblemRule.InvalidVersion, 3)]
    public void What_cannot_be_understood_rejects_with_file_and_line(string text, ProblemRule rule, int line)
    {
        var set = Read(text);
        Assert.True(set.IsRejected);
        Assert.DoesNotContain(set.Channels, channel => channel.Place.File == Path);
        Assert.Contains(set.Problems, problem => (problem.Rule, problem.Severity, problem.Place) == (rule, ProblemSeverity.Rejecting, new Place(Path, line)));
    }

    [Fact]
    public void A_number_is_shown_with_its_remedy()
    {
        var problem = Assert.Single(Read("name: a-1\nversions:\n- 4.10\n").Problems);
        Assert.Contains("4.10", problem.Message, StringComparison.Ordinal);
        Assert.Contains("quotes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_channel_in_two_files_stands_twice_for_the_builder_to_unite() =>
        Assert.Equal(2, Read("name: stable-4.1\nversions: [4.1.9]\n").Channels.Count(channel => channel.Name == "stable-4.1"));

    private static GraphDataSet Read(string text) => GraphDataSketch.Good.With(Path, text).Read();
}
