using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Facts;

/// <summary>What takes an edge away is told exactly where the builder took it away.</summary>
public sealed class BlockTableTests
{
    private static readonly ImmutableArray<string> Versions = ["4.1.0", "4.1.1", "4.1.2", "4.1.3"];

    private static readonly ImmutableArray<string> Keys =
        [MetadataKeys.PreviousAdd, MetadataKeys.NextAdd, MetadataKeys.PreviousRemove, MetadataKeys.NextRemove, MetadataKeys.PreviousRemoveRegex];

    [Fact]
    public void An_edge_that_releases_make_and_the_graph_has_not_is_told_with_what_takes_it_away_and_no_other_is() => Law.Holds(
        Edges(),
        edges =>
        {
            var sketch = edges.Sketch();
            var build = sketch.Build().Build;
            var index = ArchitectureIndex.Of(build.Graph.Architectures.Single());
            var table = new BlockTable(sketch.Inputs, build.Selected);
            var places = sketch.Inputs.BlockedEdges.Select(entry => entry.Place).Concat(sketch.Inputs.RawMetadata.Select(entry => entry.Place)).Append(Release("4.1.0").Place).ToHashSet();
            for (var target = 0; target < Versions.Length; target++)
            {
                for (var source = 0; source < target; source++)
                {
                    var blocks = table.Of(Version(Versions[source]), Version(Versions[target]), Architecture.Default);
                    Assert.Equal(edges.Make(source, target) && index.FindEdge(source, target) < 0, blocks.Length > 0);
                    Assert.All(blocks, block => Assert.Contains(block.Place, places));
                }
            }
        },
        tests: 500);

    [Theory]
    [InlineData(1, MetadataKeys.PreviousRemove, "4.1.0")]
    [InlineData(1, MetadataKeys.PreviousRemove, "4.0.9, 4.1.0+amd64")]
    [InlineData(1, MetadataKeys.PreviousRemove, " * ")]
    [InlineData(1, MetadataKeys.PreviousRemoveRegex, @"^4\.1\.0\+amd64$")]
    [InlineData(0, MetadataKeys.NextRemove, "4.1.1")]
    public void A_directive_is_told_with_its_place_wherever_it_stands(int release, string key, string value)
    {
        var own = new Sketch { Release("4.1.0").Line(3), Release("4.1.1").From("4.1.0").Line(4) };
        var withOwn = new Sketch { own.Inputs.Releases.Select((known, number) => number == release ? known.With(key, value) : known) };
        var withRaw = new Sketch { own.Inputs.Releases, Raw(Versions[release], key, value) };

        Assert.Equal([$"releases.jsonl:{release + 3} {value}"], Told(withOwn));
        Assert.Equal([$"raw/metadata.json:1 {value}"], Told(withRaw));
        Assert.Empty(Told(new Sketch { own.Inputs.Releases, Raw($"{Versions[release]}+arm64", key, value) }));
    }

