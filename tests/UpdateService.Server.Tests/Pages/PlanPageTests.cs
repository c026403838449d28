namespace UpdateService.Server.Tests.Pages;

/// <summary>The plan: steps, risks, reasons, other plans.</summary>
public sealed class PlanPageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task Without_a_question_it_is_a_form_that_asks_one()
    {
        var page = await paged.Service.ShowAsync("/plan");
        var form = page.One("form");

        Assert.Equal(("/plan", "get"), (form["action"], form["method"]));
        Assert.Equal(["from", "to", "channel", "arch"], form.All.Select(field => field["name"]).OfType<string>().Where(name => name is "from" or "to" or "channel" or "arch"));
        Assert.Equal(["SampleRisk", "OnlyWay"], form.Find("input").Where(box => box["type"] == "checkbox").Select(box => box["value"]).Order(StringComparer.Ordinal).Reverse());
        Assert.Empty(page.Find("ol", "steps"));
    }

    [Fact]
    public async Task Every_step_has_its_command_digest_and_errata()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.1&to=4.18.3");
        var steps = page.Find("ol", "steps").First().Find("li", "step").ToList();

        Assert.Equal("4.18.1 to 4.18.3 (amd64): 2 updates, no risks.", page.One("h2", "summary").Text);
        Assert.Equal("4.18.1 to 4.18.3 (amd64): 2 updates, no risks.", page.One("main")["data-summary"]);
        Assert.Equal(["4.18.1 → 4.18.2", "4.18.2 → 4.18.3"], steps.Select(step => step.One("h3").Text));
        Assert.Equal("oc adm upgrade channel stable-4.18", steps[0].One("p", "command").Text);
        Assert.Equal("Stay in stable-4.18.", steps[1].One("p", "stay").Text);
        Assert.Equal(
            [$"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf("4.18.2", "amd64")}", $"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf("4.18.3", "amd64")}"],
            steps.Select(step => step.One("code", "payload").Text));
        Assert.Equal(["https://example.com/errata/4.18.2", "https://example.com/errata/4.18.3"], steps.Select(step => step.One("a", "outside")["href"]));
        Assert.Equal(["/releases/4.18.1", "/releases/4.18.2"], steps[0].One("h3").Links);
    }

    [Fact]
    public async Task A_risk_is_told_in_full_with_a_link_that_accepts_it_and_one_that_takes_that_back()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.3&to=4.19.0&arch=x86_64&alternatives=0");
        var risk = page.One("ul", "risks").One("li", "risk");
        var accepted = await paged.Service.ShowAsync(risk.One("a", "toggle")["href"]!);

        Assert.StartsWith("⚠ OnlyWay Accept OnlyWay Disks may fill. https://example.com/OnlyWay", risk.Text, StringComparison.Ordinal);
        Assert.Equal("https://example.com/OnlyWay", risk.One("a", "outside")["href"]);
        Assert.Equal("/plan?from=4.18.3&to=4.19.0&accept=OnlyWay&alternatives=0&arch=x86_64", risk.One("a", "toggle")["href"]);
        Assert.EndsWith("1 update, risks OnlyWay, all accepted.", accepted.One("h2", "summary").Text, StringComparison.Ordinal);
        Assert.Contains("good", accepted.One("h2", "summary")["class"], StringComparison.Ordinal);
        Assert.Equal("/plan?from=4.18.3&to=4.19.0&alternatives=0&arch=x86_64", accepted.One("ul", "risks").One("li", "accepted").One("a", "toggle")["href"]);
        Assert.NotNull(Assert.Single(accepted.Find("input"), box => box["value"] == "OnlyWay")["checked"]);
    }

    [Fact]
    public async Task Reasons_have_their_kind_evidence_next_step_and_links()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.3&to=4.19.1&alternatives=0");
        var reason = page.One("section", "why").Find("li", "reason").First();

        Assert.Equal(("OnlyConditional", "Why no better plan"), (reason.One("code", "kind").Text, page.One("section", "why").One("h2").Text));
        Assert.NotEmpty(reason.One("p", "next").Text);
        Assert.Equal("/plan?from=4.18.3&to=4.19.1&accept=OnlyWay&alternatives=0", reason.LinkTo("OnlyWay"));
    }

    [Theory]
    [InlineData("from=4.18.1&to=4.18.99", "ToUnknown", "/plan?from=4.18.1&to=4.18.3")]
    [InlineData("from=4.18.0&to=4.18.3", "FromUnknown", "/plan?from=4.18.1&to=4.18.3")]
    [InlineData("from=4.18.3&to=4.19.9", "NotMirrored", null)]
    public async Task Without_a_plan_the_page_says_why_and_offers_near_versions(string question, string kind, string? link)
    {
        var page = await paged.Service.ShowAsync($"/plan?{question}");

        Assert.Equal("Why not", page.One("section", "why").One("h2").Text);
        Assert.Contains(kind, page.Find("code", "kind").Select(each => each.Text));
        Assert.Empty(page.Find("ol", "steps"));
        Assert.Contains("none", page.One("h2", "summary")["class"], StringComparison.Ordinal);
        Assert.True(link is null || page.Links.Contains(link), $"No link to {link} among {string.Join(' ', page.Links)}");
    }

    [Fact]
    public async Task Other_plans_are_folded_and_the_way_is_drawn()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.1&to=4.18.3");
        var other = page.One("section", "alternatives").One("details", "plan");

        Assert.Equal("More risks for fewer updates 4.18.1 → 4.18.3 1 update, risks to accept: SampleRisk", other.One("summary").Text);
        Assert.Equal("4.18.1 → 4.18.3", other.One("ol", "steps").One("h3").Text);
        Assert.Equal(["#risk-SampleRisk"], other.Find("span", "risk").SelectMany(risk => risk.Links));
        Assert.Equal(["risk-SampleRisk"], page.One("section", "alternatives").One("ul", "risks").Children.Select(risk => risk["id"]));
        Assert.Equal("/plan?from=4.18.1&to=4.18.3&accept=SampleRisk", page.One("section", "alternatives").One("a", "toggle")["href"]);
        Assert.Equal("Update from 4.18.1 to 4.18.3", page.One("figure", "picture").One("svg").Children[0].Text);
        Assert.Equal(["stable-4.18, amd64", ""], page.One("details", "lanes-of-plan").Find("svg").Select(svg => svg["role"] == "img" ? svg.Children[0].Text : ""));
    }

    [Fact]
    public async Task After_many_steps_other_plans_are_their_stops_alone_and_lead_to_their_steps()
    {
        using var data = GraphDataDirectory.Sample();
        string[] versions = [.. Enumerable.Range(0, 14).Select(patch => $"4.18.{patch}")];
        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", versions));
        data.Write("releases/releases.jsonl", string.Concat(versions.Select((version, patch) => GraphDataDirectory.ReleaseOf(version, "amd64", versions[Math.Max(0, patch - 2)..patch]))));
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        var page = await service.ShowAsync("/plan?from=4.18.0&to=4.18.13&alternatives=25");
        var others = page.One("section", "alternatives");
        var line = others.Find("p").Last(each => each.Find("span", "kind").Any());
        var opened = await service.ShowAsync(line.One("a")["href"]!);

        Assert.InRange(others.Find("li", "step").Count(), 1, 50);
        Assert.Equal(25, others.Find("span", "totals").Count());
        Assert.Equal(line.One("a").Text, string.Join(" → ", opened.Find("ol", "steps").First().Find("h3").Select(step => step.Text.Split(' ')[2]).Prepend("4.18.0")));
    }

    [Fact]
    public async Task Going_back_is_refused_with_its_reason()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.3&to=4.18.1", 422);

        Assert.Equal("4.18.1 is below 4.18.3, and a cluster does not go back to an earlier version.", page.One("h2", "summary").Text);
        Assert.Equal(["RollbackNotSupported"], page.Find("code", "kind").Select(kind => kind.Text));
    }

    [Theory]
    [InlineData("from=4.18.x", "'from' cannot be read", null)]
    [InlineData("from=4.1", "'from' cannot be read", "/plan?from=4.18.1")]
    [InlineData("from=4.18.1&avoid=SampelRisk", "Nothing is named 'SampelRisk'", "/plan?from=4.18.1&avoid=SampleRisk")]
    [InlineData("from=4.18.1&chanel=stable-4.18", "There is no parameter 'chanel'; 'channel' may be meant.", null)]
    [InlineData("from=4.18.1&alternatives=many", "'alternatives' is not a number", null)]
    public async Task A_question_that_cannot_be_read_keeps_its_form_and_offers_near_names(string question, string message, string? link)
    {
        var page = await paged.Service.ShowAsync($"/plan?{question}", 400);

        Assert.StartsWith(message, page.One("h2", "summary").Text, StringComparison.Ordinal);
        Assert.Equal(question.Split('&')[0]["from=".Length..], page.Field("from"));
        Assert.True(link is null || page.One("div", "problem").Links.Contains(link), string.Join(' ', page.One("div", "problem").Links));
    }

    [Fact]
    public async Task A_name_to_accept_that_no_risk_has_is_a_note()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.1&accept=SampelRisk");

        Assert.Contains("No update carries a risk named SampelRisk; near: SampleRisk.", page.Find("p", "note").Select(note => note.Text));
    }

    [Fact]
    public async Task The_form_holds_what_was_asked_and_its_footer_has_the_same_in_other_formats()
    {
        var page = await paged.Service.ShowAsync("/plan?from=4.18.1&to=4.18&channel=stable-4.18&arch=aarch64&via=4.18.2&avoid=SampleRisk&alternatives=5&currentChannel=stable-4.19");
        var footer = page.One("footer");

        Assert.Equal(
            ["4.18.1", "4.18", "stable-4.18", "arm64", "4.18.2", "SampleRisk", "5", "stable-4.19"],
            ((string[])["from", "to", "channel", "arch", "via", "avoid", "alternatives", "currentChannel"]).Select(page.Field));
        Assert.NotNull(page.One("details", "more")["open"]);
        Assert.Equal(["json", "text", "md", "mermaid", "dot", "svg"], footer.Find("a").Take(6).Select(link => link.Text));
        var text = await Wire.AskAsync(paged.Service.Protocol, "GET", footer.LinkTo("text"));
        Assert.Equal((200, "text/plain; charset=utf-8"), (text.Status, text["Content-Type"]));
        Assert.StartsWith("4.18.1 to 4.18.3 (arm64): 2 updates, no risks.\n", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosted_tools_question_is_the_same_in_every_link_of_its_page()
    {
        // Its channel is that of the cluster, which has no 4.19.1: the plan begins there and goes on elsewhere.
        var page = await paged.Service.ShowAsync("/update_path?current_ocp_version=4.18.1&target_ocp_version=4.19.1&channel=stable-4.18&arch=x86_64&is_show_hot_fix=false");
        var text = await Wire.AskAsync(paged.Service.Protocol, "GET", page.One("footer").LinkTo("text"));

        Assert.Equal(("4.18.1", "4.19.1", "", "stable-4.18", "amd64"), (page.Field("from"), page.Field("to"), page.Field("channel"), page.Field("currentChannel"), page.Field("arch")));
        Assert.StartsWith(page.One("h2", "summary").Text, text.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}
