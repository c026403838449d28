using Microsoft.AspNetCore.Http;
using UpdateService.Planning;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Pages;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Tests.Pages;

/// <summary>What holds for the pages of any graph.</summary>
public sealed class PageLaws
{
    private static readonly ServiceOptions Options = UpdateServiceHost.ReadOptions([]);

    [Fact]
    public void Every_page_of_any_graph_is_whole() => Law.Holds(
        AnyGraph.All,
        any =>
        {
            var planner = new Planner(any.Graph, PlanningFacts.None);
            var accept = Uri.EscapeDataString(string.Join(',', any.Accepted));
            foreach (var version in AnyGraph.Versions)
            {
                _ = Read(RecommendedPage.Show(View(planner, $"?version={version}&accept={accept}")));
                _ = Read(ReleasePage.Show(View(planner, "", ("version", version))));
            }

            foreach (var channel in AnyGraph.Channels)
            {
                _ = Read(ChannelPage.Show(View(planner, $"?focus={AnyGraph.Versions[1]}", ("channel", channel))));
                _ = Read(MatrixPage.Show(View(planner, $"?channel={Uri.EscapeDataString(channel)}&from=4.1&to=4.2&accept={accept}"), Options));
                _ = Read(ComparePage.Show(View(planner, $"?channel={Uri.EscapeDataString(channel)}&with={AnyGraph.Channels[0]}"), []));
            }
        },
        tests: 20);

    [Fact]
    public void A_pages_plan_is_the_planners() => Law.Holds(
        AnyGraph.All,
        any =>
        {
            var planner = new Planner(any.Graph, PlanningFacts.None);
            foreach (var from in AnyGraph.Versions)
            {
                foreach (var to in AnyGraph.Versions.Append("").Append("4.2"))
                {
                    var view = View(planner, $"?from={from}&to={to}&accept={Uri.EscapeDataString(string.Join(',', any.Accepted))}");
                    var answer = (PathAnswer)planner.Ask(QuestionKind.Path, view.Values).Answer!;

                    var content = PlanPage.Show(view);
                    var page = Read(content);

                    Assert.Equal(
                        answer.Best?.Hops.Select(hop => $"{hop.From.Version} → {hop.To.Version} {hop.Payload}") ?? [],
                        page.Find("ol", "steps").Where(steps => steps.Around.All(each => each.Name != "details")).SelectMany(steps => steps.Children).Select(step => $"{step.One("h3").Text} {step.One("code", "payload").Text}"));
                    Assert.Equal(answer.Best?.UnacceptedRisks.AsEnumerable() ?? [], page.Find("ol", "steps").Where(steps => steps.Around.All(each => each.Name != "details"))
                        .SelectMany(steps => steps.Find("li", "risk")).Select(risk => risk.One("strong").Text[2..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
                    Assert.Equal(answer.Reasons.IsEmpty, !page.Find("section", "why").Any());
                    Assert.Equal(answer.Refusal is not null ? 422 : 200, content.Problem?.Status ?? 200);
                }
            }
        },
        tests: 4);

    private static PageView View(Planner planner, string query, (string, string)? inPath = null)
    {
        var request = new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
        return new PageView(RequestQuery.Read(request, inPath, ["focus", "part"], out _)!, [], "", planner, CancellationToken.None);
    }

    private static PageElement Read(PageContent content)
    {
        var page = PageReader.Read(content.Main.ToString());
        PageRules.CheckPart(page);
        Assert.All((string[])[content.Title, content.Summary], words => Assert.DoesNotContain('\n', words));
        return page;
    }
}