    [Fact]
    public void Blocks_come_first_by_place_and_a_risk_that_clients_refuse_is_one()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Raw("4.1.1", MetadataKeys.PreviousRemove, "*"), Guard("4.1.1", @"^4\.1\.0\+amd64$", Risk("Mild")), Guard("4.1.1", "[+]arm64", Risk("Foreign")), Guard("4.1.1", "4", Risk("no good")), Block("4.1.1", "[+]amd64"), Block("4.1.1", "[+]arm64"), Block("4.1.1+arm64"),
        };

        Assert.Equal(
            ["blocked-edges/4.1.1-no good.yaml:1 4", "blocked-edges/4.1.1.yaml:1 [+]amd64", "raw/metadata.json:1 *", @"blocked-edges/4.1.1-Mild.yaml:1 ^4\.1\.0\+amd64$"],
            Told(sketch));
    }

    [Fact]
    public void What_blocks_a_release_outright_is_told_whatever_its_sources()
    {
        var sketch = new Sketch { Release("4.1.1"), Block("4.1.1", "nobody"), Guard("4.1.1", Risk("Mild")), Guard("4.1.1", Risk("no good")), Block("4.1.1+arm64"), Block("4.1.0") };
        var table = new BlockTable(sketch.Inputs, sketch.Build().Build.Selected);

        Assert.Equal(["blocked-edges/4.1.1-no good.yaml:1 .*", "blocked-edges/4.1.1.yaml:1 nobody"], table.Into(Version("4.1.1"), Architecture.Default).Select(Words));
    }

    private static IEnumerable<string> Told(Sketch sketch) =>
        new BlockTable(sketch.Inputs, sketch.Build().Build.Selected).Of(Version("4.1.0"), Version("4.1.1"), Architecture.Default).Select(Words);

    private static string Words(Block block) => $"{block.Place} {block.Pattern}";

    private static Arbitrary<SketchOfEdges> Edges()
    {
        var release = Gen.Choose(0, Versions.Length - 1);
        var pairs = Gen.ListOf(from one in release from other in release where one != other select (Math.Min(one, other), Math.Max(one, other)), 3);
        var list = Gen.Elements("4.1.0", "4.1.1,4.1.3", " 4.1.2 , 4.1.0+amd64", "4.0.9");
        var entry = from number in release
                    from key in Gen.Elements(Keys.AsEnumerable())
                    from stand in Gen.Choose(0, 3)
                    from value in key == MetadataKeys.PreviousRemoveRegex ? Gen.Elements("4[.]1[.][02]", "[+]arm64", "^4.1.1[+]amd64$") : key == MetadataKeys.PreviousRemove ? list.Or(Gen.Constant("*")) : list
                    select new Entry(number, key, value, stand);
        var block = from number in release
                    from pattern in Gen.Elements(".*", "4[.]1[.]0", "[+]arm64")
                    from suffix in Gen.Elements("", "+arm64", "+amd64")
                    select Block(Versions[number] + suffix, pattern);
        return (from previous in pairs
                from next in pairs
                from count in Gen.Choose(0, 4)
                from entries in Gen.ListOf(entry, count)
                from few in Gen.Choose(0, 2)
                from blocks in Gen.ListOf(block, few)
                select new SketchOfEdges([.. previous], [.. next], [.. entries], [.. blocks])).ToArbitrary();
    }

    /// <summary>A directive: of the release itself, or of <c>raw/metadata.json</c> for every architecture, for this one or for another.</summary>
    private sealed record Entry(int Release, string Key, string Value, int Where);

    private sealed record SketchOfEdges(
        ImmutableArray<(int Source, int Target)> Previous,
        ImmutableArray<(int Source, int Target)> Next,
        ImmutableArray<Entry> Entries,
        ImmutableArray<BlockedEdge> Blocks)
    {
        private static readonly string[] Suffixes = ["", "", "+amd64", "+arm64"];

        public override string ToString() => string.Join("; ", string.Join(' ', Previous), string.Join(' ', Next), string.Join(' ', Entries), string.Join(' ', Blocks));

        public Sketch Sketch()
        {
            var sketch = new Sketch();
            for (var number = 0; number < Versions.Length; number++)
            {
                var release = Release(Versions[number])
                    .From([.. Previous.Where(pair => pair.Target == number).Select(pair => Versions[pair.Source])])
                    .To([.. Next.Where(pair => pair.Source == number).Select(pair => Versions[pair.Target])]);
                sketch.Add(Own(number).Aggregate(release, (known, entry) => known.With(entry.Key, entry.Value)));
            }

            sketch.Add(Entries.Where(entry => entry.Where > 0).Select(entry => Raw(Versions[entry.Release] + Suffixes[entry.Where], entry.Key, entry.Value)));
            sketch.Add(Blocks);
            return sketch;
        }

        /// <summary>Whether the releases make an edge, before anything takes it away.</summary>
        public bool Make(int source, int target) =>
            Previous.Contains((source, target)) || Next.Contains((source, target)) || Adds(target, MetadataKeys.PreviousAdd, source) || Adds(source, MetadataKeys.NextAdd, target);

        private bool Adds(int release, string key, int other) => Own(release).Concat(Entries.Where(entry => entry.Release == release && entry.Where is 1 or 2))
            .Where(entry => entry.Release == release && entry.Key == key)
            .SelectMany(entry => entry.Value.Split(','))
            .Any(text => text.Trim().Split('+')[0] == Versions[other]);

        /// <summary>Of a key that stands twice the last one counts.</summary>
        private IEnumerable<Entry> Own(int release) => Entries.Where(entry => entry.Release == release && entry.Where == 0).GroupBy(entry => entry.Key, StringComparer.Ordinal).Select(same => same.Last());
    }
}
