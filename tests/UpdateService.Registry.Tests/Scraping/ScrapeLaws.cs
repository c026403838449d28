using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>What holds for every repository and every failure.</summary>
public sealed class ScrapeLaws
{
    [Fact]
    public void The_order_of_tags_and_of_reading_does_not_matter() => Law.Holds(
        ArbMap.Default.ArbFor<int>(),
        async seed =>
        {
            var repository = ScrapeSketch.WithReleases(8).Push("latest", ScrapeSketch.Image(7)).Push("part", ScrapeSketch.Foreign(1));
            repository.Fault = call => call == "manifest " + ScrapeSketch.Tag(3) ? ScrapeSketch.Down : null;
            var straight = await ScrapeSketch.New(repository, concurrency: 1).ReadAsync(default);
            var random = new Random(seed);
            repository.Reorder(_ => random.Next());
            repository.Wait = async (_, _) => await Task.Yield();

            var mixed = await ScrapeSketch.New(repository, concurrency: 5).ReadAsync(default);

            Assert.Equal(ScrapeSketch.Texts(straight), ScrapeSketch.Texts(mixed));
            Assert.Equal(ScrapeSketch.Problems(straight), ScrapeSketch.Problems(mixed));
            Assert.Equal(straight.Counts.Read, mixed.Counts.Read);
        },
        tests: 30);

    /// <summary>Rounds of random failures, moves, removals and restarts. What a tag gives is what it gave, or what it names.</summary>
    [Fact]
    public void No_failure_loses_a_release_that_was_known_and_is_still_tagged() => Law.Holds(
        ArbMap.Default.ArbFor<int>(),
        async seed =>
        {
            var random = new Random(seed);
            using var folder = new TemporaryFolder();
            var repository = ScrapeSketch.WithReleases(6);
            var scrape = ScrapeSketch.New(repository, folder.Path, concurrency: 2);
            var known = (await scrape.ReadAsync(default)).Releases.Select(release => release.Digest).ToHashSet(StringComparer.Ordinal);
            for (var round = 0; round < 6; round++)
            {
                var before = repository.Tags.ToDictionary();
                Change(repository, random, number: 100 + round);
                var salt = random.Next();
                repository.Fault = call => Digest.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call} {salt}"))).Hex[0] < '5' ? ScrapeSketch.Down : null;
                scrape = random.Next(3) == 0 ? ScrapeSketch.New(repository, folder.Path) : scrape;

                var result = await scrape.ReadAsync(default);

                var given = result.Releases.Select(release => release.Digest).ToHashSet(StringComparer.Ordinal);
                foreach (var (tag, digest) in repository.Tags.Where(entry => before.GetValueOrDefault(entry.Key) == entry.Value))
                {
                    Assert.True(!known.Contains(digest.ToString()) || given.Contains(digest.ToString()), $"{tag} was lost in round {round}.");
                }

                known = given;
            }

            repository.Fault = _ => null;
            var last = await scrape.ReadAsync(default);
            Assert.Equal(
                repository.Tags.Values.Select(digest => digest.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
                last.Releases.Select(release => release.Digest).Order(StringComparer.Ordinal));
            Assert.Empty(last.Problems);
        },
        tests: 50);

    /// <summary>Each image is pushed once, so that no tag gives what another lost.</summary>
    private static void Change(RepositoryInMemory repository, Random random, int number)
    {
        var tag = ScrapeSketch.Tag(random.Next(8));
        if (random.Next(2) == 0)
        {
            _ = repository.Push(tag, ScrapeSketch.Image(number));
        }
        else if (repository.Tags.Count > 1)
        {
            _ = repository.Tags.Remove(tag);
        }
    }
}
