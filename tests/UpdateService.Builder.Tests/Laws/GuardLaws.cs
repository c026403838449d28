using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;
using UpdateService.Graph.Building;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>What holds while a build is held back, whatever changed: files, metadata, releases, all at once.</summary>
public sealed class GuardLaws
{
    private const int Patches = 9;

    private static readonly string[] Versions = [.. Enumerable.Range(0, Patches).Select(patch => $"4.1.{patch}")];
    private static readonly string[] Patterns = [".*", @"4\.1\.[0-3]\+", @"^4\.1\.1\+", "[+]amd64$", "never"];
    private static readonly string[] Architectures = ["amd64", "arm64"];

    [Fact]
    public void While_a_build_is_held_back_nothing_is_opened_and_all_that_it_closes_is_closed()
    {
        var (byOpening, byLoss, interims) = (0, 0, 0);
        Law.Holds(
            Gen.ArrayOf(StepGenerator(), 4).ToArbitrary(),
            async steps =>
            {
                using var state = new TemporaryFolder();
                using var life = new Life(state.Path, Sketch(steps[0]), limits: new GuardLimits(0.05, 0, 0));
                life.Releases.Reading = Reading(steps[0]);
                if ((await life.RefreshAsync()).Outcome == RefreshOutcome.Rejected)
                {
                    return; // Directives that cannot be read together.
                }

                foreach (var step in steps[1..])
                {
                    var before = life.Store.Current!;
                    life.Releases.Reading = Reading(step);
                    var result = await life.RefreshAsync(Sketch(step));
                    if (result.Outcome == RefreshOutcome.HeldBack)
                    {
                        (byOpening, byLoss, interims) = (byOpening + (life.HeldBack!.Groups.IsEmpty ? 0 : 1), byLoss + (life.HeldBack.Groups.IsEmpty ? 1 : 0), interims + (result.Published is null ? 0 : 1));
                        AssertLaw(before, life.HeldBack!.Material.Build, life.Store.Current!, step);
                        Assert.Equal(life.Store.Current!.Answers.ContentHash, new AnswerFactory().Make(RevisionMaterial.Restore(life.Store.Current.Archive, lenient: false).Build.Graph).ContentHash);
                    }
                    else
                    {
                        Assert.Null(life.HeldBack);
                    }
                }
            },
            tests: 60);
        Assert.True(byOpening > 10 && byLoss > 10 && interims > 10, $"{byOpening} builds were held back for what they open, {byLoss} for what they lost; {interims} times something else was served.");
    }

    private static void AssertLaw(Revision before, GraphBuild build, Revision served, Step step)
    {
        var (edgesBefore, edgesNow) = (Edges(before.Graph), Edges(served.Graph));
        var releasesBefore = before.Build.Pairs.SelectMany(pairs => pairs.Versions.Select(version => $"{version.Text}+{pairs.Architecture}")).ToHashSet(StringComparer.Ordinal);
        foreach (var (pair, risks) in edgesNow.Where(edge => releasesBefore.Contains($"{edge.Key.From}+{edge.Key.Arch}") && releasesBefore.Contains($"{edge.Key.To}+{edge.Key.Arch}")))
        {
            if (risks.IsEmpty)
            {
                Assert.True(edgesBefore.TryGetValue(pair, out var was) && was.IsEmpty, $"{pair} is opened by {step}");
            }
            else if (edgesBefore.TryGetValue(pair, out var had))
            {
                Assert.Empty(had.Except(risks).Select(risk => $"{pair} lost {risk}"));
            }
        }

        foreach (var pairs in build.Pairs)
        {
            for (var target = 0; target < pairs.Versions.Length; target++)
            {
                for (var pair = pairs.Offsets[target]; pair < pairs.Offsets[target + 1]; pair++)
                {
                    AssertClosed(pairs, target, pair, edgesNow);
                }
            }
        }
    }

    private static void AssertClosed(DeclaredPairs pairs, int target, int pair, Dictionary<(string Arch, string From, string To), ImmutableArray<string>> edgesNow)
    {
        var mark = pairs.Marks[pair];
        var name = (pairs.Architecture.Name, pairs.Versions[pairs.Sources[pair]].Text, pairs.Versions[target].Text);
        if (mark == DeclaredPairs.Blocked)
        {
            Assert.False(edgesNow.ContainsKey(name), $"{name} is blocked");
        }
        else if (mark >= 0 && edgesNow.TryGetValue(name, out var has))
        {
            Assert.Empty(pairs.RiskSets[mark].Select(risk => risk.Name).Except(has.Select(risk => risk.Split(' ')[0])).Select(risk => $"{name} lacks {risk}"));
        }
    }

    private static Dictionary<(string Arch, string From, string To), ImmutableArray<string>> Edges(UpdateGraph graph) => graph.Architectures
        .SelectMany(part => Enumerable.Range(0, part.Nodes.Length).SelectMany(target => Enumerable.Range(part.Offsets[target], part.Offsets[target + 1] - part.Offsets[target]).Select(edge => (
            Pair: (part.Architecture.Name, part.Nodes[part.Sources[edge]].Version.Text, part.Nodes[target].Version.Text),
            Risks: part.RiskSetOf[edge] < 0 ? [] : part.RiskSets[part.RiskSetOf[edge]].Select(risk => $"{risk.Name} {string.Join(' ', risk.MatchingRules)}").ToImmutableArray()))))
        .ToDictionary(edge => edge.Pair, edge => edge.Risks);

