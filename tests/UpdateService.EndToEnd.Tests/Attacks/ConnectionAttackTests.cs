using System.Net.Sockets;
using Xunit.Abstractions;

namespace UpdateService.EndToEnd.Tests.Attacks;

/// <summary>Clients that take connections and give nothing back. Whatever they do, others are served, and memory stays within bounds.</summary>
public sealed class ConnectionAttackTests(ITestOutputHelper output)
{
    private const string Target = "/api/upgrades_info/graph?channel=stable-4.18";
    private const int Crowded = 1000; // With more than these, answers end their connections.
    private const string Request = $"GET {Target} HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Hundreds_of_requests_that_never_end_are_ended_and_others_are_served_meanwhile()
    {
        const int many = 400;
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        using var halves = new Crowd();
        await halves.GrowAsync(server.Protocol, many / 2, $"GET {Target} HT");
        await halves.GrowAsync(server.Protocol, many / 2, $"GET {Target} HTTP/1.1\r\nHost: a\r\nX-A: ");

        for (var round = 0; round < 20; round++)
        {
            await halves.SendAsync("b"); // They seem to be alive.
            await AssertServedAsync(server, times: 5);
        }

        await Eventually.HoldsAsync(() => halves.Ended() == many, "the service ends all of them");
        await AssertServedAsync(server, times: 5);
    }

    [Fact]
    public async Task Ten_thousand_idle_connections_cost_a_bounded_part_of_memory_and_others_are_served()
    {
        const int kilobytesEach = 40;
        const int megabytesBesides = 100;
        var many = Crowd.Room(10_000);
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--keep-alive", "10m");
        await AssertServedAsync(server, times: 100);
        var before = Taken.Megabytes(server.Id);
        using var idle = new Crowd();
        await idle.GrowAsync(server.Protocol, Crowded / 2, Request); // These were served, and read nothing.
        await idle.GrowAsync(server.Protocol, many - (Crowded / 2), "");
        await AssertServedAsync(server, times: 100);
        await Eventually.HoldsAsync(async () => await ConnectionsAsync(server) >= many, "all connections are accepted");

        var grown = Taken.Megabytes(server.Id) - before;
        output.WriteLine($"{many} idle connections{(many < 10_000 ? ", as many as the limit of open files allows," : "")} cost {grown} MB beside {before} MB.");
        Assert.InRange(grown, int.MinValue, megabytesBesides + (many * kilobytesEach >> 10));
        server.ExpectRunning();
    }

    [Fact]
    public async Task Clients_that_leave_their_connections_open_do_not_take_the_room_of_others()
    {
        const int most = 3000;
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--max-connections", $"{most}", "--keep-alive", "10m");
        using var fleet = new Crowd();

        await fleet.GrowAsync(server.Protocol, 2 * most, Request);

        await Eventually.HoldsAsync(async () => await ConnectionsAsync(server) <= Crowded, "answers end their connections where there are many");
        Assert.Equal(0, await MetricAsync(server, "update_service_connections_refused_total"));
        await AssertServedAsync(server, times: 20);
    }

