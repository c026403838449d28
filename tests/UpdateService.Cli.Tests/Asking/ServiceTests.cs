using System.Text;

namespace UpdateService.Cli.Tests.Asking;

/// <summary>Questions to a service over HTTP.</summary>
public sealed class ServiceTests
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string Prefix = "/api/upgrades_info/v1/";

    [Theory]
    [InlineData("path 4.16.3 4.18 --channel eus-4.18 --accept A,B --accept C --avoid D --via 4.17.5 --alternatives 2 --arch arm64 --revision 7", "path?from=4.16.3&to=4.18&channel=eus-4.18&arch=arm64&accept=A%2CB%2CC&avoid=D&via=4.17.5&alternatives=2&revision=7&format=json")]
    [InlineData("recommended 4.16.3 --channel stable-4.16", "recommended?version=4.16.3&channel=stable-4.16&format=json")]
    [InlineData("explain 4.16.3 4.18.1", "explain?from=4.16.3&to=4.18.1&format=json")]
    [InlineData("channels --arch multi", "channels?arch=multi&format=json")]
    [InlineData("releases --channel stable-4.18", "releases?channel=stable-4.18&format=json")]
    [InlineData("releases 4.16.3-rc.1", "releases/4.16.3-rc.1?format=json")]
    [InlineData("matrix --channel stable-4.18", "matrix?channel=stable-4.18&format=json")]
    public async Task A_question_has_its_own_address_and_the_names_of_the_protocol(string line, string asked)
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, Json, """{"plans":[{"unacceptedRisks":[]}],"recommended":{}}"""));

        var output = (await Ran.WithAsync([.. line.Split(' '), "-o", "json", "--server", service.Address])).Gives();

        Assert.Equal("""{"plans":[{"unacceptedRisks":[]}],"recommended":{}}""" + "\n", output);
        Assert.Equal([Prefix + asked], service.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/api/upgrades_info")]
    [InlineData("/api/upgrades_info/")]
    [InlineData("/api/upgrades_info/v1")]
    [InlineData("/api/upgrades_info/v1/graph")]
    [InlineData("/api/upgrades_info/graph")]
    public async Task The_address_may_be_given_with_or_without_its_prefix(string suffix)
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, Json, "{}"));

        _ = (await Ran.WithAsync("channels", "-o", "json", "--server", service.Address + suffix)).Gives();

        Assert.Equal([$"{Prefix}channels?format=json"], service.Asked);
    }

    [Fact]
    public async Task A_service_without_TLS_is_not_asked_by_https_and_that_is_told()
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, Json, "{}"));
        var error = (await Ran.WithAsync("channels", "--server", service.Address.Replace("http:", "https:", StringComparison.Ordinal))).Fails(ExitStatus.Trouble);
        Assert.Contains("does not answer: it does not speak TLS there. Try http:// instead of https://. Check --server", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("releases 4.18", "releases?version=4.18&format=json")]
    [InlineData("releases v4.18.x", "releases?version=v4.18.x&format=json")]
    [InlineData("releases v4.18.1", "releases/v4.18.1?format=json")]
    public async Task A_minor_is_a_list_of_releases(string line, string asked)
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, Json, """{"releases":[{"version":"4.18.1"}],"version":"4.18.1"}"""));

        Assert.Equal("4.18.1\n", (await Ran.WithAsync([.. line.Split(' '), "-o", "name", "--server", service.Address])).Gives());
        Assert.Equal([Prefix + asked], service.Asked);
    }

    [Theory]
    [InlineData("", "/v1/channels")]
    [InlineData("/updates", "/updates/v1/channels")]
    [InlineData("/updates", "/updates/api/upgrades_info/v1/channels")]
    public async Task Another_prefix_is_found(string suffix, string place)
    {
        await using var service = await FakeService.StartAsync(context => context.Request.Path == place
            ? FakeService.AnswerAsync(context, 200, Json, "{}")
            : FakeService.AnswerAsync(context, 404, Json, """{"kind":"does_not_exist","value":"does not exist"}"""));

        _ = (await Ran.WithAsync("channels", "-o", "json", "--server", service.Address + suffix)).Gives();
    }

    [Fact]
    public async Task The_environment_may_name_the_service_and_switches_win()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, 200, Json, "{}"));
        Func<Surroundings, Surroundings> inEnvironment = around => around with { Variable = name => name == "UPDATECTL_SERVER" ? service.Address : null };

        Assert.Equal("{}\n", (await Ran.WithAsync(inEnvironment, "channels", "-o", "json")).Gives());
        Assert.Contains("stable-4.18", (await Ran.WithAsync(inEnvironment, "channels", "--graph-data", data.Path)).Gives(), StringComparison.Ordinal);
        _ = Assert.Single(service.Asked);
    }

    [Theory]
    [InlineData(ExitStatus.Fine, """{"revision":7,"plans":[{"unacceptedRisks":[]}]}""")]
    [InlineData(ExitStatus.RisksToAccept, """{"revision":7,"plans":[{"unacceptedRisks":["A"]},{"unacceptedRisks":[]}]}""")]
    [InlineData(ExitStatus.NoPath, """{"revision":7,"plans":[]}""")]
    public async Task The_exit_status_is_read_off_the_answer_and_the_text_comes_from_the_same_revision(int status, string json)
    {
        await using var service = await FakeService.StartAsync(context => context.Request.Query["format"] == "json"
            ? FakeService.AnswerAsync(context, 200, Json, json)
            : FakeService.AnswerAsync(context, 200, "text/plain; charset=utf-8", "The plan.\n"));

        Assert.Equal("The plan.\n", (await Ran.WithAsync("path", "4.16.3", "--server", service.Address)).Gives(status));
        Assert.Equal([$"{Prefix}path?from=4.16.3&format=json", $"{Prefix}path?from=4.16.3&revision=7&format=text"], service.Asked);
    }

    [Theory]
    [InlineData(400, ExitStatus.BadInput, Problem, """{"title":"Bad question","status":400,"detail":"There is no channel stable-4.81.","parameter":"channel","nearMatches":["stable-4.18"]}""", "There is no channel stable-4.81. Near: stable-4.18.")]
    [InlineData(404, ExitStatus.BadInput, Problem, """{"title":"Unknown release","detail":"4.99.9 is not there."}""", "4.99.9 is not there.")]
    [InlineData(422, ExitStatus.BadInput, Problem, """{"title":"Rollback","detail":"A cluster does not go back."}""", "A cluster does not go back.")]
    [InlineData(503, ExitStatus.Trouble, Problem, """{"title":"Not ready","detail":"The service has no graph yet."}""", "The service has no graph yet.")]
    [InlineData(503, ExitStatus.Trouble, Json, """{"kind":"not_ready","value":"no graph yet"}""", "no graph yet")]
    [InlineData(502, ExitStatus.Trouble, "text/html", "<html>", "answers with HTTP status 502.")]
    [InlineData(503, ExitStatus.Trouble, "text/html", "<html>", "answers with HTTP status 503. It is busy or not ready; try again.")]
    [InlineData(403, ExitStatus.Trouble, "text/html", "", "answers with HTTP status 403. It wants a login: write --server as https://USER:PASSWORD@HOST.")]
    [InlineData(302, ExitStatus.Trouble, "text/html", "", "answers with HTTP status 302. It redirects without end, or from https to http; write --server as the address that it leads to.")]
    [InlineData(200, ExitStatus.Trouble, "text/html", "<html>", "is it an update service of this version? It may be the page of a login or a proxy: check --server.")]
    [InlineData(401, ExitStatus.Trouble, "text/html", "", "answers with HTTP status 401.")]
    [InlineData(200, ExitStatus.Trouble, "text/html", "<html>Log in", "answers with text/html where application/json was asked for")]
    [InlineData(200, ExitStatus.Trouble, Json, "{", "The server's answer is not JSON")]
    [InlineData(200, ExitStatus.Trouble, Json, """{"status":"ok"}""", "is it an update service?")]
    [InlineData(200, ExitStatus.Trouble, Json, """{"plans":{}}""", "is it an update service?")]
    [InlineData(404, ExitStatus.Trouble, "text/html", "nothing here", "No update service answers at")]
    public async Task What_the_service_refuses_is_told_in_its_words(int http, int status, string mediaType, string body, string told)
    {
        await using var service = await FakeService.StartAsync(context => FakeService.AnswerAsync(context, http, mediaType, body));

        Assert.Contains(told, (await Ran.WithAsync("path", "4.16.3", "-o", "json", "--server", service.Address)).Fails(status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told()
    {
        string address;
        await using (var service = await FakeService.StartAsync(_ => Task.CompletedTask))
        {
            address = service.Address;
        }

        var error = (await Ran.WithAsync("channels", "--server", address)).Fails(ExitStatus.Trouble);

        Assert.StartsWith($"{address} does not answer: Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_time_limit()
    {
        await using var service = await FakeService.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        Assert.Contains("did not answer within 0.2 s; --timeout gives it longer.", (await Ran.WithAsync("channels", "--server", service.Address, "--timeout", "200ms")).Fails(ExitStatus.Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_goes_to_the_service_and_into_no_message()
    {
        string? authorization = null;
        await using var service = await FakeService.StartAsync(context =>
        {
            authorization = context.Request.Headers.Authorization;
            return FakeService.AnswerAsync(context, 404, "text/html", "");
        });

        var error = (await Ran.WithAsync("channels", "--server", service.Address.Replace("http://", "http://me:s%40cret@", StringComparison.Ordinal))).Fails(ExitStatus.Trouble);

        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("me:s@cret"))}", authorization);
        Assert.DoesNotContain("cret", error, StringComparison.Ordinal);
    }
}
