using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Administration;

/// <summary>The token lets in whoever has it, and is told to nobody.</summary>
public sealed class AdminTokenTests
{
    private const string Next = "another-token-of-the-administrator";

    [Fact]
    public async Task A_replaced_token_counts_at_once()
    {
        await using var service = await AdministeredService.StartAsync();
        Assert.Equal((200, 401), ((await service.ActAsync("refresh")).Status, (await service.ActAsync("refresh", Next)).Status));
        await File.WriteAllTextAsync(service.TokenFile, Next);
        Assert.Equal((401, 200), ((await service.ActAsync("refresh")).Status, (await service.ActAsync("refresh", Next)).Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("15-characters..")]
    public async Task A_token_that_became_too_short_lets_nobody_in(string token)
    {
        await using var service = await AdministeredService.StartAsync();
        await File.WriteAllTextAsync(service.TokenFile, token);
        Assert.Equal((401, 401), ((await service.ActAsync("refresh", token.Trim())).Status, (await service.ActAsync("refresh")).Status));
        File.Delete(service.TokenFile);
        Assert.Equal((401, 401), ((await service.ActAsync("refresh", "")).Status, (await service.ActAsync("refresh")).Status));
    }

    [Fact]
    public async Task It_stands_in_no_log_no_file_and_no_answer()
    {
        await using var service = await AdministeredService.StartAsync();
        List<WireAnswer> answers = [];
        foreach (var act in (string[])["refresh", "pin?revision=1", "pin?revision=9", "unpin", "publish?candidate=x", "nonsense"])
        {
            answers.Add(await service.ActAsync(act));
            answers.Add(await service.ActAsync(act, $"{AdministeredService.Token}-wrong"));
            answers.Add(await Wire.AskAsync(service.Service.Status, "GET", $"/admin/{act}", $"Authorization: Bearer {AdministeredService.Token}"));
        }

        foreach (var path in (string[])["/status", "/metrics", "/readyz"])
        {
            answers.Add(await service.Service.GetStatusAsync(path));
        }

        await service.StartAgainAsync();
        Assert.All(answers, answer => Assert.DoesNotContain(AdministeredService.Token, answer.HeaderText + answer.Text, StringComparison.Ordinal));
        Assert.All(service.Log, line => Assert.DoesNotContain(AdministeredService.Token, line, StringComparison.Ordinal));
        var files = Directory.EnumerateFiles(service.State, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock").ToList();
        Assert.Contains(service.AuditFile, files);
        foreach (var file in files)
        {
            Assert.DoesNotContain(AdministeredService.Token, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("short")]
    [InlineData("two lines of it\nand the second one")]
    [InlineData(null)]
    public async Task A_file_that_could_let_nobody_in_ends_the_start(string? content)
    {
        using var data = GraphDataDirectory.Sample();
        if (content is not null)
        {
            await File.WriteAllTextAsync(data.Beside("token"), content);
        }

        var exception = await Assert.ThrowsAsync<OptionException>(() => RunningService.StartAsync(data, "--admin-token-file", data.Beside("token")));
        Assert.Contains(data.Beside("token"), exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short", exception.Message, StringComparison.Ordinal);
    }
}
