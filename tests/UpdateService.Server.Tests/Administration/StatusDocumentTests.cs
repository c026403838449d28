using System.Text.RegularExpressions;

namespace UpdateService.Server.Tests.Administration;

/// <summary>What an operator reads first.</summary>
public sealed partial class StatusDocumentTests
{
    [Fact]
    public async Task Status_is_one_whole_document()
    {
        await using var service = await AdministeredService.StartAsync("--lenient");
        await service.PublishAsync("fast-4.18");
        _ = await service.ActAsync("pin?revision=1");
        service.Data.Write("releases/releases.jsonl", GraphDataDirectory.ReleaseOf("4.18.1", "amd64") + "broken\n");
        _ = await service.ActAsync("refresh");

        // The watch sees the change as well; whichever refresh is the second finds nothing new.
        await Eventually.HoldsAsync(async () => (await service.StatusAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString() == "Unchanged", "both refreshes are over");
        var answer = await service.Service.GetStatusAsync("/status");
        Assert.Equal((200, "application/json", "no-store"), (answer.Status, answer["Content-Type"], answer["Cache-Control"]));
        Assert.Equal(
            $$"""
            {
              "build": "…",
              "sources": "{{service.Data.Path}}",
              "served": {
                "number": 1,
                "contentHash": "<hash>",
                "builtAt": "<time>",
                "ageSeconds": <number>,
                "problems": 0,
                "quarantined": 0
              },
              "newest": {
                "number": 2,
                "contentHash": "<hash>",
                "builtAt": "<time>",
                "ageSeconds": <number>,
                "problems": 0,
                "quarantined": 0
              },
              "pinned": {
                "number": 1,
                "contentHash": "<hash>",
                "builtAt": "<time>",
                "ageSeconds": <number>,
                "problems": 0,
                "quarantined": 0
              },
              "heldBack": {
                "candidate": "<candidate>",
                "since": "<time>",
                "reason": "The channel extra would lose",
                "groups": []
              },
              "lastRefresh": {
                "outcome": "Unchanged",
                "healthy": false,
                "milliseconds": <number>,
                "problems": 2,
                "reasons": [
                  "The loss."
                ],
                "errors": [
                  "releases/releases.jsonl:2: UnreadableRelease: The line is no release."
                ],
                "warnings": []
              },
              "keptRevisions": 2,
              "troubles": [
                "Revision 1 is pinned; the newest is 2.",
                "A build is held back."
              ]
            }
            """,
            Neutral(answer.Text));
    }

    [Fact]
    public async Task Before_the_first_revision_what_there_is_not_is_null()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "name: [");
        await using var service = await RunningService.StartAsync(data);
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/status")).Text.Contains("\"Rejected\"", StringComparison.Ordinal), "the first refresh is over");
        var text = (await service.GetStatusAsync("/status")).Text;
        foreach (var key in (string[])["served", "newest", "pinned", "heldBack"])
        {
            Assert.Contains($"\"{key}\": null", text, StringComparison.Ordinal);
        }

        Assert.Contains("\"keptRevisions\": 0", text, StringComparison.Ordinal);
        Assert.Contains("\"The inputs are refused for 1 reason; the first: channels/broken.yaml:", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_has_no_body_and_posting_is_refused()
    {
        await using var service = await AdministeredService.StartAsync();
        var head = await Wire.AskAsync(service.Service.Status, "HEAD", "/status");
        Assert.Equal((200, "application/json"), (head.Status, head["Content-Type"]));
        Assert.Equal(405, (await service.Service.PostStatusAsync("/status")).Status);
    }

    private static string Neutral(string text)
    {
        text = Candidate().Replace(text, "\"candidate\": \"<candidate>\"");
        text = Hash().Replace(text, "<hash>");
        text = Time().Replace(text, "<time>");
        text = Amount().Replace(text, "${name}<number>");
        text = Build().Replace(text, "\"build\": \"…\"");
        text = Reason().Replace(text, "\"reason\": \"The channel extra would lose\"");
        text = LossReason().Replace(text, "      \"The loss.\"");
        text = LineReason().Replace(text, "The line is no release.");
        return HeldBack().Replace(text, "\"A build is held back.\"");
    }

    [GeneratedRegex("(?<=\")[0-9a-f]{64}(?=\")", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Hash();

    [GeneratedRegex("(?<=\")20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+]00:00(?=\")", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Time();

    [GeneratedRegex("(?<name>\"(ageSeconds|milliseconds)\": )[0-9]+", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Amount();

    [GeneratedRegex("\"candidate\": \"[0-9a-f]{64}\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Candidate();

    [GeneratedRegex("\"build\": \"[^\"]+\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Build();

    [GeneratedRegex("\"reason\": \"The channel (extra|fast-4.18|stable-4.18) would lose [^\"]+ Revision 2 stays[.] [^\"]+\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Reason();

    [GeneratedRegex("^      \"[^\"]+: Loss: The channel [^\"]+\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex LossReason();

    [GeneratedRegex("The line is no release that can be read: .+(?=\"$)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex LineReason();

    [GeneratedRegex("\"A build is held back since [^\"]+ [(]candidate [0-9a-f]{64}[)]\"", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex HeldBack();
}
