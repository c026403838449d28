using System.Text.Json;
using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Questions about revisions that are not served any more.</summary>
public sealed class PlannerRevisionTests
{
    private const string Path = "/v1/path?from=4.18.1&to=4.18.3";
    private const string RiskFile = "blocked-edges/4.18.3-SampleRisk.yaml";

    [Fact]
    public async Task An_older_revision_answers_as_it_did_by_number_and_by_hash()
    {
        await using var service = await AdministeredService.StartAsync();
        var hash = service.Service.Current!.Record.ContentHash;
        var then = await service.Service.GetAsync(Path);
        service.Data.Delete(RiskFile);
        await service.PublishAsync("stable-4.20");
        await service.StartAgainAsync();

        var byNumber = await service.Service.GetAsync($"{Path}&revision=1");
        var byHash = await service.Service.GetAsync($"{Path}&revision={hash[..12]}");
        var now = await service.Service.GetAsync(Path);

        Assert.Equal((200, then.Text, then["ETag"]), (byNumber.Status, byNumber.Text, byNumber["ETag"]));
        Assert.Equal((200, then.Text, then["ETag"]), (byHash.Status, byHash.Text, byHash["ETag"]));
        Assert.Equal((2, 1), (Number(now), Hops(now)));
        Assert.Equal((1, 2), (Number(byNumber), Hops(byNumber)));
    }

    [Fact]
    public async Task Every_question_can_be_asked_of_a_kept_revision()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");

        foreach (var target in (string[])["/v1/recommended?version=4.18.1&", "/v1/explain?from=4.18.1&to=4.18.3&", "/v1/channels?", "/v1/releases?", "/v1/releases/4.18.1?", "/v1/matrix?channel=stable-4.18&", "/v1/compare?channel=stable-4.18&with=stable-4.18&"])
        {
            Assert.Equal(1, Number(await service.Service.GetAsync($"{target}revision=1")));
            Assert.Equal(2, Number(await service.Service.GetAsync($"{target}revision=2")));
            Assert.Equal(2, Number(await service.Service.GetAsync($"{target}REVISION=")));
        }
    }

    [Fact]
    public async Task The_pinned_revision_is_the_one_that_is_asked()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        _ = await service.ActAsync("pin?revision=1");

        Assert.Equal(1, Number(await service.Service.GetAsync(Path)));
        Assert.Equal(2, Number(await service.Service.GetAsync($"{Path}&revision=2")));
    }

    [Fact]
    public async Task A_revision_that_is_dropped_is_not_found_and_the_range_is_told()
    {
        await using var service = await AdministeredService.StartAsync("--keep", "2");
        var tag = (await service.Service.GetAsync($"{Path}&revision=1"))["ETag"];
        await service.PublishAsync("stable-4.20");
        await service.PublishAsync("stable-4.21");

        var answer = await service.Service.GetAsync($"{Path}&revision=1", $"If-None-Match: {tag}");

        Assert.Equal((404, "application/problem+json"), (answer.Status, answer["Content-Type"]));
        Assert.Contains("There is no revision '1' any more; those from 2 to 3 are kept.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_whose_inputs_are_lost_is_told_and_serves_clusters_all_the_same()
    {
        await using var service = await AdministeredService.StartAsync();
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(service.State, "revisions", "000001"), "*.tar.gz"))
        {
            File.Delete(file);
        }

        service.Data.Write("channels/broken.yaml", "name: [");
        await service.StartAgainAsync();
        var answer = await service.Service.GetAsync(Path);

        Assert.Equal((503, "application/problem+json", "5"), (answer.Status, answer["Content-Type"], answer["Retry-After"]));
        Assert.Contains("Unreadable revision", answer.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await service.Service.GetAsync("/graph?channel=stable-4.18")).Status);
        Assert.DoesNotContain(service.Log, line => line.Contains("failed inside the service", StringComparison.Ordinal));
    }

    private static int Number(WireAnswer answer) => Json(answer).GetProperty("revision").GetInt32();

    private static int Hops(WireAnswer answer) => Json(answer).GetProperty("plans")[0].GetProperty("hops").GetArrayLength();

    private static JsonElement Json(WireAnswer answer)
    {
        Assert.Equal(200, answer.Status);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}
