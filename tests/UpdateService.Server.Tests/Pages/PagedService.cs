namespace UpdateService.Server.Tests.Pages;

/// <summary>
/// The service on data that show all that pages have: <c>stable-4.18</c> of the sample; <c>stable-4.19</c> with 4.19.0, which is
/// entered with the risk OnlyWay alone, 4.19.1 behind it, hard-blocked from 4.18.3, and 4.19.9, which no source has;
/// <c>candidate-4.19</c> with 4.19.2-rc.1.
/// </summary>
public sealed class PagedService : IAsyncLifetime
{
    private RunningService? service;

    public GraphDataDirectory Data { get; } = Create();

    public RunningService Service => service!;

    /// <summary>The data.</summary>
    public static GraphDataDirectory Create()
    {
        var data = GraphDataDirectory.Sample();
        data.Write("channels/stable-4.19.yaml", GraphDataDirectory.ChannelOf("stable-4.19", "4.18.3", "4.19.0", "4.19.1", "4.19.9"));
        data.Write("channels/candidate-4.19.yaml", GraphDataDirectory.ChannelOf("candidate-4.19", "4.18.3", "4.19.0", "4.19.1", "4.19.2-rc.1"));
        data.Write("blocked-edges/4.19.0-OnlyWay.yaml", GraphDataDirectory.RiskOf("4.19.0", ".*", "OnlyWay", "Disks may fill."));
        data.Write("blocked-edges/4.19.1.yaml", "to: 4.19.1\nfrom: 4[.]18[.].*\n");
        data.Write("releases/more.jsonl", string.Concat(
            GraphDataDirectory.ReleaseOf("4.19.0", "amd64", "4.18.3"),
            GraphDataDirectory.ReleaseOf("4.19.1", "amd64", "4.18.3", "4.19.0"),
            GraphDataDirectory.ReleaseOf("4.19.2-rc.1", "amd64", "4.19.1")));
        return data;
    }

    public async Task InitializeAsync() => service = await RunningService.StartReadyAsync(Data, "--refresh", "24h");

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        Data.Dispose();
    }
}
