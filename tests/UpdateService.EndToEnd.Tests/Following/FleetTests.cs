using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Following;

/// <summary>
/// One builder, a real registry, three followers behind nginx, and clients that ask all the time: nobody is refused and nobody is told
/// anything old, whichever follower ends or comes.
/// </summary>
public sealed class FleetTests : IAsyncLifetime, IDisposable
{
    private const string Artifact = "updates/revisions";

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private readonly TemporaryFolder state = new();
    private readonly List<Follower> followers = [];
    private RealRegistry? registry;
    private ServerProcess? builder;
    private bool isDisposed;

    private string[] Place => [$"oci://{registry!.Host}/{Artifact}:current", "--insecure-registry", registry.Host];

    private IEnumerable<Uri> Addresses => followers.Select(follower => follower.Protocol);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        registry = await RealRegistry.StartAsync();
        Write(0);
        builder = await ServerProcess.StartReadyAsync(data, ["--refresh", "1s", "--state", state.In("builder"), "--publish", .. Place]);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Dispose();
        await registry!.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            followers.ForEach(follower => follower.Dispose());
            builder?.Dispose();
            data.Dispose();
            state.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_request_fails_and_after_a_roll_over_no_answer_is_old(bool keepsConnections)
    {
        Follow();
        Follow("--state", state.In("second"));
        Follow();
        await RolledOverAsync(0);
        await using var nginx = await NginxBalancer.StartAsync(keepsConnections, Addresses);
        await using var clients = new SteadyClients(nginx.Address, count: 4);
        await clients.SeeAsync(100);

        for (var marker = 1; marker <= 5; marker++)
        {
            Write(marker);
            await (marker switch
            {
                1 => RestartAsync(followers[0], clients, follower => follower.StopAsync()),
                2 => RestartAsync(followers[1], clients, follower => follower.KillAsync()),
                3 => AddAsync(nginx),
                4 => RemoveAsync(nginx),
                _ => Task.CompletedTask,
            });
            await RolledOverAsync(marker);
            var rolledOver = TimeProvider.System.GetTimestamp();
            await clients.SeeAsync(100);

            var after = clients.Seen.Where(answer => answer.Asked > rolledOver).ToList();
            Assert.NotEmpty(after);
            Assert.All(after, answer => Assert.Equal($"{marker}", answer.Marker));
            Assert.Single(after.Select(answer => answer.ETag).Distinct(StringComparer.Ordinal));
        }

        Assert.Empty(clients.Seen.Where(answer => answer.Status != 200).Take(5));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], clients.Seen.Select(answer => answer.Marker).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(await registry!.RequestsAsync(), request => Assert.StartsWith($"/v2/{Artifact}/", request.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_of_them_answer_with_the_same_bytes_and_go_on_while_the_registry_is_away()
    {
        Follow("--state", state.In("first"));
        Follow();
        await RolledOverAsync(0);
        Write(1);
        await RolledOverAsync(1);
        await Eventually.HoldsAsync(
            async () => await File.ReadAllTextAsync(Path.Combine(state.In("first"), "followed-revision")) == "2", "the first follower has kept what it serves");
        await registry!.StopAsync();

        await RestartAsync(followers[0], clients: null, follower => follower.KillAsync());

        foreach (var question in new[] { "graph-data", "v1/graph?channel=stable-4.18", "v1/path?from=4.18.1", "v1/revisions", "v1/revisions/1/diff/2", $"signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1" })
        {
            var target = $"/api/upgrades_info/{question}";
            var expected = await Wire.AskAsync(builder!.Protocol, "GET", target);
            foreach (var address in Addresses)
            {
                var answer = await Wire.AskAsync(address, "GET", target);
                Assert.Equal((200, expected.HeaderText, Convert.ToHexString(expected.Body)), (answer.Status, answer.HeaderText, Convert.ToHexString(answer.Body)));
            }
        }

        Assert.Equal("HTTP 200", $"HTTP {(await Wire.AskAsync(followers[0].Status, "GET", "/readyz")).Status}");
        await registry.StartAgainAsync();
        Write(2);
        await RolledOverAsync(2);
    }

    private void Follow(params string[] switches) => followers.Add(new Follower(["--follow", .. Place, .. switches]));

    private void Write(int marker) => data.Write("blocked-edges/marker.yaml", GraphDataDirectory.RiskOf("4.18.3", ".*", "Marker", $"marker-{marker}."));

    /// <summary>Waits until the builder serves the marker, and all followers what the builder serves.</summary>
    private async Task RolledOverAsync(int marker)
    {
        await Eventually.HoldsAsync(
            async () => SteadyClients.MarkerOf(await Wire.AskAsync(builder!.Protocol, "GET", "/api/upgrades_info/v1/graph?channel=stable-4.18")) == marker,
            $"the builder serves marker {marker}");
        var served = new Uri(builder!.Status.GetLeftPart(UriPartial.Authority));
        using var document = System.Text.Json.JsonDocument.Parse((await Wire.AskAsync(served, "GET", "/status")).Body);
        var newest = document.RootElement.GetProperty("served");
        var expected = (newest.GetProperty("number").GetInt32(), newest.GetProperty("contentHash").GetString()!);
        await Eventually.HoldsAsync(
            async () => (await Task.WhenAll(followers.Select(follower => follower.ServedAsync()))).All(found => found == expected),
            "all followers serve what the builder serves");
    }

    private static async Task RestartAsync(Follower follower, SteadyClients? clients, Func<Follower, Task> end)
    {
        await end(follower);
        await (clients?.SeeAsync(50) ?? Task.CompletedTask);
        follower.StartAgain();
        await Eventually.HoldsAsync(async () => (await follower.ServedAsync()).Number > 0, "the follower serves again");
    }

    private async Task AddAsync(NginxBalancer nginx)
    {
        Follow();
        await Eventually.HoldsAsync(async () => (await followers[^1].ServedAsync()).Number > 0, "the new follower serves");
        await nginx.ReloadAsync(Addresses);
    }

    private async Task RemoveAsync(NginxBalancer nginx)
    {
        var gone = followers[0];
        followers.RemoveAt(0);
        await nginx.ReloadAsync(Addresses);
        await gone.StopAsync();
        gone.Dispose();
    }
}
