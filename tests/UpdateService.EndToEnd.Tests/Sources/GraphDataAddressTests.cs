namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Graph-data behind an address: an archive on a web server, and another instance.</summary>
public sealed class GraphDataAddressTests : IDisposable
{
    private readonly PrivateAuthority authority = new("private");
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    public void Dispose()
    {
        data.Dispose();
        authority.Dispose();
    }

    [Fact]
    public async Task An_archive_with_one_folder_at_its_top_is_fetched_when_it_changed()
    {
        const string path = "/archive/refs/heads/master.tar.gz";
        await using var server = await FileServer.StartAsync(authority);
        server.Put(path, GraphDataImages.Archive(data, "cincinnati-graph-data-master/"));
        using var folder = await SourcedService.StartAsync("--graph-data", data.Path);
        using var service = await StartAsync($"{server.Address.GetLeftPart(UriPartial.Authority)}{path}");
        Assert.Equal((await folder.GraphAsync()).Text, (await service.GraphAsync()).Text);

        Assert.Equal("Unchanged", (await service.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
        Assert.Equal([(200, false), (304, true)], server.Requests.Select(request => (request.Status, request.IfNoneMatch.Length > 0)));

        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        server.Put(path, GraphDataImages.Archive(data, "cincinnati-graph-data-master/"));
        Assert.Equal("Published", (await service.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
        Assert.Equal(["4.18.1"], AnswerPairs.Of((await service.GraphAsync(channel: "fast-4.18")).Body).Nodes);
    }

    [Fact]
    public async Task An_archive_that_is_torn_or_gone_leaves_what_is_served()
    {
        const string path = "/graph-data.tar.gz";
        await using var server = await FileServer.StartAsync(authority);
        var whole = GraphDataImages.Archive(data, "./");
        server.Put(path, whole);
        using var service = await StartAsync($"{server.Address.GetLeftPart(UriPartial.Authority)}{path}");
        var before = (await service.GraphAsync()).Text;

        foreach (var (damage, reason) in ((Action Damage, string Reason)[])
        [
            (() => server.Put(path, whole[..(whole.Length / 2)]), "The archive's compression is damaged or cut short; fetch it again."),
            (() => server.Put(path, "<html>Sign in</html>"u8.ToArray()), $"{server.Address.Authority}{path}: UnreadableFile: The archive is cut short after its beginning, or is no tar; fetch it again."),
            (() => server.Remove(path), "404 NotFound. It is not there."),
        ])
        {
            damage();
            Assert.False((await service.RefreshAsync()).GetProperty("lastRefresh").GetProperty("healthy").GetBoolean());
            var ready = await service.ReadyAsync();
            Assert.Equal(200, ready.Status);
            Assert.Contains(reason, ready.Text, StringComparison.Ordinal);
            Assert.Equal(before, (await service.GraphAsync()).Text);
        }

        server.Put(path, whole);
        _ = await service.RefreshAsync();
        Assert.Equal("ready: revision 1\n", (await service.ReadyAsync()).Text);
    }

    [Fact]
    public async Task Another_instance_gives_all_that_is_needed_to_answer_as_it_does()
    {
        using var first = await SourcedService.StartAsync("--graph-data", data.Path);
        using var second = await SourcedService.StartAsync("--graph-data", $"http://{first.Host}/api/upgrades_info/graph-data", "--insecure-registry", first.Host, "--offline");
        await AssertEqualAsync(first, second);

        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.2", "4.18.3"));
        _ = await first.RefreshAsync();
        Assert.Equal("Published", (await second.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
        await AssertEqualAsync(first, second);
        Assert.Equal(["4.18.2", "4.18.3"], await second.VersionsAsync());

        Assert.Equal("Unchanged", (await second.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
    }

    private static async Task AssertEqualAsync(SourcedService first, SourcedService second)
    {
        foreach (var architecture in (string[])["amd64", "arm64", "multi"])
        {
            var (expected, actual) = (await first.GraphAsync(architecture), await second.GraphAsync(architecture));
            Assert.Equal((200, expected.Text, expected["ETag"]), (actual.Status, actual.Text, actual["ETag"]));
        }
    }

    private async Task<SourcedService> StartAsync(string address)
    {
        var file = data.Beside("authority.pem");
        await File.WriteAllTextAsync(file, authority.Pem);
        return await SourcedService.StartAsync("--graph-data", address, "--registry-ca", file);
    }
}
