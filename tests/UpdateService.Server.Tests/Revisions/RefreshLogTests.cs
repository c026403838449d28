using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>What an operator reads in the log of a change that was not meant as it was written.</summary>
public sealed class RefreshLogTests
{
    private const string Misspelt = "to: 4.18.2\nfrom: .*\nname: Own\nurl: https://example.com\nmessage: m\nmatchinRules:\n- type: Always\n";

    [Fact]
    public async Task A_warning_of_a_published_revision_is_told_with_its_place_and_once()
    {
        await using var service = await AdministeredService.StartAsync();
        service.Data.Write("blocked-edges/4.18.2-Own.yaml", Misspelt);
        _ = await service.ActAsync("refresh");
        _ = await service.ActAsync("refresh");

        Assert.Equal(2, await service.NumberAsync("served"));
        Assert.Single(service.Log, line => line.StartsWith("Warning: blocked-edges/4.18.2-Own.yaml:3: HardBlockWithReason: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inputs_that_did_not_change_are_those_of_the_newest_revision_also_while_another_is_pinned()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("stable-4.20");
        _ = await service.ActAsync("pin?revision=1");
        _ = await service.ActAsync("refresh");

        Assert.Contains(service.Log, line => line.StartsWith("Information: The inputs are those of revision 2, which stays", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log, line => line.StartsWith("Information: The inputs are those of revision 1,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_that_is_gone_with_a_revision_is_told()
    {
        const string told = "Warning: Revision 3 has no more what revision 2 had, the channel fast-4.18: clusters there get an empty graph, and no update. If that is not meant, put back what defined it.";
        await using var service = await AdministeredService.StartAsync();
        service.Data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        _ = await service.ActAsync("refresh");
        Assert.Equal(2, await service.NumberAsync("served"));
        Assert.DoesNotContain(service.Log, line => line.Contains("has no more what", StringComparison.Ordinal));

        service.Data.Delete("channels/fast-4.18.yaml");
        _ = await service.ActAsync("refresh");
        await Eventually.HoldsAsync(() => service.Log.Contains(told), "the loss is told");

        Assert.Equal(3, await service.NumberAsync("served"));
        Assert.Single(service.Log, line => line == told);
    }
}
