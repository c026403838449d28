using static UpdateService.Server.Tests.Sharing.SharedServices;

namespace UpdateService.Server.Tests.Sharing;

/// <summary>A follower among its builder's clients: nobody can tell which one answers.</summary>
public sealed class FollowerTests
{
    private static readonly string[] Codings = ["Accept-Encoding: identity", "Accept-Encoding: gzip", "Accept-Encoding: br"];

    private static readonly string[] Questions =
    [
        "/v1/graph?channel=stable-4.18", "/v1/graph?channel=stable-4.18&arch=arm64", "/v1/graph?channel=extra-2", "/v1/graph?channel=none", "/graph?channel=stable-4.18", "/v1/graph",
        "/graph-data", $"/signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1", "/signatures/sha256=00/signature-1",
        "/v1/path?from=4.18.1&to=4.18.3", "/v1/path?from=4.18.1&to=4.18.3&format=text", "/v1/path?from=4.18.1&to=4.18.3&format=svg", "/v1/path?from=4.18.1&revision=1", "/v1/path?from=1.0.0",
        "/v1/recommended?version=4.18.1", "/v1/explain?from=4.18.1&to=4.18.3", "/v1/explain?from=4.18.1&to=4.18.9&format=md", "/v1/explain?from=4.18.3&to=4.18.1&format=text",
        "/v1/channels", "/v1/releases", "/v1/releases?channel=stable-4.18", "/v1/releases/4.18.2", "/v1/matrix?channel=stable-4.18", "/v1/matrix?channel=extra-1&revision=2",
        "/v1/revisions", "/v1/revisions/1", "/v1/revisions/2", "/v1/revisions/3", "/v1/revisions/1/diff/3", "/v1/revisions/1/diff/2?format=text", "/v1/revisions/9", "/v1/openapi",
    ];

    [Fact]
    public async Task It_answers_every_question_as_its_builder_does_byte_for_byte()
    {
        await using var shared = await CreateAsync();
        var builder = await shared.BuildAsync();
        await shared.PublishedAsync();
        await shared.PublishAsync(builder, "extra-1");
        await shared.PublishAsync(builder, "extra-2");
        await Eventually.HoldsAsync(() => builder.Current!.Answers.All.All(entry => entry.Answer.IsGzipImproved && entry.Answer.IsBrotliImproved), "the bytes are small");
        await ActAsync(builder, "refresh");
        await Eventually.HoldsAsync(async () => await MetricAsync(builder, "update_service_publishes_total", "{result=\"pushed\"}") >= 3, "they are published");
        var follower = await shared.FollowAsync();
        await follower.ReachesRevisionAsync(3);
        await Eventually.HoldsAsync(
            async () =>
            {
                await ActAsync(follower, "refresh");
                return await MetricAsync(follower, "update_service_answers_improved", "{coding=\"br\"}") == await MetricAsync(follower, "update_service_answers");
            },
            "the small bytes are followed");

        foreach (var question in Questions)
        {
            foreach (var coding in Codings)
            {
                await AssertSameAsync(builder, follower, RunningService.Prefix + question, "Accept: application/json", coding);
            }
        }

        foreach (var page in new[] { "/", "/plan?from=4.18.1&to=4.18.3", "/channels/stable-4.18", "/matrix?channel=stable-4.18" })
        {
            await AssertSameAsync(builder, follower, page, "Accept: text/html");
        }
    }

