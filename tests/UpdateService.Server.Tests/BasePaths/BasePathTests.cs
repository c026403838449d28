using Microsoft.OpenApi;
using UpdateService.Server.Tests.Pages;

namespace UpdateService.Server.Tests.BasePaths;

/// <summary>A service behind a proxy that serves it under a path of its own, and strips that path or not.</summary>
public sealed class BasePathTests(ServiceUnderPath site) : IClassFixture<ServiceUnderPath>
{
    private const string Base = ServiceUnderPath.BasePath;

    private static readonly string[] Pages =
    [
        "/", "/plan", "/plan?from=4.18.1&to=4.18.3", "/plan?from=4.18.1&to=4.19.0&alternatives=5", "/plan?from=4.18.9&to=4.19.0", "/plan?from=x", "/recommended", "/recommended?version=4.18.1",
        "/channels/stable-4.18", "/channels/stable-4.18?focus=4.18.2", "/channels/stabel-4.18", "/releases/4.18.1", "/releases/4.18.99", "/releases/4.18", "/matrix",
        "/matrix?channel=stable-4.18&from=4.18&to=4.18", "/matrix?channel=stabel-4.18", "/compare", "/compare?channel=stable-4.18&with=stable-4.19", "/compare?before=1&after=1",
        "/update_path?current_ocp_version=4.18.1&target_ocp_version=4.18.3", "/nothing", "/?revision=1", "/?revision=99",
    ];

