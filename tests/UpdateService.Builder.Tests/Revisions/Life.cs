using UpdateService.Builder.Guarding;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.State;
using UpdateService.Builder.Tests.Refreshing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>One life of a service on a state folder, from its start to its end or crash: after either, nothing of it is left but the folder.</summary>
internal sealed class Life : IDisposable
{
    private readonly StateFolder state;
    private readonly Refresher refresher;

    public Life(string folder, GraphDataSketch? sketch = null, int keep = 20, bool lenient = false, TimeProvider? time = null, GuardLimits? limits = null)
    {
        state = new StateFolder(folder);
        Library = new RevisionLibrary(state, keep);
        GraphData = new GraphDataInMemory((sketch ?? GraphDataSketch.Good).Files);
        Releases = new ReleasesInMemory(Service.Chain);
        refresher = new Refresher(new InputCollector(GraphData, [Releases], lenient), Store, Library, new LossGuard(limits ?? new GuardLimits()), time ?? TimeProvider.System);
        Problems = refresher.Resume();
    }

    /// <summary>What the start said about revisions that it could not restore.</summary>
    public IReadOnlyList<string> Problems { get; }

    public GraphDataInMemory GraphData { get; }

    public ReleasesInMemory Releases { get; }

    public RevisionStore Store { get; } = new();

    public RevisionLibrary Library { get; }

    public HeldBackRevision? HeldBack => refresher.HeldBack;

    /// <summary>What the loss guard has to do without.</summary>
    public IEnumerable<string> GuardTroubles => refresher.GuardTroubles;

    /// <summary>The number that is served; 0 where none is.</summary>
    public int Served => Store.Current?.Number ?? 0;

    public IEnumerable<int> Kept => Library.Records.Select(record => record.Number);

    public string KeptText => string.Join(' ', Kept);

    /// <summary>Inputs that differ from those of every other <paramref name="variant"/>.</summary>
    public static GraphDataSketch Variant(int variant) =>
        GraphDataSketch.Good.With("channels/extra.yaml", $"name: extra-{variant}\nversions: [4.1.0, 4.1.1]\n");

    /// <summary>Variants that differ in the channels of two minors, and have a third in common.</summary>
    public static GraphDataSketch Apart(int variant) => Variant(variant).With("channels/apart.yaml", "name: apart-4.9\nversions: [4.1.3]\n");

    public Task<RefreshResult> RefreshAsync() => refresher.RefreshAsync(CancellationToken.None);

    public Task<RefreshResult> RefreshAsync(GraphDataSketch sketch)
    {
        GraphData.Files = sketch.Files;
        return RefreshAsync();
    }

    public Task<RefreshResult> RefreshAsync(int variant) => RefreshAsync(Variant(variant));

    public Task<RefreshResult?> PublishAsync(string candidate) => refresher.PublishHeldBackAsync(candidate, CancellationToken.None);

    public void Pin(int number)
    {
        var revision = Library.Restore(Library.Find($"{number}")!);
        Library.Pin(revision);
        Store.Pin(revision);
    }

    public void Unpin()
    {
        Library.Pin(null);
        Store.Unpin();
    }

    public void Dispose()
    {
        refresher.Dispose();
        state.Dispose();
    }
}

/// <summary>The files of a state folder as a test damages them.</summary>
internal static class StateFiles
{
    public const string Inputs = "inputs.tar.gz";
    public const string Answers = "answers.list";
    public const string Record = "revision.json";

    /// <summary>The parts of answers, each under its name.</summary>
    public static string[] Parts(string state) => [.. Directory.EnumerateFiles(Path.Combine(state, "answers")).Order(StringComparer.Ordinal)];

    /// <summary>Every part that a list names is there, and no other file.</summary>
    public static void AssertPartsAreThoseOfTheLists(string state) => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(state, "revisions"), Answers, SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Distinct().Order(StringComparer.Ordinal),
        Parts(state).Select(Path.GetFileNameWithoutExtension));

    /// <summary>All but the lock.</summary>
    public static IEnumerable<string> All(string state) =>
        Directory.EnumerateFiles(state, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock");

    public static string Of(TemporaryFolder state, int number, string file) => state.In($"revisions/{number:D6}/{file}");

    /// <summary>The files of each folder, one a line.</summary>
    public static IEnumerable<string> List(TemporaryFolder state) => Directory.EnumerateDirectories(state.In("revisions"))
        .Order(StringComparer.Ordinal)
        .Select(folder => $"{Path.GetFileName(folder)}: {string.Join(' ', Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))}");

    public static void Flip(string path, int place)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[place < 0 ? bytes.Length + place : place] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }

    public static void Truncate(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length / 2);
    }
}
