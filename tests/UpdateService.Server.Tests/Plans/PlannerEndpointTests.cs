using System.Text.Json;

namespace UpdateService.Server.Tests.Plans;

/// <summary>The planner's questions over HTTP: what comes where all is well.</summary>
public sealed class PlannerEndpointTests(SampleService sample) : IClassFixture<SampleService>
{
    private static readonly string[] Targets =
    [
        "/v1/path?from=4.18.1&to=4.18.3",
        "/v1/recommended?version=4.18.1",
        "/v1/explain?from=4.18.1&to=4.18.3",
        "/v1/channels",
        "/v1/releases",
        "/v1/releases/4.18.1",
        "/v1/matrix?channel=stable-4.18",
    ];

    [Fact]
    public async Task Each_path_answers_json_of_the_served_revision_to_every_origin()
    {
        foreach (var target in Targets)
        {
            var answer = await sample.Service.GetAsync(target);

            Assert.Equal((200, "application/json", "*"), (answer.Status, answer["Content-Type"], answer["Access-Control-Allow-Origin"]));
            Assert.Equal("Accept, Accept-Encoding", answer["Vary"]);
            Assert.Matches("^W/\"[0-9a-f]{32}\"$", answer["ETag"]);
            Assert.Equal((1, "amd64"), (Json(answer).GetProperty("revision").GetInt32(), Json(answer).GetProperty("arch").GetString()));
        }
    }

    [Fact]
    public async Task Head_answers_the_same_without_a_body()
    {
        foreach (var target in Targets)
        {
            var answer = await sample.Service.GetAsync(target);
            var head = await sample.Service.AskAsync("HEAD", target);

            Assert.Equal((200, answer.HeaderText, ""), (head.Status, head.HeaderText, head.Text));
        }
    }

    [Fact]
    public async Task Other_methods_are_not_allowed_and_a_browser_may_ask_before()
    {
        foreach (var target in Targets)
        {
            var post = await sample.Service.AskAsync("POST", target, "Content-Length: 0");
            var options = await sample.Service.AskAsync("OPTIONS", target);

            Assert.Equal((405, "GET, HEAD, OPTIONS"), (post.Status, post["Allow"]));
            Assert.Equal((204, "GET, HEAD", "*"), (options.Status, options["Access-Control-Allow-Methods"], options["Access-Control-Allow-Origin"]));
        }
    }