    [Fact]
    public async Task It_asks_for_nothing_but_the_artifact()
    {
        await using var shared = await CreateAsync();
        _ = await shared.BuildAsync();
        await shared.PublishedAsync();
        var before = shared.Registry.Requests.Count;

        await (await shared.FollowAsync()).ReachesRevisionAsync(1);

        Assert.All(shared.Registry.Requests.Skip(before), request => Assert.StartsWith($"/v2/{RepositoryPath}/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_has_an_answer_for_the_first_client_that_connects()
    {
        await using var shared = await CreateAsync();
        _ = await shared.BuildAsync();
        await shared.PublishedAsync();

        var follower = await shared.FollowAsync();

        Assert.Equal(200, (await follower.GetAsync("/v1/graph?channel=stable-4.18")).Status);
        Assert.Contains(follower.Log, line => line.StartsWith("Information: Revision 1 (", StringComparison.Ordinal) && line.Contains($") of oci://{shared.Place} is served: 7 releases in 1 channels, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_the_first_revision_it_is_503_and_later_trouble_changes_nothing_for_clients()
    {
        await using var shared = await CreateAsync();
        var follower = await shared.FollowAsync();
        await Eventually.HoldsAsync(async () => (await StatusAsync(follower)).GetProperty("lastRefresh").ValueKind != System.Text.Json.JsonValueKind.Null, "the tag was asked");
        Assert.Equal((503, 503), ((await follower.GetStatusAsync("/readyz")).Status, (await follower.GetAsync("/v1/graph?channel=stable-4.18")).Status));
        Assert.Contains("UnreadableSource", (await follower.GetStatusAsync("/readyz")).Text, StringComparison.Ordinal);

        var builder = await shared.BuildAsync();
        await follower.ReachesRevisionAsync(1); // It asks again and again by itself.
        var answer = await follower.GetAsync("/v1/graph?channel=stable-4.18");

        shared.Registry.Remove(RepositoryPath, Tag);
        await ActAsync(follower, "refresh");
        var ready = await follower.GetStatusAsync("/readyz");
        Assert.Equal((200, $"ready: revision 1\n{shared.Place}: UnreadableSource: The registry has nothing under this tag: no builder publishes there (--publish), or the tag was deleted. Revision 1 stays.\n"), (ready.Status, ready.Text));
        Assert.Equal(0, await MetricAsync(follower, "update_service_inputs_healthy"));
        Assert.True(await MetricAsync(follower, "update_service_follow_failures_total") >= 2);
        Assert.Equal(answer.Body, (await follower.GetAsync("/v1/graph?channel=stable-4.18")).Body);

        await ActAsync(builder, "refresh"); // The builder notices that its tag is gone.
        await shared.PublishedAsync();
        await ActAsync(follower, "refresh");
        Assert.Equal("ready: revision 1\n", (await follower.GetStatusAsync("/readyz")).Text);
        Assert.Contains(follower.Log, line => line == "Information: All sources can be read again.");
    }

    [Fact]
    public async Task A_damaged_artifact_is_told_and_what_is_served_stays()
    {
        await using var shared = await CreateAsync();
        var builder = await shared.BuildAsync();
        await shared.PublishedAsync();
        var follower = await shared.FollowAsync();
        await follower.ReachesRevisionAsync(1);
        var answer = await follower.GetAsync("/v1/graph?channel=stable-4.18");

        await shared.PublishAsync(builder, "extra-1");
        var digest = AnswersOf(shared);
        shared.Registry.Corrupt(digest, [1, 2, 3]);
        await ActAsync(follower, "refresh");

        var ready = await follower.GetStatusAsync("/readyz");
        Assert.Equal(200, ready.Status);
        Assert.StartsWith($"ready: revision 1\nThe inputs are refused for 1 reason; the first: {shared.Place}: UnreadableFile: ", ready.Text, StringComparison.Ordinal);
        Assert.Contains(digest, ready.Text, StringComparison.Ordinal);
        Assert.Equal(answer.Body, (await follower.GetAsync("/v1/graph?channel=stable-4.18")).Body);
        Assert.Contains(follower.Log, line => line.StartsWith($"Error: {shared.Place}: UnreadableFile: ", StringComparison.Ordinal));
        Assert.Equal(1, await MetricAsync(follower, "update_service_followed_revision"));
    }

    [Fact]
    public async Task A_pin_of_the_builder_counts_for_all_and_one_of_a_follower_for_itself()
    {
        await using var shared = await CreateAsync();
        var builder = await shared.BuildAsync();
        await shared.PublishedAsync();
        await shared.PublishAsync(builder, "extra-1");
        var (one, two) = (await shared.FollowAsync(), await shared.FollowAsync());
        await one.ReachesRevisionAsync(2);
        await two.ReachesRevisionAsync(2);

        await ActAsync(two, "pin?revision=1");
        Assert.Equal((2, 2, 1), (builder.Current!.Number, one.Current!.Number, two.Current!.Number));
        await ActAsync(two, "unpin");
        var before = shared.Registry.Find(RepositoryPath, Tag);
        await ActAsync(builder, "pin?revision=1");
        await Eventually.HoldsAsync(() => shared.Registry.Find(RepositoryPath, Tag) != before, "the pin is published");
        await ActAsync(one, "refresh");
        await ActAsync(two, "refresh");

        Assert.Equal((1, 1, 1), (builder.Current!.Number, one.Current!.Number, two.Current!.Number));
        Assert.Equal("ready: revision 1\n", (await one.GetStatusAsync("/readyz")).Text);
        Assert.Equal(409, (await one.PostStatusAsync("/admin/publish?candidate=x", $"Authorization: Bearer {Token}")).Status);
    }

    private static string Text(WireAnswer answer, string target) =>
        $"{target} {answer.Status}\n{answer.HeaderText}\n{(answer["Content-Encoding"] is null ? System.Text.Encoding.UTF8.GetString(answer.Body) : "")}";

    private static string AnswersOf(SharedServices shared)
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(shared.Registry.ReadManifest(shared.Registry.Find(RepositoryPath, Tag)!));
        return manifest.RootElement.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!;
    }

    private static async Task AssertSameAsync(RunningService builder, RunningService follower, string target, params string[] headers)
    {
        var (expected, actual) = (await Wire.AskAsync(builder.Protocol, "GET", target, headers), await Wire.AskAsync(follower.Protocol, "GET", target, headers));
        Assert.Equal(Text(expected, target), Text(actual, target));
        Assert.True(expected.Body.AsSpan().SequenceEqual(actual.Body), $"{target} {string.Join(' ', headers)} differs.");
    }
}
