using System.Text.Json;
using System.Text.RegularExpressions;
using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Tests.Shipped;

/// <summary>What the data set of this repository says of itself is true.</summary>
public sealed partial class ShippedGraphDataTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(ShippedGraphData.Folder, "README.md"));

    [Fact]
    public async Task It_is_read_and_built_without_any_problem()
    {
        var shipped = await ShippedGraphData.ReadAsync();
        Assert.Empty(shipped.Inputs.Problems);
        Assert.Empty(shipped.Build.Problems);
    }

    [Fact]
    public async Task Every_channel_from_4_12_on_has_an_answer_for_all_five_architectures()
    {
        var answers = (await ShippedGraphData.ReadAsync()).Answers;
        Assert.Equal(
            ["amd64", "arm64", "multi", "ppc64le", "s390x"],
            answers.All.Select(answer => answer.Architecture).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(40 * 5, answers.Count);
        var oldest = new MinorVersion(4, 12);
        Assert.All(answers.All, answer => Assert.True(MinorVersion.OfChannel(answer.Channel)!.Value.CompareTo(oldest) >= 0));
    }

    [Fact]
    public async Task A_release_known_by_tag_has_no_manifestref_and_every_other_has_its_digest()
    {
        var shipped = await ShippedGraphData.ReadAsync();
        Assert.All(shipped.Build.Graph.Architectures.SelectMany(graph => graph.Nodes), node =>
        {
            var manifestRef = node.Metadata.Where(entry => entry.Key == MetadataKeys.ManifestRef).Select(entry => entry.Value);
            Assert.Equal(node.Release.Digest.Length == 0 ? [] : [node.Release.Digest], manifestRef);
        });
    }

    [Fact]
    public void The_README_counts_the_releases_of_each_architecture()
    {
        var lines = Lines();
        var expected = lines
            .Select(line => line.GetProperty("arch").GetString())
            .Distinct(StringComparer.Ordinal)
            .Select(architecture => Row(architecture, lines.FindAll(line => line.GetProperty("arch").ValueEquals(architecture))))
            .Append(Row("all", lines));
        var rows = ReleaseRow().Matches(Readme).Select(match => match.Value);
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_README_counts_channels_blocks_and_risks()
    {
        var inputs = (await ShippedGraphData.ReadAsync()).Inputs.Inputs;
        var risks = inputs.BlockedEdges.Select(block => block.Risk).OfType<Risk>().ToList();
        var always = risks.FindAll(risk => risk.MatchingRules is [{ Type: MatchingRule.Always }]);
        Assert.Contains($"| {inputs.Channels.Length} channels:", Readme, StringComparison.Ordinal);
        var hardBlocks = inputs.BlockedEdges.Length - risks.Count;
        Assert.Contains($"| {hardBlocks} hard blocks and {risks.Count} risks:", Readme, StringComparison.Ordinal);
        Assert.Contains($"({Names(risks) - Names(always)} names, {risks.Count - always.Count} entries)", Readme, StringComparison.Ordinal);
        Assert.Contains($"or `Always` ({Names(always)} names, {always.Count} entries)", Readme, StringComparison.Ordinal);

        static int Names(IEnumerable<Risk> risks) => risks.Select(risk => risk.Name).Distinct(StringComparer.Ordinal).Count();
    }

    [Fact]
    public async Task Every_risk_has_words_and_one_rule_and_one_address_for_all_its_entries()
    {
        var risks = (await ShippedGraphData.ReadAsync()).Inputs.Inputs.BlockedEdges.Select(block => block.Risk).OfType<Risk>();
        Assert.All(risks.GroupBy(risk => risk.Name, StringComparer.Ordinal), risk => Assert.Null(Assert.Single(risk.Distinct()).Refuse()));
    }

    private static string Row(string? name, List<JsonElement> lines)
    {
        var byDigest = lines.Count(line => line.GetProperty("payload").GetString()!.Contains('@', StringComparison.Ordinal));
        var assumed = lines.Count(line => line.TryGetProperty("basis", out _));
        return $"| {name} | {lines.Count} | {byDigest} | {lines.Count - byDigest} | {assumed} |";
    }

    private static List<JsonElement> Lines() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(ShippedGraphData.Folder, "releases"))
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    [GeneratedRegex(@"^\| [a-z0-9]+ \| \d+ \| \d+ \| \d+ \| \d+ \|$", RegexOptions.Multiline, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex ReleaseRow();
}
