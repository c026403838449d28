using System.Text.Json;
using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>What was served when, and what changed.</summary>
public sealed class RevisionsEndpointTests
{
    private const string RiskFile = "blocked-edges/4.18.3-SampleRisk.yaml";

    [Fact]
    public async Task The_list_has_every_kept_revision_newest_first_and_says_which_is_served_and_pinned()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        await service.PublishAsync("stable-4.21");
        _ = await service.ActAsync("pin?revision=2");

        var list = await GetAsync(service, "/v1/revisions");

        Assert.Equal((2, 2), (list.GetProperty("served").GetInt32(), list.GetProperty("pinned").GetInt32()));
        Assert.Equal([3, 2, 1], list.GetProperty("revisions").EnumerateArray().Select(revision => revision.GetProperty("number").GetInt32()));
        Assert.All(list.GetProperty("revisions").EnumerateArray(), revision => Assert.Equal(7, revision.GetProperty("releases").GetInt32()));
        Assert.Equal([64], list.GetProperty("revisions").EnumerateArray().Select(revision => revision.GetProperty("contentHash").GetString()!.Length).Distinct());
    }

    [Fact]
    public async Task A_service_without_a_state_folder_tells_of_the_revision_that_it_serves()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        using var list = JsonDocument.Parse((await service.GetAsync("/v1/revisions")).Body);

        Assert.Equal(1, Assert.Single(list.RootElement.GetProperty("revisions").EnumerateArray()).GetProperty("number").GetInt32());
        Assert.Equal(JsonValueKind.Null, list.RootElement.GetProperty("pinned").ValueKind);
    }

    [Fact]
    public async Task One_is_found_by_its_number_and_by_the_beginning_of_its_hash_and_has_its_inputs()
    {
        await using var service = await AdministeredService.StartAsync();

        var byNumber = await service.Service.GetAsync("/v1/revisions/1");
        var hash = JsonDocument.Parse(byNumber.Body).RootElement.GetProperty("contentHash").GetString()!;
        var byHash = await service.Service.GetAsync($"/v1/revisions/{hash[..12]}");

        Assert.Equal((200, 200, byNumber.Text), (byNumber.Status, byHash.Status, byHash.Text));
        Assert.NotEmpty(JsonDocument.Parse(byNumber.Body).RootElement.GetProperty("inputs").EnumerateArray());
        var known = await service.Service.GetAsync("/v1/revisions/1", $"If-None-Match: {byNumber["ETag"]}");
        Assert.Equal((304, ""), (known.Status, known.Text));
    }

    [Theory]
    [InlineData("/v1/revisions/7", "There is no revision '7'; those from 1 to 1 are kept.")]
    [InlineData("/v1/revisions/zz", "There is no revision 'zz'; those from 1 to 1 are kept.")]
    [InlineData("/v1/revisions/1/diff/9", "There is no revision '9'; those from 1 to 1 are kept.")]
    [InlineData("/v1/revisions/9/diff/1", "There is no revision '9'; those from 1 to 1 are kept.")]
    [InlineData("/v1/revisions/1/diff/", "There are revisions, revisions/{n} and revisions/{a}/diff/{b}.")]
    [InlineData("/v1/revisions/1/difference/1", "There are revisions, revisions/{n} and revisions/{a}/diff/{b}.")]
    public async Task What_is_not_kept_is_not_found_and_the_range_is_told(string target, string detail)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        var answer = await service.GetAsync(target);

        Assert.Equal((404, "application/problem+json"), (answer.Status, answer["Content-Type"]));
        Assert.Equal(detail, JsonDocument.Parse(answer.Body).RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_difference_names_releases_edges_and_risks_per_channel()
    {
        await using var service = await AdministeredService.StartAsync();
        service.Data.Delete(RiskFile);
        service.Data.Write("blocked-edges/4.18.3-OtherRisk.yaml", GraphDataDirectory.RiskOf("4.18.3", "4[.]18[.]1[+]amd64", "OtherRisk", "Another."));
        await service.PublishAsync("stable-4.20");

        var there = await GetAsync(service, "/v1/revisions/1/diff/2");
        var back = await GetAsync(service, "/v1/revisions/2/diff/1");
        var same = await GetAsync(service, "/v1/revisions/1/diff/1");

        Assert.Equal((1, 2), (there.GetProperty("before").GetInt32(), there.GetProperty("after").GetInt32()));
        Assert.Equal(["stable-4.18", "stable-4.20"], there.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("channel").GetString()).Distinct());
        var risks = Channel(there, "stable-4.18").GetProperty("risks");
        Assert.Equal(("OtherRisk", "SampleRisk"), (risks.GetProperty("added")[0].GetString(), risks.GetProperty("removed")[0].GetString()));
        Assert.Equal("4.18.1", Channel(there, "stable-4.20").GetProperty("releases").GetProperty("added")[0].GetString());
        Assert.Equal("4.18.1", Channel(back, "stable-4.20").GetProperty("releases").GetProperty("removed")[0].GetString());
        Assert.Equal(0, same.GetProperty("channels").GetArrayLength());
    }

    [Fact]
    public async Task A_difference_of_kept_revisions_outlives_a_restart_and_is_known_by_its_entity_tag()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        await service.PublishAsync("stable-4.21");
        var before = await service.Service.GetAsync("/v1/revisions/1/diff/2");

        await service.StartAgainAsync();
        var after = await service.Service.GetAsync("/v1/revisions/1/diff/2");

        Assert.Equal((200, before.Text, before["ETag"]), (after.Status, after.Text, after["ETag"]));
        Assert.StartsWith("W/\"", after["ETag"], StringComparison.Ordinal);
        foreach (var ifNoneMatch in (string[])[after["ETag"]!, after["ETag"]![2..]])
        {
            Assert.Equal((304, ""), await StatusAndTextAsync(service, "/v1/revisions/1/diff/2", $"If-None-Match: {ifNoneMatch}"));
        }

        var head = await service.Service.AskAsync("HEAD", "/v1/revisions/1/diff/2");
        Assert.Equal((200, ""), (head.Status, head.Text));
    }

    [Fact]
    public async Task A_difference_is_told_in_words_too_and_packed_where_that_is_worth_it()
    {
        await using var service = await AdministeredService.StartAsync();
        service.Data.Delete(RiskFile);
        await service.PublishAsync("stable-4.20");

        var text = await service.Service.GetAsync("/v1/revisions/1/diff/2?channel=stable-4.18&arch=amd64&format=text");
        var markdown = await service.Service.GetAsync("/v1/revisions/1/diff/2", "Accept: text/markdown");
        var packed = await service.Service.GetAsync("/v1/revisions/1/diff/2", "Accept-Encoding: gzip");

        Assert.Equal((200, "text/plain; charset=utf-8", "Accept, Accept-Encoding"), (text.Status, text["Content-Type"], text["Vary"]));
        Assert.Equal("stable-4.18 (amd64)\n  + 1 update: 4.18.1 to 4.18.3\n  - 1 conditional update: 4.18.1 to 4.18.3 (SampleRisk)\n  - 1 risk: SampleRisk\n", text.Text);
        Assert.Equal((200, "text/markdown; charset=utf-8"), (markdown.Status, markdown["Content-Type"]));
        Assert.Equal("gzip", packed["Content-Encoding"]);
    }

    [Fact]
    public async Task A_difference_of_one_channel_and_architecture_has_nothing_else()
    {
        await using var service = await AdministeredService.StartAsync();
        service.Data.Delete(RiskFile);
        await service.PublishAsync("stable-4.20");

        var whole = await GetAsync(service, "/v1/revisions/1/diff/2");
        var part = await GetAsync(service, "/v1/revisions/1/diff/2?channel=stable-4.18&arch=x86_64");

        Assert.True(whole.GetProperty("channels").GetArrayLength() > 1);
        var channel = Assert.Single(part.GetProperty("channels").EnumerateArray());
        Assert.Equal(("stable-4.18", "amd64"), (channel.GetProperty("channel").GetString(), channel.GetProperty("arch").GetString()));
        Assert.Equal(Channel(whole, "stable-4.18").GetRawText(), channel.GetRawText());
    }

    [Theory]
    [InlineData("?channel=stable-4.81", 400, "There is no channel stable-4.81.", "stable-4.18")]
    [InlineData("?arch=amr64", 400, "No release is there for the architecture amr64; there are amd64, arm64, multi.", "amd64")]
    [InlineData("?format=svg", 400, "This answer has no format 'svg'; it has json, text, md.", null)]
    [InlineData("?chanel=stable-4.18", 400, "There is no parameter 'chanel'; 'channel' may be meant.", "channel")]
    public async Task A_difference_that_is_asked_wrongly_is_refused_as_other_questions_are(string query, int status, string detail, string? near)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        var answer = await service.GetAsync($"/v1/revisions/1/diff/1{query}");

        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer["Content-Type"]));
        Assert.Equal(detail, problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(near, problem.RootElement.TryGetProperty("nearMatches", out var names) ? names[0].GetString() : null);
        Assert.Equal(406, (await service.GetAsync("/v1/revisions/1/diff/1", "Accept: image/png")).Status);
    }

    [Fact]
    public async Task Equal_contents_under_other_numbers_have_another_tag_because_their_answer_names_the_numbers()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        await service.PublishAsync("stable-4.21");
        await service.PublishAsync("stable-4.20");

        var first = await service.Service.GetAsync("/v1/revisions/3/diff/2");
        var second = await service.Service.GetAsync("/v1/revisions/3/diff/4");

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.NotEqual(first["ETag"], second["ETag"]);
        Assert.Equal(first.Text.Replace("\"after\":2", "\"after\":4", StringComparison.Ordinal), second.Text);
    }

    [Fact]
    public async Task A_served_revision_that_cannot_be_built_again_is_told_and_nothing_fails()
    {
        await using var service = await AdministeredService.StartAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(service.State, "revisions", "000001"), "*.tar.gz"))
        {
            File.Delete(file);
        }

        service.Data.Write("channels/broken.yaml", "name: [");
        await service.StartAgainAsync();
        var answer = await service.Service.GetAsync("/v1/revisions/1/diff/1");

        Assert.Equal((503, "application/problem+json", "5"), (answer.Status, answer["Content-Type"], answer["Retry-After"]));
        Assert.Contains("Unreadable revision", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log, line => line.Contains("failed inside the service", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_revision_that_is_damaged_is_told_and_harms_no_other()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        await service.PublishAsync("stable-4.21");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(service.State, "revisions", "000001")).Where(file => !file.EndsWith("revision.json", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(file, "damaged");
        }

        var damaged = await service.Service.GetAsync("/v1/revisions/1/diff/3");

        Assert.Equal(404, damaged.Status);
        Assert.DoesNotContain(damaged.Headers, header => header.Key == "ETag");
        Assert.Contains("Revision 1 is kept but cannot be read again.", damaged.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await service.Service.GetAsync("/v1/revisions/2/diff/3")).Status);
    }

    private static JsonElement Channel(JsonElement comparison, string name) =>
        comparison.GetProperty("channels").EnumerateArray().First(channel => channel.GetProperty("channel").GetString() == name && channel.GetProperty("arch").GetString() == "amd64");

    private static async Task<(int Status, string Text)> StatusAndTextAsync(AdministeredService service, string target, string header)
    {
        var answer = await service.Service.GetAsync(target, header);
        return (answer.Status, answer.Text);
    }

    private static async Task<JsonElement> GetAsync(AdministeredService service, string target)
    {
        var answer = await service.Service.GetAsync(target);
        Assert.Equal((200, "application/json"), (answer.Status, answer["Content-Type"]));
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}
