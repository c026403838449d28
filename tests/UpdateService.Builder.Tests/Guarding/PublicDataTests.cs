using System.Diagnostics;
using System.Globalization;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using UpdateService.GraphData.Files;
using Xunit.Abstractions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>The limits and the cost of the guard, on the public data and their history.</summary>
public sealed class PublicDataTests(ITestOutputHelper output)
{
    private const int Releases = 400; // Each with an update from every older one: 79,800 pairs.

    private static readonly Risk First = new("First", "https://e.com", "m", [Always]);
    private static readonly Risk Second = new("Second", "https://e.com", "m", [Always]);
    private static readonly Risk Changed = First with { MatchingRules = [Query("up")] };

    [SharedDataFact]
    public void No_change_of_the_public_history_is_held_back_alone_or_with_those_of_the_week_before()
    {
        var guard = new LossGuard(0.05);
        var rows = File.ReadLines(Path.Combine(SharedData.Folder, "blocked-edges-history.tsv")).Where(line => !line.StartsWith('#')).Select(Row.Read).ToList();
        Assert.Equal(388, rows.Count);
        foreach (var row in rows)
        {
            Assert.Null(guard.ExcessOf(Comparison(row)));
            var week = rows.Where(other => other.Day <= row.Day && other.Day > row.Day.AddDays(-PairHistory.Days - 1)).ToList();
            Assert.Null(guard.ExcessOf(Comparison(new Row(row.Day, week[0].Closed, week.Sum(one => one.Opened), week.Sum(one => one.BlockToRisk), week.Sum(one => one.RiskLost), week.Sum(one => one.OtherRules)))));
        }
    }

    [Fact]
    public void Changes_of_these_sizes_are_counted()
    {
        var comparison = Comparison(new Row(default, 21_646, 1_500, 300, 7_000, 5_000));
        Assert.Equal((21_646, 1_500, 300, 7_000, 5_000), (comparison.Closed, comparison.Count(PairEffects.Opened), comparison.Count(PairEffects.BlockToRisk), comparison.Count(PairEffects.RiskLost), comparison.Count(PairEffects.RulesChanged)));
        var guard = new LossGuard(0.05);
        Assert.NotNull(guard.ExcessOf(comparison));
        Assert.NotNull(guard.ExcessOf(Comparison(new Row(default, 21_646, 1_083, 0, 0, 0))));
        Assert.Null(guard.ExcessOf(Comparison(new Row(default, 21_646, 1_082, 0, 0, 0))));
        Assert.NotNull(guard.ExcessOf(Comparison(new Row(default, 21_646, 0, 217, 0, 0))));
        Assert.Null(guard.ExcessOf(Comparison(new Row(default, 21_646, 0, 216, 0, 0))));
        Assert.NotNull(guard.ExcessOf(Comparison(new Row(default, 21_646, 0, 0, 6_494, 0))));
        Assert.Null(guard.ExcessOf(Comparison(new Row(default, 21_646, 0, 0, 6_493, 6_493))));
        Assert.NotNull(guard.ExcessOf(Comparison(new Row(default, 21_646, 0, 0, 0, 6_494))));
    }

