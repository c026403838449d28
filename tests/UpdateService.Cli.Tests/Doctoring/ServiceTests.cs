using Microsoft.AspNetCore.Http;
using UpdateService.Cli.Tests.Asking;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>What is told of a running service.</summary>
public sealed class ServiceTests : IDisposable
{
    private const string Prefix = "/api/upgrades_info/";

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("7", "null", 60, "ok", "It serves revision 7, built 60 minutes ago.", null)]
    [InlineData("7", "null", 60 * 24 * 20, "look", "It serves revision 7, built 20 days ago.", "/readyz")]
    [InlineData("7", "7", 60, "look", "it is pinned.", "/admin/unpin")]
    [InlineData("null", "null", 60, "broken", "It serves no revision.", "/readyz")]
    public async Task The_graph_is_asked_for_as_clusters_do_and_the_revision_is_told(string served, string pinned, int minutes, string verdict, string found, string? remedy)
    {
        var built = TimeProvider.System.GetUtcNow().AddMinutes(-minutes).AddSeconds(-5);
        await using var service = await FakeService.StartAsync(context => AnswerAsync(context, $$"""{"served":{{served}},"pinned":{{pinned}},"revisions":[{"number":7,"builtAt":"{{built:O}}"}]}"""));

        var visit = await VisitAsync(service.Address);

        Assert.Equal(("ok", verdict), (visit["/graph"].Verdict, visit["revision"].Verdict));
        visit["/graph"].Says("It answers for stable-4.18: 2 releases for amd64.");
        visit["revision"].Says(found, remedy);
        visit["TLS"].Says("plain HTTP, as --server says.");
        Assert.Contains($"{Prefix}graph?channel=stable-4.18&arch=amd64", service.Asked);
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_told_in_its_words()
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 503, "application/problem+json", """{"title":"Not ready","detail":"The service has no graph yet."}"""));

        var visit = await VisitAsync(service.Address);

        Assert.Equal((ExitStatus.Trouble, "broken", "skipped"), (visit.Status, visit["/graph"].Verdict, visit["revision"].Verdict));
        visit["/graph"].Says("The service has no graph yet.");
    }

    [Fact]
    public async Task Something_else_at_the_address_is_told()
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, "application/json", "{}"));

        (await VisitAsync(service.Address)).Breaks("/graph").Says("not JSON of an update service", "--server");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_without_its_password()
    {
        string address;
        await using (var service = await FakeService.StartAsync(_ => Task.CompletedTask))
        {
            address = service.Address.Replace("http://", "http://me:s3cret@", StringComparison.Ordinal);
        }

        var visit = await VisitAsync(address);

        visit.Breaks("connection").Says("Nobody listens at 127.0.0.1:", "--server");
        Assert.Equal(("skipped", "skipped"), (visit["/graph"].Verdict, visit["revision"].Verdict));
        Assert.DoesNotContain("s3cret", visit.Text, StringComparison.Ordinal);
    }

    private static Task AnswerAsync(HttpContext context, string revisions) => FakeService.AnswerAsync(context, 200, MediaType(context.Request), context.Request.Path.Value switch
    {
        $"{Prefix}v1/channels" => """{"channels":[{"name":"stable-4.18"}]}""",
        $"{Prefix}graph" => """{"nodes":[{},{}],"edges":[]}""",
        _ => revisions,
    });

    /// <summary>The graph is JSON for those who ask for it, as clusters do.</summary>
    private static string MediaType(HttpRequest request) =>
        request.Path == $"{Prefix}graph" && request.Headers.Accept != "application/json" ? "application/vnd.redhat.cincinnati.v1+json" : "application/json";

    private Task<Visit> VisitAsync(string server) => Visit.WithAsync("--graph-data", data.Path, "--server", server);
}