    [Fact]
    public async Task Readers_of_a_byte_a_second_are_cut_and_cost_less_than_what_they_ask_for()
    {
        const int many = 30;
        using var data = GraphDataDirectory.Sample();
        var bytes = WriteLarge(data);
        using var server = await ServerProcess.StartReadyAsync(data);
        Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "HEAD", "/api/upgrades_info/graph?channel=large")).Status);
        var before = Taken.Megabytes(server.Id);
        var readers = new List<Wire>();
        for (var number = 0; number < many; number++)
        {
            var wire = await Wire.OpenAsync(server.Protocol, receiveBuffer: 4096);
            readers.Add(wire);
            await wire.SendAsync("GET /api/upgrades_info/graph?channel=large HTTP/1.1\r\nHost: a\r\n\r\n");
            _ = await wire.ReadBytesAsync(1);
        }

        using var isCut = new CancellationTokenSource();
        var slow = readers.Select(wire => ReadSlowlyAsync(wire, isCut.Token)).ToList();
        await AssertServedAsync(server, times: 20);
        var grown = Taken.Megabytes(server.Id) - before;
        var asked = (int)((long)many * bytes >> 20);
        output.WriteLine($"{many} slow readers of {bytes >> 20} MB each cost {grown} MB beside {before} MB.");
        Assert.InRange(grown, int.MinValue, asked / 4);
        await Eventually.HoldsAsync(async () => await ConnectionsAsync(server) == 0, "the service ends all of them");
        await isCut.CancelAsync();
        Assert.All(await Task.WhenAll(slow), taken => Assert.InRange(taken, 1, bytes / 2)); // What was on its way when it was cut.
        await AssertServedAsync(server, times: 5);
        readers.ForEach(wire => wire.Dispose());
    }

    [Fact]
    public async Task A_reader_that_is_slow_now_and_then_gets_all_of_it()
    {
        using var data = GraphDataDirectory.Sample();
        var bytes = WriteLarge(data);
        using var server = await ServerProcess.StartReadyAsync(data);
        using var wire = await Wire.OpenAsync(server.Protocol, receiveBuffer: 4096);
        await wire.SendAsync("GET /api/upgrades_info/graph?channel=large HTTP/1.1\r\nHost: a\r\n\r\n");
        _ = await wire.ReadBytesAsync(1);
        await AssertServedAsync(server, times: 20); // It lets the service wait, but not for long.

        Assert.True((await wire.ReadToEndAsync()).Length > bytes);
    }

    [Fact]
    public async Task A_flood_over_the_limit_is_closed_at_once_and_the_service_is_there_when_it_ebbs()
    {
        const int most = 50;
        const int many = 2000;
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--max-connections", $"{most}", "--keep-alive", "10m");
        using (var flood = new Crowd())
        {
            await flood.GrowAsync(server.Protocol, many, "");
            await Eventually.HoldsAsync(() => flood.Ended() >= many - most, "what is over the limit is closed");
            var metrics = await Wire.AskAsync(server.Status, "GET", "/metrics"); // Probes get through.
            Assert.Equal(200, metrics.Status);
            Assert.Equal(200, (await Wire.AskAsync(server.Status, "GET", "/readyz")).Status);
        }

        await Eventually.HoldsAsync(async () => await IsServedAsync(server), "clients are served when the flood is over");
        await AssertServedAsync(server, times: 20);
    }

    [Fact]
    public async Task Clients_cannot_take_the_files_that_refreshes_need()
    {
        const int files = 1000;
        const int many = 650; // With what the process has open anyway, all but some of them.
        using var data = GraphDataDirectory.Sample();
        using var server = ServerProcess.Start(
            ServerProcess.Built,
            [],
            ["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--max-connections", "none", "--keep-alive", "10m"],
            ["bash", "-c", $"ulimit -n {files}; exec \"$@\"", "bash"]);
        await server.ShowsAddressesAsync();
        using var flood = new Crowd();
        await flood.GrowAsync(server.Protocol, many, Request);
        Assert.InRange(await ConnectionsAsync(server), 1, files / 2);

        data.Write("channels/more.yaml", GraphDataDirectory.ChannelOf("more", ["4.18.1"]));

        await Eventually.HoldsAsync(
            async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.Contains("revision 2", StringComparison.Ordinal),
            "a change is read, and served");
        server.ExpectRunning();
    }

    [Fact]
    public async Task Clients_cannot_take_the_memory_that_refreshes_need()
    {
        const int most = 512; // What 8 MB leave room for, above the 256 MB that stay for the service.
        using var data = GraphDataDirectory.Sample();
        using var server = ServerProcess.Start(
            [("DOTNET_GCHeapHardLimit", $"0x{264 << 20:x}")], // As in a container with a limit of 352 Mi.
            "--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--keep-alive", "10m", "--connections-per-address", "none");
        await server.ShowsAddressesAsync();
        await Eventually.HoldsAsync(
            () => server.Output.Any(line => line.Contains($"allow {most} connections of clients at a time, not the 20000", StringComparison.Ordinal)),
            "the start says that there is less room than configured");
        using var flood = new Crowd();

        await flood.GrowAsync(server.Protocol, 2 * most, "");

        await Eventually.HoldsAsync(() => flood.Ended() >= most, "what is over the limit is closed");
        Assert.Equal(most, await ConnectionsAsync(server));
        data.Write("channels/more.yaml", GraphDataDirectory.ChannelOf("more", ["4.18.1"]));
        await Eventually.HoldsAsync(
            async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.Contains("revision 2", StringComparison.Ordinal),
            "a change is read, and served");
        server.ExpectRunning();
    }

    [Fact]
    public async Task Requests_as_large_as_they_may_be_are_served_side_by_side()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        var parameters = string.Concat(Enumerable.Range(0, 1200).Select(number => $"&p{number:D3}=x"));
        var target = $"{Target}{parameters}"[..8000];
        string[] headers = [.. Enumerable.Range(0, 90).Select(number => $"X-{number}: {new string('v', 300)}")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Wire.AskAsync(server.Protocol, "GET", target, headers)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var longer = await Wire.AskAsync(server.Protocol, "GET", target.PadRight(9000, 'x'));
        var more = await Wire.AskAsync(server.Protocol, "GET", target, headers.Append($"X-Last: {new string('v', 9000)}"));
        Assert.Equal((414, 431), (longer.Status, more.Status));
    }

    /// <summary>An answer of many times what the sockets between two processes hold.</summary>
    private static int WriteLarge(GraphDataDirectory data)
    {
        const int releases = 40;
        var notes = new string('x', 900_000);
        data.Write("channels/large.yaml", GraphDataDirectory.ChannelOf("large", Enumerable.Range(0, releases).Select(patch => $"4.1.{patch}")));
        data.Write("releases/large.jsonl", string.Concat(Enumerable.Range(0, releases).Select(patch =>
            GraphDataDirectory.ReleaseOf($"4.1.{patch}", "amd64").Replace("\"url\"", $"\"notes\":\"{notes}\",\"url\"", StringComparison.Ordinal))));
        return releases * notes.Length;
    }

    /// <summary>Reads a byte a second until it is said that the service has cut it.</summary>
    /// <returns>How many bytes there were in the end.</returns>
    private static async Task<int> ReadSlowlyAsync(Wire wire, CancellationToken isCut)
    {
        var bytes = 0;
        while (!isCut.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), isCut));
            bytes += (await wire.ReadBytesAsync(1)).Length;
        }

        return bytes + (await wire.ReadToEndAsync()).Length;
    }

    private static Task<double> ConnectionsAsync(ServerProcess server) => MetricAsync(server, "update_service_connections");

    private static async Task<double> MetricAsync(ServerProcess server, string name)
    {
        var metrics = await Wire.AskAsync(server.Status, "GET", "/metrics");
        var line = metrics.Text.Split('\n').First(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        return double.Parse(line[name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task AssertServedAsync(ServerProcess server, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", Target)).Status);
        }
    }

    private static async Task<bool> IsServedAsync(ServerProcess server)
    {
        try
        {
            using var wire = await Wire.OpenAsync(server.Protocol);
            await wire.SendAsync($"GET {Target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return System.Text.Encoding.Latin1.GetString(await wire.ReadToEndAsync()).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }
}
