using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.GraphData.Tests;

/// <summary>Whatever stands in the files of graph-data: each is a value, or a problem with its line.</summary>
public sealed class FileFuzzTests
{
    private const string Query = "group by (type) (cluster_infrastructure_provider{_id=\\\"\\\",type=~\\\"AWS|Azure\\\"})";

    private static readonly string[] Blocks =
    [
        "to: 4.1.2\nfrom: 4[.]1[.]0[+]amd64\n",
        "# a note\nto: 4.1.2+arm64\nfrom: '.*'\nurl: https://example.com/a\nname: SomeRisk\nmessage: |-\n  It may happen: \"now\" and then.\nmatchingRules:\n- type: Always\n",
        $"to: 4.16.3\nfrom: ^4[.](15|16)[.].*$\nfixedIn: 4.16.9\nurl: \"https://example.com/b?c=d\"\nname: OtherRisk\nmessage: >-\n  Two lines\n  of it.\nmatchingRules:\n- type: PromQL\n  promql:\n    promql: \"{Query}\"\n- {{type: Always}}\n",
        "to: &v 4.1.3\nfrom: *v\nname: A\nurl: https://example.com/a\nmessage: m\nmatchingRules:\n- &r\n  type: PromQL\n  promql: {promql: up}\n- *r\n- *r\n",
    ];

    private static readonly string[] Channels =
    [
        "name: stable-4.1\nversions:\n- 4.1.0\n- 4.1.1\n\n- 4.2.14+amd64\n",
        "feeder:\n  delay: P1W\n  errata: public\n  filter: 4\\.[0-9]+\\.[0-9]+(.*hotfix.*)?\n  name: candidate-4.1\nname: \"fast-4.1\"\ntombstones:\n- 4.1.9\nversions:\n- '4.1.0-rc.1'\n",
        "name: empty-4.1\nversions: []\n",
    ];

    [Fact]
    public void A_blocked_edge_is_whole_or_refused() => Fuzz.Bytes(Of(Tokens.Yaml, Blocks), bytes =>
    {
        var reading = new BlockedEdgeFile().Read("blocked-edges/a.yaml", bytes);
        AssertWhole(reading, bytes);
        if (reading.Value is not { } entry)
        {
            // What stands in for it in lenient mode blocks more, and is a file that can be read.
            if (BlockedEdgeFile.BlockAllInto("blocked-edges/a.yaml", bytes) is { } block)
            {
                Assert.Equal(block with { Place = new("x", 1) }, new BlockedEdgeFile().Read("x", BlockedEdgeFile.WriteBlockAllInto(block.To)).Value);
            }

            return;
        }

        if (entry.Risk is not null)
        {
            Assert.NotEqual(("", "", ""), (entry.Risk.Name, entry.Risk.Url, entry.Risk.Message));
        }
    });

    [Fact]
    public void A_channel_is_whole_or_refused() => Fuzz.Bytes(Of(Tokens.Yaml, Channels), bytes =>
    {
        var reading = ChannelFile.Read("channels/a.yaml", bytes);
        AssertWhole(reading, bytes);
        Assert.True(reading.Value is null || reading.Value.Name == ChannelFile.ReadNameOnly(bytes));
        Assert.Null(reading.Value is null ? null : ChannelName.Refuse(reading.Value.Name));
    });

    [Fact]
    public void Raw_metadata_are_whole_or_refused() => Fuzz.Bytes(
        Of(Tokens.Json, "{\n  \"4.1.0\": {\n    \"io.openshift.upgrades.graph.previous.add\": \"4.0.9, 4.0.8\"\n  },\n  \"4.1.1+amd64\": {\"url\": \"https://example.com/\\u00e9\"}\n}\n", "{}", "{\"4.1.2\":{}}"),
        bytes => AssertWhole(RawMetadataFile.Read("raw/metadata.json", bytes), bytes));

    [Fact]
    public void A_schema_is_served_or_refused() => Fuzz.Bytes(Of(Tokens.Any, "1.1.0\n", "1.0.0", "1.99.0\r\n", "2.0.0\n"), bytes => AssertWhole(SchemaVersionFile.Read("version", bytes), bytes));

    [Fact]
    public void A_document_is_read_to_its_end_or_fails_at_a_line() => Fuzz.Texts(Of(Tokens.Yaml, [.. Blocks, .. Channels, "a: {b: [c, \"d\", 'e'], ? f : g}\n", "- |+2\n    a\n\n- >-\n  b\n...\n"]), text =>
    {
        var document = YamlDocument.Read(text);
        if (document.Failure is { } failure)
        {
            Assert.InRange(failure.Line, 0, text.Length + 2);
            Fuzz.AssertTold(Excerpt.Of(failure.Reason));
        }
    });

    private static Corpus Of(System.Collections.Immutable.ImmutableArray<byte[]> tokens, params string[] entries) => Corpus.Of(tokens, entries);

    private static void AssertWhole<T>(FileReading<T> reading, byte[] bytes)
        where T : class
    {
        Assert.Equal(reading.Value is null, reading.Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting));
        var lines = bytes.Length + 1; // YAML has further line ends than \n.
        Assert.All(reading.Problems, problem =>
        {
            Fuzz.AssertTold(problem.Message);
            Assert.True(problem.Place.Line >= 0 && problem.Place.Line <= lines, problem.ToString());
        });
    }
}
