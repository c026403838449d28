using System.Text.Json;

namespace UpdateService.Server.Tests.Plans;

/// <summary>What the planner says to questions that it does not answer: problem details.</summary>
public sealed class PlannerProblemTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("/v1/path", 400, "Invalid value", "from", "'from' is missing; give a version such as 4.16.3.", "")]
    [InlineData("/v1/path?from=4.18", 400, "Invalid value", "from", null, "4.18.3 4.18.2 4.18.1")]
    [InlineData("/v1/path?from=4.18.1&to=soon", 400, "Invalid value", "to", null, "")]
    [InlineData("/v1/path?from=4.18.1&channel=stabel-4.18", 400, "Unknown name", "channel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/path?from=4.18.1&currentChannel=stabel-4.18", 400, "Unknown name", "currentChannel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/explain?from=4.18.1&to=4.18.3&channel=stabel-4.18", 400, "Unknown name", "channel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/recommended?version=4.18.1&channel=stabel-4.18", 400, "Unknown name", "channel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/path?from=4.18.1&alternatives=51", 400, "Invalid value", "alternatives", "'alternatives' is not a number from 0 to 50: '51'.", "")]
    [InlineData("/v1/path?from=4.18.1&channel=Stable", 400, "Invalid value", "channel", null, "stable-4.18")]
    [InlineData("/v1/path?from=4.18.1&from=4.18.2", 400, "Invalid value", "from", "'from' is given twice, as '4.18.1' and as '4.18.2'; give it once.", "")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&via=4.18.9", 400, "Invalid value", "via", null, "")]
    [InlineData("/v1/path?from=4.18.1&to=4.18.3&avoid=SampelRisk", 400, "Unknown name", "avoid", "Nothing is named 'SampelRisk': 'avoid' takes the names of risks, and versions.", "SampleRisk")]
    [InlineData("/v1/path?from=4.18.1&acept=SampleRisk", 400, "Unknown name", "acept", "There is no parameter 'acept'; 'accept' may be meant.", "accept")]
    [InlineData("/v1/path?from=4.18.1&revisoin=1", 400, "Unknown name", "revisoin", "There is no parameter 'revisoin'; 'revision' may be meant.", "revision")]
    [InlineData("/v1/path?from=4.18.1&format=png", 400, "Invalid value", "format", "This answer has no format 'png'; it has json, text, md, mermaid, dot, svg. svg is a picture.", "svg")]
    [InlineData("/v1/recommended", 400, "Invalid value", "version", null, "")]
    [InlineData("/v1/explain?from=4.18.1", 400, "Invalid value", "to", null, "")]
    [InlineData("/v1/matrix", 400, "Invalid value", "channel", "'channel' is missing; give one such as stable-4.16.", "")]
    [InlineData("/v1/compare?channel=stable-4.18", 400, "Invalid value", "with", "'with' is missing; give one such as stable-4.16.", "")]
    [InlineData("/v1/compare?channel=stable-4.18&with=stabel-4.18", 400, "Unknown name", "with", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/matrix?channel=stabel-4.18", 400, "Unknown name", "channel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/releases?channel=stabel-4.18", 400, "Unknown name", "channel", "There is no channel stabel-4.18.", "stable-4.18")]
    [InlineData("/v1/channels?arch=arm65", 400, "Unknown name", "arch", "No release is there for the architecture arm65; there are amd64, arm64, multi.", "arm64")]
    [InlineData("/v1/releases/", 400, "Invalid value", "version", null, "")]
    [InlineData("/v1/releases/4.18.1/x", 400, "Invalid value", "version", null, "4.18.3 4.18.2 4.18.1")]
    [InlineData("/v1/releases/4.18.1?version=4.18.2", 400, "Invalid value", "version", null, "")]
    [InlineData("/v1/releases/4.18.99", 404, "Unknown release", "version", "4.18.99 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.18 is 4.18.3.", null)]
    [InlineData("/v1/releases/4.18.2?arch=multi", 404, "Unknown release", "version", "4.18.2 is there for amd64, arm64, but not for multi.", "")]
    [InlineData("/v1/path?from=4.18.1&revision=7", 404, "Unknown revision", "revision", "There is no revision '7'; those from 1 to 1 are kept.", "")]
    [InlineData("/v1/path?from=4.18.1&revision=1&revision=7", 400, "Invalid value", "revision", "'revision' is given twice, as '1' and as '7'; give it once.", "")]
    public async Task A_problem_names_the_parameter_the_remedy_and_what_may_be_meant(string target, int status, string title, string parameter, string? detail, string? near)
    {
        var answer = await sample.Service.GetAsync(target);
        var problem = Problem(answer, status);

        Assert.Equal(("about:blank", title, parameter), (problem.GetProperty("type").GetString(), problem.GetProperty("title").GetString(), problem.GetProperty("parameter").GetString()));
        Assert.Equal(detail ?? problem.GetProperty("detail").GetString(), problem.GetProperty("detail").GetString());
        Assert.Equal(near ?? Near(problem), Near(problem));
        Assert.False(answer.Headers.Any(header => header.Key == "ETag"));
        Assert.Equal(("*", "Accept, Accept-Encoding"), (answer["Access-Control-Allow-Origin"], answer["Vary"]));
    }

    [Theory]
    [InlineData("4.18.1")]
    [InlineData("4.17")]
    public async Task Going_back_is_refused_with_the_typed_reason(string to)
    {
        var problem = Problem(await sample.Service.GetAsync($"/v1/path?from=4.18.3&to={to}"), 422);

        Assert.Equal(("Rollback not supported", "to"), (problem.GetProperty("title").GetString(), problem.GetProperty("parameter").GetString()));
        var reason = problem.GetProperty("reasons")[0];
        Assert.Equal("RollbackNotSupported", reason.GetProperty("kind").GetString());
        Assert.Contains("restore", reason.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var problem = Problem(await sample.Service.GetAsync("/v1/path?fom=4.18.1&to=x&alternatives=-1"), 400);

        Assert.Equal(
            ["fom", "from", "to", "alternatives"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("parameter").GetString()));
        Assert.Equal("from", problem.GetProperty("errors")[0].GetProperty("nearMatches")[0].GetString());
    }

    [Fact]
    public async Task A_head_request_gets_the_problem_without_its_body()
    {
        var answer = await sample.Service.GetAsync("/v1/path");
        var head = await sample.Service.AskAsync("HEAD", "/v1/path");

        Assert.Equal((400, answer.HeaderText, ""), (head.Status, head.HeaderText, head.Text));
    }

    [Fact]
    public async Task Before_the_first_revision_every_question_is_told_to_come_again()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "name: [");
        await using var service = await RunningService.StartAsync(data);

        foreach (var target in (string[])["/v1/path?from=4.18.1", "/v1/recommended?version=4.18.1", "/v1/explain?from=4.18.1&to=4.18.3", "/v1/channels", "/v1/releases", "/v1/releases/4.18.1", "/v1/matrix?channel=x", "/v1/compare?channel=x&with=y"])
        {
            var answer = await service.GetAsync(target);
            Assert.Equal("Not ready", Problem(answer, 503).GetProperty("title").GetString());
            Assert.Equal("5", answer["Retry-After"]);
        }
    }

    [Fact]
    public async Task Problems_are_counted_by_their_kind()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);

        _ = await service.GetAsync("/v1/path?from=4.18.3&to=4.18.1");
        _ = await service.GetAsync("/v1/revisions/9");
        // A request is counted once it is answered, which its client may know before.
        foreach (var line in (string[])
        [
            "cincinnati_pe_graph_response_errors_total{code=\"422\",kind=\"rollback_not_supported\"} 1\n",
            "cincinnati_pe_graph_response_errors_total{code=\"404\",kind=\"unknown_revision\"} 1\n",
            "cincinnati_pe_graph_incoming_requests_total{uri_path=\"/api/upgrades_info/v1/path\"} 1\n",
        ])
        {
            await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/metrics")).Text.Contains(line, StringComparison.Ordinal), $"the metrics have {line}");
        }
    }

    private static JsonElement Problem(WireAnswer answer, int status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer["Content-Type"]));
        using var document = JsonDocument.Parse(answer.Body);
        Assert.Equal(status, document.RootElement.GetProperty("status").GetInt32());
        return document.RootElement.Clone();
    }

    private static string Near(JsonElement problem) =>
        problem.TryGetProperty("nearMatches", out var near) ? string.Join(' ', near.EnumerateArray().Select(name => name.GetString())) : "";
}
