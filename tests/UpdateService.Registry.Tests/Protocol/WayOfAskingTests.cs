using System.Text;
using Microsoft.AspNetCore.Http;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>Registries that refuse how they are asked are asked in the next plain way before anything is called failed.</summary>
public sealed class WayOfAskingTests
{
    private const string Tag = "4.16.1-x86_64";

    private static readonly byte[] Manifest = Door.Bytes("""{"schemaVersion":2}""");

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    [InlineData(416)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task A_page_size_that_is_refused_is_left_out(int status)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 25);
        OnTags(registry, (context, answer) => context.Request.Query.ContainsKey("n") ? FakeAnswers.ErrorAsync(context, status, "PAGINATION_NUMBER_INVALID") : answer());
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(["?n=1000", "", "?last=4.16.00024-x86_64", "", "?last=4.16.00024-x86_64"], Queries(registry));
        Assert.Equal(0, door.Counts.Retries);
    }

    [Fact]
    public async Task The_page_size_of_a_link_that_is_refused_is_left_out_too()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 250);
        registry.Faults.LargestPage = 100;
        OnTags(registry, (context, answer) => context.Request.Query.ContainsKey("last") && context.Request.Query.ContainsKey("n") ? FakeAnswers.ErrorAsync(context, 400, "PAGINATION_NUMBER_INVALID") : answer());
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
    }

    [Fact]
    public async Task A_registry_that_cuts_pages_shorter_and_sends_no_link_is_asked_for_the_rest()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 250);
        registry.Faults.LargestPage = 100;
        registry.Faults.Links = FakeLinks.Missing;
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
        Assert.Equal(3, registry.Count(FakeRequestKind.Tags));
    }

    [Fact]
    public async Task A_registry_that_takes_no_query_at_all_has_given_everything()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 30);
        OnTags(registry, (context, answer) => context.Request.QueryString.HasValue ? FakeAnswers.ErrorAsync(context, 400, "UNSUPPORTED") : answer());
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
    }

    [Fact]
    public async Task A_registry_that_does_not_know_last_is_asked_for_the_whole_list()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 1500);
        OnTags(registry, (context, answer) =>
        {
            registry.Faults.IgnoresPageSize = !context.Request.Query.ContainsKey("n");
            registry.Faults.Links = FakeLinks.Missing;
            context.Request.QueryString = new QueryString(context.Request.Query.ContainsKey("n") ? "?n=1000" : "");
            return answer();
        });
        using var door = Door.To(registry);

        Assert.Equal(tags, (await door.ListTagsAsync(registry)).Distinct());
    }

    [Fact]
    public async Task A_link_that_leads_to_ever_the_same_page_by_ever_another_query_ends_in_an_error()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 10);
        var page = 0;
        OnTags(registry, (context, answer) =>
        {
            context.Response.Headers.Link = $"</v2/x/tags/list?n=1000&token={++page}>; rel=\"next\"";
            return answer();
        });
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);

        Assert.Contains("no end", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, page);
    }

    [Theory]
    [InlineData("/v2/x/tags/list?n=2&last=4.16.00001-x86_64; rel=\"next\"")]
    [InlineData("</v2/x/tags/list?n=2&last=4.16.00001-x86_64")]
    [InlineData("next")]
    [InlineData("<?last=a>; rel=next, <?last=b>; rel=next")]
    public async Task A_link_that_cannot_be_understood_is_not_the_end(string link)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 3);
        OnTags(registry, (context, answer) => LinkedAsync(registry, context, answer, link));
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);

        Assert.Equal($"GET {registry.Address}/v2/{Door.Path}/tags/list: the list of tags is not whole: the link to its next page (Link) cannot be understood.", failure.Message);
    }

    [Theory]
    [InlineData("</v2/x/tags/list?n=0&last=4.16.00001-x86_64>; rel=\"next\"")]
    [InlineData("</v2/x/tags/list?n=2&amp;last=4.16.00001-x86_64>; rel=\"next\"")]
    [InlineData("<https://elsewhere.example.com/v2/x/tags/list?last=4%2E16.00001-x86_64>;rel=next")]
    [InlineData("</v2/x>; rel=prev, <?last=4.16.00001-x86_64>; REL=\"last Next\"")]
    public async Task An_odd_link_that_can_be_understood_is_followed(string link)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var tags = Add(registry, 3);
        OnTags(registry, (context, answer) => LinkedAsync(registry, context, answer, link));
        using var door = Door.To(registry);

        Assert.Equal(tags, await door.ListTagsAsync(registry));
    }

    [Fact]
    public async Task A_refusal_that_the_registry_explains_is_not_blamed_on_plain_http()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = Add(registry, 3);
        OnTags(registry, (context, _) => FakeAnswers.ErrorAsync(context, 400, "PAGINATION_NUMBER_INVALID"));
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);

        Assert.DoesNotContain("--insecure-registry", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Client sent an HTTP request to an HTTPS server.\n")]
    [InlineData("<html><body>400 The plain HTTP request was sent to HTTPS port</body></html>")]
    public async Task A_server_that_says_that_it_speaks_tls_is_told_of(string body)
    {
        await using var registry = await FakeRegistry.StartAsync();
        OnTags(registry, (context, _) =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync(body);
        });
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ListTagsAsync(registry), RegistryFault.InvalidAnswer);

        Assert.EndsWith("A registry that speaks TLS must not be named by --insecure-registry.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    [InlineData(501)]
    public async Task Where_HEAD_is_refused_the_manifest_is_read(int status)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Faults.StatusAlways(FakeRequestKind.Head, status, _ => true);
        using var door = Door.To(registry);

        Assert.Equal(digest, (await door.ResolveAsync(registry))?.ToString());
        Assert.Equal((1, 1, 0L), (registry.Count(FakeRequestKind.Head), registry.Count(FakeRequestKind.Manifest), door.Counts.Retries));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(406)]
    [InlineData(415)]
    public async Task A_list_of_media_types_that_is_refused_is_left_out(int status)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        foreach (var kind in new[] { FakeRequestKind.Head, FakeRequestKind.Manifest })
        {
            registry.Faults.Next(kind, (context, answer) => context.Request.Headers.Accept != "*/*" ? FakeAnswers.ErrorAsync(context, status, "UNSUPPORTED") : answer(), times: 10);
        }

        using var door = Door.To(registry);

        Assert.Equal(digest, (await door.ResolveAsync(registry))?.ToString());
        Assert.Equal(digest, (await door.ReadManifestAsync(registry))?.Digest.ToString());
    }

    /// <summary>Old registries convert a manifest for clients that do not say what they take: the tag's digest would be another one.</summary>
    [Fact]
    public async Task A_manifest_of_schema_1_in_place_of_the_real_one_is_not_taken()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Door.Bytes("""{"schemaVersion":1,"fsLayers":[]}"""), "application/vnd.docker.distribution.manifest.v1+json");
        registry.Faults.Next(FakeRequestKind.Manifest, (context, answer) => context.Request.Headers.Accept != "*/*" ? FakeAnswers.ErrorAsync(context, 406, "UNSUPPORTED") : answer(), times: 10);
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.InvalidAnswer);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(416)]
    [InlineData(501)]
    public async Task A_range_that_is_refused_is_left_out(int status)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var blob = Door.Random(1000);
        var digest = registry.AddBlob(blob);
        registry.Faults.Next(FakeRequestKind.Blob, (context, answer) => context.Request.Headers.Range.Count > 0 ? FakeAnswers.ErrorAsync(context, status, "UNSUPPORTED") : answer(), times: 10);
        using var door = Door.To(registry);

        Assert.Equal(blob[..10], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest, 10)));
    }

    private static List<string> Add(FakeRegistry registry, int count)
    {
        var tags = Enumerable.Range(0, count).Select(index => $"4.16.{index:d5}-x86_64").ToList();
        foreach (var tag in tags)
        {
            _ = registry.Add(Door.Path, tag, Manifest, MediaTypes.OciManifest);
        }

        return tags;
    }

    private static void OnTags(FakeRegistry registry, Func<HttpContext, Func<Task>, Task> fault) => registry.Faults.Next(FakeRequestKind.Tags, fault, times: 100);

    private static IEnumerable<string> Queries(FakeRegistry registry) => registry.Requests.Where(request => request.Kind == FakeRequestKind.Tags).Select(request => request.Query);

    /// <summary>Two tags, the link, and the rest for who follows it.</summary>
    private static Task LinkedAsync(FakeRegistry registry, HttpContext context, Func<Task> answer, string link)
    {
        var isFirst = !context.Request.Query.ContainsKey("last");
        registry.Faults.LargestPage = isFirst ? 2 : int.MaxValue;
        registry.Faults.Links = FakeLinks.Missing;
        if (isFirst)
        {
            context.Response.Headers.Link = link;
        }

        return answer();
    }
}

/// <summary>Answers of faults.</summary>
internal static class FakeAnswers
{
    public static Task ErrorAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"errors\":[{{\"code\":\"{code}\"}}]}}")).AsTask();
    }
}
