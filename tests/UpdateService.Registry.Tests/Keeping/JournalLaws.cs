using System.Buffers;
using System.Text;
using FsCheck.Fluent;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Tests.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Keeping;

/// <summary>Whatever happens to the file, what is read of it is true.</summary>
public sealed class JournalLaws
{
    [Fact]
    public async Task A_file_that_is_cut_or_changed_at_any_byte_gives_nothing_false()
    {
        using var folder = new TemporaryFolder();
        var path = await WriteAsync(Sample(), folder);
        var whole = await File.ReadAllBytesAsync(path);
        var truth = Lines(new Journal(path).Load()).ToHashSet(StringComparer.Ordinal);
        var damaged = folder.In("damaged");
        for (var place = 0; place < whole.Length; place++)
        {
            var changed = whole.ToArray();
            changed[place] ^= (byte)(1 << (place % 8));
            await File.WriteAllBytesAsync(damaged, changed);
            var content = new Journal(damaged).Load();
            Assert.Subset(truth, Lines(content).ToHashSet(StringComparer.Ordinal));
            Assert.False(content.IsComplete);

            await File.WriteAllBytesAsync(damaged, whole[..place]);
            content = new Journal(damaged).Load();
            Assert.Subset(truth, Lines(content).ToHashSet(StringComparer.Ordinal));
            Assert.InRange(content.Damaged, 0, 1);
        }
    }

    [Fact]
    public void The_next_scrape_repairs_whatever_was_damaged() => Law.Holds(
        ArbMap.Default.ArbFor<int>(),
        async seed =>
        {
            using var folder = new TemporaryFolder();
            var repository = Sample();
            var path = await WriteAsync(repository, folder);
            var truth = ScrapeSketch.Texts(await ScrapeSketch.New(repository).ReadAsync(default));
            await DamageAsync(path, new Random(seed));

            var result = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

            Assert.Equal(truth, ScrapeSketch.Texts(result));
            Assert.True(result.IsComplete);
            var repaired = new Journal(path).Load();
            Assert.Equal((0, true), (repaired.Damaged, repaired.IsComplete));
            repository.ResetCounts();
            _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
            Assert.Equal(repository.Tags.Count + 1, repository.Calls.Count);
        },
        tests: 50);

    [Fact]
    public void What_is_written_after_a_crash_is_not_harmed_by_its_torn_end()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("journal");
        var journal = new Journal(path);
        var target = new ArrayBufferWriter<byte>();
        KeptLine.WriteTag(target, "a", new KeptTag(Digest.Of("a"u8), null));
        journal.Append(target.WrittenSpan);
        File.AppendAllText(path, "0123456789abcdef {\"tag\":\"torn");

        journal.Append(target.WrittenSpan);

        var content = journal.Load();
        Assert.Equal((2, 1), (content.Lines, content.Damaged));
    }

    [Fact]
    public void A_line_longer_than_any_is_damaged_and_the_rest_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("journal");
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)'x', 40 << 20)]);
        var target = new ArrayBufferWriter<byte>();
        KeptLine.WriteTag(target, "a", new KeptTag(Digest.Of("a"u8), null));

        new Journal(path).Append(target.WrittenSpan);

        var content = new Journal(path).Load();
        Assert.Equal((1, 1), (content.Lines, content.Damaged));
    }

    private static RepositoryInMemory Sample()
    {
        var repository = ScrapeSketch.WithReleases(3).Push("part", ScrapeSketch.Foreign(1)).Push("latest", ScrapeSketch.Image(2));
        return repository.Push("broken", new ReleaseSketch("4.17").ToImage());
    }

    private static async Task<string> WriteAsync(RepositoryInMemory repository, TemporaryFolder folder)
    {
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        return Assert.Single(Directory.GetFiles(folder.Path, "*.jsonl", SearchOption.AllDirectories));
    }

    private static async Task DamageAsync(string path, Random random)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        for (var times = random.Next(4); times >= 0; times--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        await File.WriteAllBytesAsync(path, random.Next(2) == 0 ? bytes : bytes[..random.Next(bytes.Length)]);
    }

    /// <summary>What the content says, as it would be written.</summary>
    private static IEnumerable<string> Lines(KeptContent content)
    {
        foreach (var reading in content.Readings.Values)
        {
            yield return Line(target => KeptReading.Write(target, reading));
        }

        foreach (var (tag, kept) in content.Tags)
        {
            yield return Line(target => KeptLine.WriteTag(target, tag, kept));
        }
    }

    private static string Line(Action<IBufferWriter<byte>> write)
    {
        var target = new ArrayBufferWriter<byte>();
        write(target);
        return Encoding.UTF8.GetString(target.WrittenSpan);
    }
}