    private static ReleaseReading Reading(Step step) => new([.. step.Releases.Select(Of)], step.HasErrors ? [new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Error, new Place("r", 1), "m")] : []);

    private static Release Of(ReleaseSketch sketch)
    {
        var release = Release($"4.1.{sketch.Patch}+{sketch.Architecture}").From([.. Versions[..sketch.Patch].Where((_, source) => (sketch.Sources >> source & 1) == 1)]);
        return sketch.Key.Length == 0 ? release : release.With(sketch.Key, sketch.Value);
    }

    private static GraphDataSketch Sketch(Step step)
    {
        var sketch = GraphDataSketch.Empty
            .With("version", "1.1.0\n")
            .With("blocked-edges/other.yaml", "to: 4.9.9\nfrom: .*\n")
            .With("channels/stable-4.1.yaml", $"name: stable-4.1\nversions: [{string.Join(", ", Versions)}]\n")
            .With("channels/fast-4.1.yaml", $"name: fast-4.1\nversions: [{string.Join(", ", Versions.Take(step.Fast))}]\n");
        sketch = step.Raw.Length == 0 ? sketch : sketch.With("raw/metadata.json", $"{{{step.Raw}}}");
        return step.Blocks.Aggregate(sketch, (inner, block) => inner.With($"blocked-edges/{block.File}.yaml", block.Risk.Length == 0
            ? $"to: {block.To}\nfrom: '{block.From}'\n"
            : $"to: {block.To}\nfrom: '{block.From}'\nurl: https://e.com\nname: {block.Risk}\nmessage: {block.Message}\nmatchingRules:\n- {(block.Query.Length == 0 ? "type: Always" : $"{{type: PromQL, promql: {{promql: '{block.Query}'}}}}")}\n"));
    }

    private static Gen<Step> StepGenerator() =>
        from blocks in Gen.ArrayOf(BlockGenerator(), 12)
        from releases in Gen.CollectToArray(Enumerable.Range(0, Patches * 2).Select(place => ReleaseGenerator(place % Patches, Architectures[place / Patches])))
        from lost in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from hasErrors in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from raw in Gen.Frequency((2, Gen.Constant("")), (1, RawGenerator()))
        from fast in Gen.Choose(1, Patches)
        select new Step([.. blocks.DistinctBy(block => block.File)], [.. releases.SkipLast(lost)], hasErrors, raw, fast);

    private static Gen<ReleaseSketch> ReleaseGenerator(int patch, string architecture) =>
        from sources in Gen.Frequency((8, Gen.Constant(0x1ff)), (1, Gen.Choose(0, 0x1ff)))
        from directive in Gen.Frequency((12, Gen.Constant(("", ""))), (1, Gen.Elements((MetadataKeys.PreviousRemove, "*"), (MetadataKeys.PreviousRemove, "4.1.0,4.1.2"), (MetadataKeys.Remove, "true"), (MetadataKeys.NextRemove, "4.1.8"), (MetadataKeys.PreviousRemoveRegex, "1.[1-4]"))))
        select new ReleaseSketch(patch, architecture, sources, directive.Item1, directive.Item2);

    private static Gen<string> RawGenerator() =>
        from version in Gen.Elements(Versions)
        from entry in Gen.Elements((MetadataKeys.PreviousRemove, "*"), (MetadataKeys.PreviousRemove, "4.1.1"), (MetadataKeys.Remove, "true"), (MetadataKeys.NextAdd, "4.1.8"))
        select $"\"{version}\":{{\"{entry.Item1}\":\"{entry.Item2}\"}}";

    private static Gen<Block> BlockGenerator() =>
        from file in Gen.Choose(0, 12)
        from to in Gen.Elements([.. Versions[1..], "4.1.5+arm64"])
        from pattern in Gen.Elements(Patterns)
        from risk in Gen.Elements("", "", "Slow", "Wet")
        from message in Gen.Frequency((5, Gen.Constant("m")), (1, Gen.Constant("other")))
        from query in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Constant("up")))
        select new Block($"f{file}", to, pattern, risk, message, query);

    /// <summary>What the sources give.</summary>
    public sealed record Step(Block[] Blocks, ReleaseSketch[] Releases, bool HasErrors, string Raw, int Fast)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{string.Join("; ", Blocks.Select(block => $"{block}"))}; {Releases.Length} releases, {string.Join("; ", Releases.Where(release => release.Key.Length > 0 || release.Sources != 0x1ff))}; errors {HasErrors}; raw {Raw}; fast {Fast}";
    }

    /// <summary>A release.</summary>
    public sealed record ReleaseSketch(int Patch, string Architecture, int Sources, string Key, string Value);

    /// <summary>A file of blocked-edges.</summary>
    public sealed record Block(string File, string To, string From, string Risk, string Message, string Query);
}