    [Fact]
    public async Task Every_address_on_every_page_begins_with_the_base_path_and_answers()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in Pages)
        {
            var answer = await site.Service.OpenAsync(Base + target);
            var page = Browser.Read(answer, answer.Status);
            foreach (var address in Addresses(page).Where(address => address[0] != '#' && !address.StartsWith("https://", StringComparison.Ordinal)))
            {
                Assert.StartsWith($"{Base}/", address, StringComparison.Ordinal);
                var isItself = address.Split('?')[0] == Base + target.Split('?')[0];
                if (!isItself && seen.Add(address.Split('#')[0]))
                {
                    Assert.True((await Wire.AskAsync(site.Service.Protocol, "GET", address.Split('#')[0], "Accept: */*")).Status is 200 or 400 or 422, $"{address} on {target}");
                }
            }
        }

        Assert.True(seen.Count > 40, $"{seen.Count} addresses");
    }

    [Fact]
    public async Task A_proxy_that_strips_the_base_path_gets_the_same_pages()
    {
        foreach (var target in Pages)
        {
            var kept = await site.Service.OpenAsync(Base + target);
            var stripped = await site.Service.OpenAsync(target);

            if (target != "/nothing") // It names the address that was asked for.
            {
                Assert.Equal((kept.Status, kept.Text), (stripped.Status, stripped.Text));
            }
        }

        Assert.Equal((await site.Service.OpenAsync($"{Base}/")).Text, (await site.Service.OpenAsync(Base)).Text);
    }

    [Theory]
    [InlineData("/graph?channel=stable-4.18")]
    [InlineData("/v1/graph?channel=stable-4.18&arch=amd64&version=4.18.1&id=7f1c2d5e-0a34-4f0c-9a51-3d2f6b1e8c90")]
    [InlineData("/v1/graph")]
    [InlineData("/graph-data")]
    [InlineData("/openapi")]
    [InlineData("/v1/path?from=4.18.1")]
    [InlineData("/v1/path?from=4.18.1&format=svg")]
    [InlineData("/v1/releases/4.18.1")]
    [InlineData("/v1/revisions/1")]
    [InlineData("/signatures/sha256=00/signature-1")]
    public async Task The_api_answers_the_same_below_the_base_path_and_without_it(string target)
    {
        foreach (var method in (string[])["GET", "HEAD", "OPTIONS", "POST"])
        {
            var below = await Wire.AskAsync(site.Service.Protocol, method, Base + RunningService.Prefix + target, "Content-Length: 0");
            var without = await Wire.AskAsync(site.Service.Protocol, method, RunningService.Prefix + target, "Content-Length: 0");

            Assert.Equal((without.Status, without.HeaderText), (below.Status, below.HeaderText));
            Assert.Equal(without.Body, below.Body);
        }
    }

    [Theory]
    [InlineData("/osus/api/upgrades_info/nothing")]
    [InlineData("/osus/api/upgrades_info")]
    [InlineData("/api/upgrades_info/nothing")]
    public async Task An_unknown_address_of_the_api_has_the_protocols_error_whoever_asks(string target)
    {
        var answer = await site.Service.OpenAsync(target);

        Assert.Equal((404, "application/json"), (answer.Status, answer["Content-Type"]));
    }

    [Theory]
    [InlineData("/osusx/plan")]
    [InlineData("/OSUS/plan")]
    [InlineData("/osus/osus/plan")]
    [InlineData("/osus//plan")]
    [InlineData("/osus/plan/")]
    [InlineData("/osus/api/upgrades_info/graph/?channel=stable-4.18")]
    public async Task What_only_resembles_the_base_path_is_not_it(string target) => Assert.Equal(404, (await Wire.AskAsync(site.Service.Protocol, "GET", target)).Status);

    [Theory]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("X-Forwarded-Path: /evil")]
    [InlineData("Forwarded: for=192.0.2.1;host=evil.example;proto=https")]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("X-Original-URL: /evil/plan")]
    public async Task No_header_of_a_client_changes_a_link(string header)
    {
        var answer = await site.Service.OpenAsync($"{Base}/plan?from=4.18.1", header);

        Assert.Equal((await site.Service.OpenAsync($"{Base}/plan?from=4.18.1")).Text, answer.Text);
    }

    [Fact]
    public async Task The_api_document_names_the_base_path_as_its_server()
    {
        var (document, diagnostic) = OpenApiDocument.Parse((await site.Service.GetAsync("/openapi")).Text, "json");

        Assert.Empty(diagnostic!.Errors);
        Assert.Equal(Base, Assert.Single(document!.Servers!).Url);
        Assert.Contains("/api/upgrades_info/v1/graph", document.Paths.Keys);
    }

    [Fact]
    public async Task A_page_that_a_browser_kept_from_before_the_option_is_not_taken_for_the_same()
    {
        using var data = PagedService.Create();
        await using var before = await RunningService.StartReadyAsync(data);
        await using var after = await RunningService.StartReadyAsync(data, "--base-path", Base);
        var tag = (await before.OpenAsync("/plan?from=4.18.1"))["ETag"]!;

        Assert.Equal(304, (await before.OpenAsync("/plan?from=4.18.1", $"If-None-Match: {tag}")).Status);
        Assert.Equal(200, (await after.OpenAsync("/plan?from=4.18.1", $"If-None-Match: {tag}")).Status);
    }

    [Theory]
    [InlineData("/channels", "/channels/channels/stable-4.18", "/channels/plan?from=4.18.1", "/channels/stable-4.18")]
    [InlineData("/api", "/api/api/upgrades_info/graph?channel=x", "/api/plan?from=4.18.1", "/api/upgrades_info/graph?channel=x")]
    [InlineData("/api/upgrades_info", "/api/upgrades_info/graph?channel=x", "/api/upgrades_info/plan?from=4.18.1", "/api/upgrades_info/v1/channels")]
    [InlineData("/größer", "/gr%C3%B6%C3%9Fer/plan?from=4.18.1", "/gr%C3%B6%C3%9Fer/", "/plan?from=4.18.1")]
    [InlineData("/a/b.c/~d", "/a/b.c/~d/plan?from=4.18.1", "/a/b.c/~d/api/upgrades_info/graph?channel=x", "/")]
    public async Task A_base_path_may_be_like_an_address_of_the_service(string basePath, params string[] targets)
    {
        using var data = PagedService.Create();
        await using var service = await RunningService.StartReadyAsync(data, "--base-path", basePath);

        foreach (var target in targets)
        {
            Assert.Equal((200, target), ((await Wire.AskAsync(service.Protocol, "GET", target)).Status, target));
        }
    }

    [Fact]
    public async Task Requests_are_counted_by_the_path_behind_the_base_path()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--base-path", Base);

        _ = await Wire.AskAsync(service.Protocol, "GET", $"{Base}{RunningService.Prefix}/v1/graph?channel=stable-4.18");

        await Eventually.HoldsAsync(
            async () => (await service.GetStatusAsync("/metrics")).Text.Contains("cincinnati_pe_graph_incoming_requests_total{uri_path=\"/api/upgrades_info/v1/graph\"} 1\n", StringComparison.Ordinal),
            "the request is counted");
    }

    private static IEnumerable<string> Addresses(PageElement page) =>
        ((string[])["href", "src", "action", "data-source", "data-plan"]).SelectMany(name => page.All.Select(element => element[name]).OfType<string>());
}

/// <summary>The service of <see cref="PagedService"/> with <c>--base-path /osus</c>.</summary>
public sealed class ServiceUnderPath : IAsyncLifetime
{
    /// <summary>The path.</summary>
    public const string BasePath = "/osus";

    private readonly GraphDataDirectory data = PagedService.Create();
    private RunningService? service;

    /// <summary>The service.</summary>
    public RunningService Service => service!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => service = await RunningService.StartReadyAsync(data, "--refresh", "24h", "--base-path", $"{BasePath}/");

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }
}