    [SharedDataFact]
    public async Task With_all_blocks_deleted_the_public_data_open_nothing_and_a_changed_line_costs_little()
    {
        using var state = new TemporaryFolder();
        var graphData = new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData));
        var whole = graphData.Files;
        var collector = new InputCollector(graphData, [new CatalogueFile(SharedData.Releases, lenient: false)], lenient: false);
        using var folder = new UpdateService.Builder.State.StateFolder(state.Path);
        var store = new RevisionStore();
        using var refresher = new Refresher(collector, store, new RevisionLibrary(folder, 3), new LossGuard(0.05), TimeProvider.System);
        _ = await refresher.RefreshAsync(CancellationToken.None);
        var before = store.Current!;

        var path = whole.In(GraphDataFiles.BlockedEdges).Last().Key;
        foreach (var patch in (int[])[9, 8, 7, 6])
        {
            graphData.Files = whole with { Contents = whole.Contents.SetItem(path, System.Text.Encoding.UTF8.GetBytes($"to: 4.16.10\nfrom: 4\\.16\\.{patch}\\+\n")) };
            var changed = await refresher.RefreshAsync(CancellationToken.None);
            Assert.Equal(RefreshOutcome.Published, changed.Outcome);
            output.WriteLine($"A changed line: {changed.Duration.TotalMilliseconds:0} ms.");
        }

        var baseline = Baseline.Of(store.Current!);
        var started = Stopwatch.GetTimestamp();
        var comparison = baseline.Compare(before.Build.Pairs);
        output.WriteLine($"The comparison alone: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms for {baseline.Pairs.Sum(pairs => pairs.Marks.Length)} pairs, of which {comparison.Closed} are closed; {Directory.EnumerateFiles(state.In("guard")).Sum(file => new FileInfo(file).Length)} bytes a day.");

        graphData.Files = whole with { Contents = whole.Contents.RemoveRange(whole.Contents.Keys.Where(file => file.StartsWith("blocked-edges/", StringComparison.Ordinal))) };
        var newest = store.Current!;
        var result = await refresher.RefreshAsync(CancellationToken.None);
        output.WriteLine($"All blocks deleted: {result.Outcome}, {result.Duration.TotalMilliseconds:0} ms. {refresher.HeldBack?.Reason.Message}");
        Assert.Equal((RefreshOutcome.HeldBack, newest.Record.ContentHash), (result.Outcome, store.Current!.Record.ContentHash));

        // The same by its answers alone.
        started = Stopwatch.GetTimestamp();
        var graph = AnswerGraph.Of(newest.Answers);
        output.WriteLine($"Read from answers: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, {graph.Architectures.Sum(part => part.EdgeCount)} edges of {newest.Counts.Edges}.");
        var damaged = new Revision(newest.Record, newest.Answers, new Lazy<RevisionMaterial>(() => throw new InvalidDataException("damaged")), new Lazy<GraphDataArchive>(newest.Archive));
        var byAnswers = Baseline.Of(damaged);
        Assert.Empty(byAnswers.Compare(newest.Build.Pairs).Changes.Take(5).Select(change => $"{change.Source} {change.Target} {change.Architecture} {change.Effects}"));
        started = Stopwatch.GetTimestamp();
        var interim = Interim.Of(byAnswers, refresher.HeldBack!.Material, isLoss: false);
        output.WriteLine($"Kept by answers: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");
        Assert.NotNull(interim);
        Assert.Equal(newest.Record.ContentHash, new AnswerFactory().Make(interim.Build.Graph).ContentHash);
    }

    /// <summary>A change of the sizes of a row.</summary>
    private static PairComparison Comparison(Row row)
    {
        var before = Marks(row.Closed, place => place < row.BlockToRisk ? DeclaredPairs.Blocked : 0);
        var (opened, lost, other) = (row.BlockToRisk + row.Opened, row.BlockToRisk + row.Opened + row.RiskLost, row.BlockToRisk + row.Opened + row.RiskLost + row.OtherRules);
        var after = Marks(row.Closed, place => place < row.BlockToRisk ? 0 : place < opened ? DeclaredPairs.Plain : place < lost ? 1 : place < other ? 2 : 0);
        return PairComparison.Of([Pairs(before)], [Pairs(after)]);
    }

    private static int[] Marks(int closed, Func<int, int> mark) => [.. Enumerable.Range(0, Releases * (Releases - 1) / 2).Select(place => place < closed ? mark(place) : DeclaredPairs.Plain)];

    private static DeclaredPairs Pairs(int[] marks) => new()
    {
        Architecture = Architecture.Default,
        Versions = [.. Enumerable.Range(0, Releases).Select(patch => Version($"4.1.{patch}"))],
        IsRemoved = [.. new bool[Releases]],
        Offsets = [.. Enumerable.Range(0, Releases + 1).Select(release => release * (release - 1) / 2)],
        Sources = [.. Enumerable.Range(0, Releases).SelectMany(release => Enumerable.Range(0, release))],
        Marks = [.. marks],
        RiskSets = [[First, Second], [First], [Changed, Second]],
    };

    private sealed record Row(DateOnly Day, int Closed, int Opened, int BlockToRisk, int RiskLost, int OtherRules)
    {
        public static Row Read(string line)
        {
            var fields = line.Split('\t');
            int Number(int place) => int.Parse(fields[place], CultureInfo.InvariantCulture);
            return new Row(DateOnly.Parse(fields[0], CultureInfo.InvariantCulture), Number(3), Number(4), Number(5), Number(6), Number(7));
        }
    }
}
