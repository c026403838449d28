using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>Tags that stood for no release, and images that may be none.</summary>
public sealed class ForeignTagTests
{
    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(1).Push("part", ScrapeSketch.Foreign(1));

    [Theory]
    [InlineData("resolve part")]
    [InlineData("manifest")]
    public async Task One_that_fails_may_be_a_release_only_where_it_names_something_else_now(string call)
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Push("part", ScrapeSketch.Image(1));
        repository.Fault = made => made.StartsWith(call, StringComparison.Ordinal) ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);

        var isKnownToHaveMoved = call == "manifest";
        var problem = Assert.Single(result.Problems, problem => problem.Rule == ProblemRule.UnreadableRelease);
        Assert.Equal((isKnownToHaveMoved ? ProblemSeverity.Error : ProblemSeverity.Warning, isKnownToHaveMoved ? 1 : 0), (problem.Severity, result.Counts.Missing));
        Assert.Equal(!isKnownToHaveMoved, problem.Message.EndsWith("It was no release when it was last read.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_stays_where_its_tag_names_an_image_whose_bytes_cannot_be_what_was_pushed()
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Push(ScrapeSketch.Tag(0), ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Docker, ReleaseSketch.OperatorLayer));
        repository.Tamper = (digest, content) => digest == Digest.Of(ReleaseSketch.OperatorLayer.Content.Span) ? "<html>"u8.ToArray() : content;

        var result = await scrape.ReadAsync(default);

        Assert.Equal("4.16.0", Assert.Single(result.Releases).Version.Text);
        Assert.EndsWith("The release 4.16.0+amd64 that the tag gave before stays.", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        repository.Tamper = (_, content) => content;
        Assert.Empty((await scrape.ReadAsync(default)).Releases);
    }
}
