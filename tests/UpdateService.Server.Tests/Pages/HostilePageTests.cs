using FsCheck.Fluent;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Texts that nobody means well, in data and in questions, through every page: nothing of them acts.</summary>
public sealed class HostilePageTests(HostileData hostile) : IClassFixture<HostileData>
{
    private static readonly string[] Addresses =
    [
        "/", "/plan", "/recommended", "/matrix", "/compare", "/update_path", "/update_channel", "/channels/stable-4.18", "/releases/4.18.3", "/channels/%22%3E%3Cscript%3E", "/releases/%3Cb%3E", "/%3Csvg/onload=alert(1)%3E",
    ];

    private static readonly string[] Names =
        ["from", "to", "version", "arch", "channel", "with", "currentChannel", "accept", "avoid", "via", "alternatives", "revision", "before", "after", "focus", "part", "current_ocp_version", "target_ocp_version", "", "%3Cb%3E"];

    private static readonly string[] Values =
    [
        "", "4.18.1", "4.18.3", "4.18", "stable-4.18", "fast-4.18", "amd64", "SampleRisk", "1", "2", "focus", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onmouseover=alert(1)%20x=%22", "javascript:alert(1)", "%27", "%26lt;", "%00", "%0D%0ASet-Cookie:a=b",
        "%1B%5B31m", "%E2%80%AE", "%FF%FE", "%ED%A0%80", "%F0%9F%98%80", "//example.com", "-1", "18446744073709551616.0.0", "4.18.1-a%22b", "%2525", "A,B,%3Cb%3E",
    ];

    [Fact]
    public void Any_question_is_answered_by_a_page_that_is_whole() => Law.Holds(
        (from address in Gen.Elements(Addresses)
         from pairs in Gen.ListOf(from name in Gen.Elements(Names) from value in Gen.Elements(Values) select $"{name}={value}")
         select $"{address}?{string.Join('&', pairs)}").ToArbitrary(),
        async target => AssertHarmless(await hostile.Service.OpenAsync(target)),
        tests: 200);

    [Fact]
    public async Task Hostile_data_are_shown_on_every_page_and_do_nothing()
    {
        foreach (var target in (string[])["/", "/plan?from=4.18.1&to=4.18.3&accept=SampleRisk", "/plan?from=4.18.1&to=4.18.4", "/recommended?version=4.18.1", "/channels/stable-4.18", "/releases/4.18.3", "/releases/4.18.1", "/matrix?channel=stable-4.18&from=4.18&to=4.18", "/compare?channel=stable-4.18&with=fast-4.18"])
        {
            AssertHarmless(await hostile.Service.OpenAsync(target));
        }
    }

    [Fact]
    public async Task A_message_is_text_on_one_line_and_an_address_that_runs_is_no_link()
    {
        var page = await hostile.Service.ShowAsync("/plan?from=4.18.1&to=4.18.3&accept=SampleRisk&alternatives=0");
        var risk = page.One("ul", "risks").One("p");

        Assert.Equal("</p><script>alert(1)</script> \"quoted\" & gnp.exe end javascript:alert(document.domain)", risk.Text);
        Assert.Empty(risk.Links);
        Assert.DoesNotContain(page.Find("bdi"), each => each.Text.Any(letter => letter is '\u202e' or '\u2066' or '\u001b'));
    }

    [Fact]
    public async Task An_errata_address_cannot_leave_its_attribute()
    {
        var page = await hostile.Service.ShowAsync("/releases/4.18.2");

        Assert.Equal("https://example.com/\"onclick=\"alert(1)\"><script>", page.One("dl", "facts").One("a", "outside")["href"]);
        Assert.Contains("javascript:alert(2)", (await hostile.Service.ShowAsync("/releases/4.18.3")).One("dl", "facts").Text, StringComparison.Ordinal);
        Assert.Empty((await hostile.Service.ShowAsync("/releases/4.18.3")).One("dl", "facts").Find("a", "outside"));
    }

    [Fact]
    public async Task A_channel_with_markup_in_its_name_is_listed_as_text()
    {
        var table = (await hostile.Service.ShowAsync("/")).One("table", "channels");

        Assert.Contains(table.Links, link => link.StartsWith("/channels/x%22%3E%3Cimg", StringComparison.Ordinal));
        Assert.Contains("x\"><img/src=x/onerror=alert(1)>", table.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private void AssertHarmless(WireAnswer answer)
    {
        Assert.Contains(answer.Status, (int[])[200, 400, 404, 422]);
        if (answer["Cache-Control"] == "no-cache" && !answer.Text.StartsWith("<!doctype", StringComparison.Ordinal))
        {
            PageRules.CheckPart(PageReader.Read(answer.Text));
        }
        else
        {
            _ = Browser.Read(answer, answer.Status);
        }

        Assert.Null(answer["Set-Cookie"]);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(hostile.Service.Log, line => line.Contains("failed inside the service", StringComparison.Ordinal));
    }
}

/// <summary>The service on data whose texts would all like to be markup.</summary>
public sealed class HostileData : IAsyncLifetime
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private RunningService? service;

    public RunningService Service => service!;

    public async Task InitializeAsync()
    {
        data.Write("blocked-edges/4.18.3-SampleRisk.yaml", """
            to: 4.18.3
            from: 4[.]18[.]1[+]amd64
            url: javascript:alert(document.domain)
            name: SampleRisk
            message: "</p><script>alert(1)</script> \"quoted\" & \u202Egnp.exe\u2066 \e end"
            matchingRules:
            - type: Always

            """);
        data.Write("blocked-edges/<b>&\".yaml", "to: 4.18.3\nfrom: 4[.]18[.]0|<i>\"&'\n");
        data.Write("channels/odd.yaml", "name: x\"><img/src=x/onerror=alert(1)>\nversions:\n- 4.18.1\n- 4.18.4\n");
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.4"));
        data.Write("releases/releases.jsonl", string.Concat(
            GraphDataDirectory.ReleaseOf("4.18.1", "amd64"),
            GraphDataDirectory.ReleaseOf("4.18.2", "amd64", "4.18.1").Replace("https://example.com/errata/4.18.2", "https://example.com/\\\"onclick=\\\"alert(1)\\\"><script>", StringComparison.Ordinal),
            GraphDataDirectory.ReleaseOf("4.18.3", "amd64", "4.18.1", "4.18.2").Replace("https://example.com/errata/4.18.3", "javascript:alert(2)", StringComparison.Ordinal)));
        service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }
}