    [Fact]
    public async Task A_plan_names_its_hops_with_channel_payload_and_errata()
    {
        var answer = await sample.Service.GetAsync("/v1/path?from=4.18.1&to=4.18.3");

        Assert.Equal(
            $$"""
            {"from":"4.18.1","to":"4.18.3","arch":"amd64","channel":null,"revision":1,"plans":[{"kind":"Best","hops":[
            {"from":"4.18.1","to":"4.18.2","channel":"stable-4.18","channelCommand":"oc adm upgrade channel stable-4.18","payload":"quay.io/sample/release@sha256:{{GraphDataDirectory.DigestOf("4.18.2", "amd64")}}","url":"https://example.com/errata/4.18.2","risks":[],"onward":{"newestOfMinor":true,"nextMinor":null,"nextEus":null,"gateway":null}
            },
            {"from":"4.18.2","to":"4.18.3","channel":"stable-4.18","channelCommand":null,"payload":"quay.io/sample/release@sha256:{{GraphDataDirectory.DigestOf("4.18.3", "amd64")}}","url":"https://example.com/errata/4.18.3","risks":[],"onward":{"newestOfMinor":true,"nextMinor":null,"nextEus":null,"gateway":null}
            }],
            "risks":[],"acceptedRisks":[],"unacceptedRisks":[],"channelChanges":0}],"ties":1,"complete":true,"streams":["stable"],"widerChannels":false,"onward":{"newestOfMinor":true,"nextMinor":null,"nextEus":null,"gateway":null},"reasons":[]}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Fact]
    public async Task A_risk_that_is_accepted_makes_the_plan_shorter()
    {
        var plan = Json(await sample.Service.GetAsync("/v1/path?from=4.18.1&to=4.18.3&accept=SampleRisk")).GetProperty("plans")[0];

        Assert.Equal(1, plan.GetProperty("hops").GetArrayLength());
        Assert.Equal("SampleRisk", plan.GetProperty("acceptedRisks")[0].GetString());
        Assert.Equal("A risk: \"quoted\", größer.", plan.GetProperty("hops")[0].GetProperty("risks")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_risk_to_accept_that_nothing_has_is_reported_in_the_answer()
    {
        var unknown = Json(await sample.Service.GetAsync("/v1/path?from=4.18.1&accept=SampelRisk")).GetProperty("unknownRisks")[0];

        Assert.Equal(("SampelRisk", "SampleRisk"), (unknown.GetProperty("name").GetString(), unknown.GetProperty("nearMatches")[0].GetString()));
    }

    [Theory]
    [InlineData("/v1/path?current_ocp_version=4.18.1&target_ocp_version=4.18.3&channel=stable-4.18&arch=x86_64", "/v1/path?from=4.18.1&to=4.18.3&channel=stable-4.18")]
    [InlineData("/v1/path?CURRENT_OCP_VERSION=4.18.1&TARGET_OCP_VERSION=4.18.3&channel=stable-4.18&arch=x86_64&is_show_hot_fix=false", "/v1/path?from=4.18.1&to=4.18.3&channel=stable-4.18")]
    [InlineData("/v1/path?From=4.18.1&TO=4.18", "/v1/path?from=4.18.1&to=4.18.3")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&arch=aarch64", "/v1/path?from=4.18.1&to=4.18.3&arch=arm64")]
    [InlineData("/v1/releases/4.18.1%2Bamd64", "/v1/releases/4.18.1")]
    public async Task Other_spellings_ask_the_same(string target, string plain) =>
        Assert.Equal((await sample.Service.GetAsync(plain)).Text, (await sample.Service.GetAsync(target)).Text);

    [Fact]
    public async Task What_a_cluster_should_do_next_is_told_with_its_reason()
    {
        var advice = Json(await sample.Service.GetAsync("/v1/recommended?version=4.18.1&channel=stable-4.18"));

        Assert.Equal("4.18.1", advice.GetProperty("current").GetProperty("version").GetString());
        Assert.Equal("4.18.2", advice.GetProperty("recommended").GetProperty("version").GetString());
        Assert.Equal(["4.18.2"], Names(advice.GetProperty("updates")));
        Assert.Equal(["4.18.3"], Names(advice.GetProperty("conditionalUpdates")));
        Assert.NotEmpty(advice.GetProperty("reasons")[0].GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_pair_is_explained_in_typed_reasons()
    {
        var reasons = Json(await sample.Service.GetAsync("/v1/explain?from=4.18.1&to=4.18.3")).GetProperty("reasons");

        Assert.Equal("Conditional", reasons[0].GetProperty("kind").GetString());
        Assert.Equal("SampleRisk", reasons[0].GetProperty("evidence").GetProperty("risks")[0].GetString());
    }

    [Theory]
    [InlineData("/v1/explain?from=4.18.1&to=4.18.99", "ToUnknown")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.99", "ToUnknown")]
    [InlineData("/v1/path?from=4.18.99", "FromUnknown")]
    public async Task A_version_that_nothing_knows_is_a_reason_that_names_the_newest_one(string target, string kind)
    {
        var reason = Json(await sample.Service.GetAsync(target)).GetProperty("reasons")[0];

        Assert.Equal(kind, reason.GetProperty("kind").GetString());
        Assert.Equal("4.18.99 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.18 is 4.18.3.", reason.GetProperty("message").GetString());
        Assert.NotEmpty(reason.GetProperty("evidence").GetProperty("sources").EnumerateArray());
    }

    [Theory]
    [InlineData("/v1/path?from=4.18.99")]
    [InlineData("/v1/path?from=4.18.99&format=text")]
    [InlineData("/v1/releases/4.18.99")]
    [InlineData("/plan?from=4.18.99")]
    [InlineData("/recommended?version=4.18.99")]
    [InlineData("/releases/4.18.99")]
    public async Task No_visitor_is_told_where_the_data_of_the_service_lie(string target)
    {
        var text = target.StartsWith("/v1", StringComparison.Ordinal) ? (await sample.Service.GetAsync(target)).Text : (await Pages.Browser.OpenAsync(sample.Service, target)).Text;

        Assert.Contains("4.18.99", text, StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Data.Path, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_is_named_and_has_no_image_is_told_with_the_sources_that_were_asked()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1", "4.18.2", "4.18.3", "4.18.4"));
        var catalogue = data.Beside("mirror.jsonl");
        File.Copy(Path.Combine(data.Path, "releases", "releases.jsonl"), catalogue);
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h", "--releases", catalogue);

        var reason = Json(await service.GetAsync("/v1/path?from=4.18.1&to=4.18.4")).GetProperty("reasons")[0];
        var channel = Json(await service.GetAsync("/v1/channels")).GetProperty("channels")[0];

        Assert.Equal("NotMirrored", reason.GetProperty("kind").GetString());
        Assert.Equal([Path.GetFileName(catalogue)], reason.GetProperty("evidence").GetProperty("sources").EnumerateArray().Select(source => source.GetString()));
        Assert.Equal("4.18.4", Assert.Single(channel.GetProperty("notMirrored").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_release_that_waits_in_the_feeder_is_told_with_the_delay()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1", "4.18.2", "4.18.3"));
        data.Write("channels/stable-4.18.yaml", "feeder: {name: fast-4.18, delay: P1W}\n" + GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1"));
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        var reason = Json(await service.GetAsync("/v1/explain?from=4.18.1&to=4.18.2&channel=stable-4.18")).GetProperty("reasons")[0];

        Assert.Equal("NotYetPromoted", reason.GetProperty("kind").GetString());
        Assert.Equal(("fast-4.18", "P1W"), (reason.GetProperty("evidence").GetProperty("feeder").GetString(), reason.GetProperty("evidence").GetProperty("delay").GetString()));
    }

    [Fact]
    public async Task Channels_and_releases_are_listed_and_one_release_is_told_in_full()
    {
        var channel = Json(await sample.Service.GetAsync("/v1/channels")).GetProperty("channels")[0];
        var releases = Json(await sample.Service.GetAsync("/v1/releases?channel=stable-4.18")).GetProperty("releases");
        var release = Json(await sample.Service.GetAsync("/v1/releases/4.18.3"));

        Assert.Equal(("stable-4.18", 3, 2, 1), (channel.GetProperty("name").GetString(), channel.GetProperty("releases").GetInt32(), channel.GetProperty("edges").GetInt32(), channel.GetProperty("conditionalEdges").GetInt32()));
        Assert.Equal(["4.18.3", "4.18.2", "4.18.1"], Names(releases));
        Assert.Equal(["4.18.2", "4.18.1"], Names(release.GetProperty("updatesFrom")));
        Assert.Equal("arm64", Assert.Single(release.GetProperty("otherArchitectures").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task The_matrix_has_a_row_for_each_version_and_a_cell_for_each_update()
    {
        var matrix = Json(await sample.Service.GetAsync("/v1/matrix?channel=stable-4.18"));

        Assert.Equal("""["4.18.1","4.18.2","4.18.3"]""", matrix.GetProperty("versions").GetRawText());
        Assert.Equal("[[[1,0],[2,1]],[[2,0]],[]]", matrix.GetProperty("rows").GetRawText());
        Assert.Equal("[[],[0]]", matrix.GetProperty("riskSets").GetRawText());
    }

    [SharedDataFact]
    public async Task The_matrix_of_the_largest_channel_is_a_few_kilobytes_in_gzip()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h", "--graph-data", SharedData.GraphData, "--releases", SharedData.Releases);

        var answer = await service.GetAsync("/v1/matrix?channel=candidate-4.14", "Accept-Encoding: gzip");

        Assert.Equal("gzip", answer["Content-Encoding"]);
        Assert.InRange(answer.Body.Length, 4_000, 10_000);
    }

    private static JsonElement Json(WireAnswer answer)
    {
        Assert.Equal(200, answer.Status);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    private static IEnumerable<string?> Names(JsonElement releases) => releases.EnumerateArray().Select(release => release.GetProperty("version").GetString());
}
