using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UpdateService.EndToEnd.Tests.Cli;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>The service behind nginx under <c>/osus/</c>, which nginx strips or passes on.</summary>
public sealed partial class BasePathTests(PlannerSite site) : InBrowser(site)
{
    private const string Path = "/osus/";

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_a_reader_does_stays_below_the_path(bool isStripped)
    {
        string[] switches = ["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--base-path", "/osus"];
        using var server = await ServerProcess.StartReadyAsync(switches);
        await using var nginx = await NginxPath.StartAsync(Path, isStripped, server.Protocol);
        var reader = await OpenAsync(nginx.Address, "/osus/", expected: "status of 400");
        await reader.MarkAsync();

        await reader.Page.GetByLabel("My cluster runs").FillAsync("4.14.0");
        await reader.Page.GetByLabel("and shall run").FillAsync("4.15.0");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show the way" }).ClickAsync();
        await Expect(reader.Summary).ToContainTextAsync("4.14.0 to 4.15.0");
        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        await ExpectPathAsync(reader, "/osus/plan?");

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Matrix" }).ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("All updates of a channel");
        await reader.Page.GetByLabel("Channel").SelectOptionAsync("stable-4.14");
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();
        await matrix.Canvas.ClickAsync(new() { Position = new() { X = cell.X, Y = cell.Y } });
        await ExpectPathAsync(reader, "/osus/plan?");

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Update planner" }).First.ClickAsync();
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "stable-4.14, newest" }).ClickAsync();
        await reader.Page.Locator("a.stop[href*='focus=4.14.20#']").ClickAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: ");
        await ExpectPathAsync(reader, "/osus/channels/stable-4.14?focus=4.14.20");
        await reader.ExpectMarkAsync();

        _ = await reader.Page.ReloadAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: ");
        _ = await reader.Page.GoBackAsync();
        await reader.LeaveAsync();

        Assert.True(nginx.Requests.Length > 10);
        Assert.All(nginx.Requests, request => Assert.StartsWith(Path, request.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(nginx.Requests, request => request.Status == 404);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_link_of_every_page_leads_to_an_answer_below_the_path(bool isStripped)
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--base-path", "/osus/");
        await using var nginx = await NginxPath.StartAsync(Path, isStripped, server.Protocol);
        using var http = new HttpClient { BaseAddress = nginx.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");

        var waiting = new Queue<string>([Path]);
        var seen = new HashSet<string>([Path], StringComparer.Ordinal);
        while (waiting.TryDequeue(out var address))
        {
            using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
            if (answer.Content.Headers.ContentType!.MediaType != "text/html")
            {
                continue;
            }

            foreach (Match match in Link().Matches(await answer.Content.ReadAsStringAsync()))
            {
                var link = WebUtility.HtmlDecode(match.Groups["address"].Value).Split('#')[0];
                Assert.StartsWith(Path, link, StringComparison.Ordinal);
                if (seen.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        Assert.True(seen.Count > 80, $"{seen.Count} addresses");
        Assert.Contains(seen, address => address.StartsWith("/osus/assets/", StringComparison.Ordinal));
        Assert.Contains(seen, address => address.StartsWith("/osus/api/upgrades_info/v1/matrix", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clusters_and_the_command_line_are_answered_below_the_path(bool isStripped)
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--base-path", "/osus");
        await using var nginx = await NginxPath.StartAsync(Path, isStripped, server.Protocol);
        const string Poll = "api/upgrades_info/v1/graph?arch=amd64&channel=stable-4.18&id=7f1c2d5e-0a34-4f0c-9a51-3d2f6b1e8c90&version=4.18.1";

        var direct = await Wire.AskAsync(server.Protocol, "GET", $"/{Poll}", "Accept: application/json");
        var below = await Wire.AskAsync(nginx.Address, "GET", Path + Poll, "Accept: application/json");
        Assert.Equal((200, 200, direct.Text), (direct.Status, below.Status, below.Text));
        Assert.Equal(direct["ETag"], below["ETag"]);
        Assert.Contains("\"4.18.3\"", below.Text, StringComparison.Ordinal);

        foreach (var address in (string[])["osus", "osus/", "osus/api/upgrades_info", "osus/api/upgrades_info/v1/graph"])
        {
            var told = await CliProcess.RunAsync("path", "4.18.1", "4.18.3", "--server", nginx.Address + address);
            Assert.Contains("4.18.1 to 4.18.3", told.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_start_screen_names_the_pages_below_the_path()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--base-path", "/osus");

        var line = Assert.Single(server.Output, line => line.StartsWith("  planner ", StringComparison.Ordinal));
        Assert.EndsWith("/osus/", line, StringComparison.Ordinal);
    }

    private static Task ExpectPathAsync(Reader reader, string path) =>
        Expect(reader.Page).ToHaveURLAsync(new Regex($"^http://[^/]+{Regex.Escape(path)}", RegexOptions.None, Eventually.Deadline));

    /// <summary>All that leads to this service: what leads elsewhere names a scheme.</summary>
    [GeneratedRegex("""(href|src|action|data-source|data-plan)="(?<address>/[^"]*)["]""", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Link();
}
