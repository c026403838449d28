using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class TagTests
{
    [Theory]
    [InlineData(FakeLinks.Absolute)]
    [InlineData(FakeLinks.Relative)]
    [InlineData(FakeLinks.RelativeWithoutSlash)]
    [InlineData(FakeLinks.Missing)]
    public async Task All_pages_are_read_however_they_are_linked(FakeLinks links)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 2500);
        registry.Faults.Links = links;
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(3, registry.Count(FakeRequestKind.Tags));
        Assert.Equal(3, door.Counts.Requests(RegistryRequestKind.Tags));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(2000)]
    public async Task The_last_page_may_be_full_or_not(int count)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, count);
        foreach (var links in new[] { FakeLinks.Relative, FakeLinks.Missing })
        {
            registry.Faults.Links = links;
            using var door = Door.To(registry);
            Assert.Equal(tags, await door.ListTagsAsync(registry));
        }
    }

    [Fact]
    public async Task Smaller_pages_than_asked_for_are_followed_by_their_links()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 250);
        registry.Faults.LargestPage = 100;
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(3, registry.Count(FakeRequestKind.Tags));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1500)]
    public async Task A_registry_that_knows_no_pages_gives_all_in_one(int count)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, count);
        registry.Faults.TagsBody = $"{{\"name\":\"x\",\"tags\":[{string.Join(',', tags.Select(tag => $"\"{tag}\""))}]}}";
        using var door = Door.To(registry);
        registry.Faults.Links = FakeLinks.Missing;

        Assert.Equal(tags, await door.ListTagsAsync(registry));
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle_are_noticed()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 10);
        registry.Faults.Links = FakeLinks.Looping;
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);
        Assert.Contains("no end", failure.Message);
        Assert.Equal(1, door.Counts.Failures(RegistryFault.InvalidAnswer));
    }

    [Theory]
    [InlineData("https://other.example.com/v2/mirror/release-images/tags/list")]
    [InlineData("/v2/mirror/release-images/tags/list")]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("file:///etc/passwd?x")]
    public async Task A_link_that_names_no_page_is_not_followed(string link)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 1500);
        registry.Faults.Link = link;
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);
    }

    /// <summary>Quay's links name the host of its configuration, whatever name it was asked by; a registry behind a proxy may know another port only.</summary>
    [Theory]
    [InlineData("https://127.0.0.1:1/artifactory/api/docker/v2/x/tags/list")]
    [InlineData("https://quay.example.com/v2/mirror/release-images/tags/list")]
    public async Task Of_a_link_only_the_query_counts_because_registries_do_not_know_how_they_are_asked(string address)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 1001);
        registry.Faults.Link = $"{address}?last={tags[999]}&n=1000";
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
    }

    [Theory]
    [InlineData("""{"name":"x","tags":null}""")]
    [InlineData("""{"name":"x","tags":[]}""")]
    [InlineData("""{"tags":[],"more":{"tags":["x"],"deep":[[{"tags":["y"]}]]}}""")]
    [InlineData("""  {"list":["a"],"tags":["", "-x", "a b", "\ud800", "ä"]}  """)]
    public async Task An_empty_list_and_what_is_spelled_like_no_tag_give_no_tags(string body)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 0);
        registry.Faults.TagsBody = body;
        using var door = Door.To(registry);

        Assert.Empty(await door.ListTagsAsync(registry));
    }

    [Fact]
    public async Task Tags_may_be_written_in_escapes()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 0);
        registry.Faults.TagsBody = """{"tags":["4.16.1\u002dx86_64","\u0061"]}""";
        using var door = Door.To(registry);

        Assert.Equal(["4.16.1-x86_64", "a"], await door.ListTagsAsync(registry));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"t\\ud800ags\":[]}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html></html>")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"errors":[{"code":"X"}]}""")]
    [InlineData("""{"tags":{}}""")]
    [InlineData("""{"tags":"x"}""")]
    [InlineData("""{"tags":[1]}""")]
    [InlineData("""{"tags":[["a"]]}""")]
    [InlineData("""{"tags":["a"]""")]
    [InlineData("""{"tags":["a","b""")]
    [InlineData("""{"tags":["a"]}}""")]
    public async Task What_is_no_list_of_tags_is_never_an_empty_one(string body)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 0);
        registry.Faults.TagsBody = body;
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_no_empty_list()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.NotFound);
        Assert.Equal("NAME_UNKNOWN", failure.RegistryCode);
        Assert.Equal($"GET {registry.Address}/v2/{Door.Path}/tags/list: 404 NotFound (NAME_UNKNOWN). It is not there.", failure.Message);
    }

    [Fact]
    public async Task A_page_that_breaks_off_is_read_again()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 1500);
        registry.Faults.CutBody(FakeRequestKind.Tags, 100, times: 2);
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(2, door.Counts.Retries);
    }

    [Fact]
    public async Task A_list_that_never_comes_to_its_end_fails()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 1500);
        registry.Faults.Next(FakeRequestKind.Tags, (_, answer) => answer());
        registry.Faults.Status(FakeRequestKind.Tags, 503, times: 100);
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.ServerError);
    }

    [Fact]
    public async Task A_hundred_thousand_tags_in_one_page_take_little_memory()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 0);
        var digests = Enumerable.Range(0, 100_000).Select(index => $"sha256-{index:x64}.sig");
        registry.Faults.TagsBody = $"{{\"tags\":[{string.Join(',', digests.Select(tag => $"\"{tag}\""))}]}}";
        using var door = Door.To(registry);

        var count = 0;
        await foreach (var _ in door.Repository(registry).ListTagsAsync(CancellationToken.None))
        {
            count++;
        }

        Assert.Equal(100_000, count);
        Assert.True(door.Counts.Bytes > 7_000_000);
    }

    [Fact]
    public async Task A_text_without_end_is_refused()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 0);
        registry.Faults.TagsBody = $"{{\"tags\":[\"{new string('a', 1_000_000)}\"]}}";
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);
    }

    private static List<string> Add(FakeRegistry registry, int count)
    {
        var manifest = Door.Bytes("{}");
        _ = registry.Add(Door.Path, manifest, MediaTypes.OciManifest);
        var tags = Enumerable.Range(0, count).Select(index => $"4.16.{index:d5}-x86_64").ToList();
        foreach (var tag in tags)
        {
            _ = registry.Add(Door.Path, tag, manifest, MediaTypes.OciManifest);
        }

        return tags;
    }

    [Fact]
    public async Task A_list_of_more_tags_than_any_repository_has_is_given_up()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 1);
        var page = string.Join(',', Enumerable.Repeat("\"a\"", 400_000));
        var pages = 0;
        for (var times = 0; times < 5; times++)
        {
            registry.Faults.Next(FakeRequestKind.Tags, async (context, _) =>
            {
                context.Response.Headers.Link = $"</v2/{Door.Path}/tags/list?last={++pages}>; rel=\"next\"";
                await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, $"{{\"tags\":[{page},\"page-{pages}\"]}}", context.RequestAborted);
            });
        }

        using var door = Door.To(registry);
        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);

        Assert.Contains("there are more than the limit of 1000000 tags", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, pages);
    }
}
