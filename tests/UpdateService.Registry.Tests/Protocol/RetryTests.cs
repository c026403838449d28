using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class RetryTests
{
    private const string Tag = "4.16.1-x86_64";

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_fails_for_now_is_tried_again_after_growing_waits(int status)
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, status, times: 4);
        using var door = Door.To(registry);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(4, door.Time.Waits.Count);
        Assert.All(door.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(door.Time.Waits.Sum(wait => wait.TotalSeconds) > 1);
        Assert.Equal(4, door.Counts.Retries);
        Assert.All(door.Counts.FailuresByFault, count => Assert.Equal(0, count));
    }

    [Theory]
    [InlineData(408, RegistryFault.Timeout)]
    [InlineData(429, RegistryFault.RateLimited)]
    [InlineData(503, RegistryFault.ServerError)]
    public async Task Patience_ends(int status, RegistryFault fault)
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, status, times: 100);
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), fault);
        Assert.True(failure.IsTransient);
        Assert.Equal(5, registry.Count(FakeRequestKind.Head));
        Assert.Equal(1, door.Counts.Failures(fault));
    }

    [Theory]
    [InlineData(400, RegistryFault.InvalidAnswer)]
    [InlineData(403, RegistryFault.Unauthorized)]
    [InlineData(410, RegistryFault.InvalidAnswer)]
    [InlineData(302, RegistryFault.InvalidAnswer)]
    public async Task What_fails_for_good_is_not_tried_again(int status, RegistryFault fault)
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, status, times: 100);
        registry.Faults.Status(FakeRequestKind.Manifest, status, times: 100); // What refuses HEAD may answer GET.
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ResolveAsync(registry), fault);
        Assert.Equal(1, registry.Count(FakeRequestKind.Head));
        Assert.Empty(door.Time.Waits);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("86400", 30)]
    [InlineData("4294967295", 30)]
    [InlineData("Sat, 21 Nov 2026 12:00:09 GMT", 9)]
    [InlineData("Sat, 21 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("Sun, 22 Nov 2026 12:00:00 GMT", 30)]
    public async Task Retry_After_is_honoured_up_to_a_limit(string value, int seconds)
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, 429, headers: [$"Retry-After: {value}"]);
        using var door = Door.To(registry);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(TimeSpan.FromSeconds(seconds), door.Time.GetUtcNow() - new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "86400", 30)]
    [InlineData(404, "7", null)]
    public async Task A_host_that_asks_to_be_left_alone_is_so_by_all_requests_and_other_hosts_are_not(int status, string value, int? seconds)
    {
        await using var registry = await StartAsync();
        await using var other = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, status, headers: [$"Retry-After: {value}"]);
        using var door = new Door(Door.OptionsFor(registry, other) with { Retries = 0 });
        _ = await Record.ExceptionAsync(() => door.ResolveAsync(registry));

        Assert.NotNull(await door.ResolveAsync(other));
        Assert.Empty(door.Time.Waits);
        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Equal(seconds is { } wait ? [TimeSpan.FromSeconds(wait)] : [], door.Time.Waits);
        Assert.NotNull(await door.ReadManifestAsync(registry));
        Assert.True(door.Time.Waits.Count <= 1);
    }

    [Fact]
    public async Task Who_waits_for_a_host_that_is_left_alone_can_go_and_gives_the_turn_back()
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, 429, headers: ["Retry-After: 1"]);
        using var connections = new RegistryConnections(Impatient(registry) with { Concurrency = 1, Retries = 0 }, TimeProvider.System);
        _ = await Door.FailureAsync(() => Open(connections, registry).ResolveAsync(Tag, CancellationToken.None), RegistryFault.RateLimited);

        using var cancellation = new CancellationTokenSource();
        var waiting = Open(connections, registry).ResolveAsync(Tag, cancellation.Token);
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.NotNull(await Open(connections, registry).ResolveAsync(Tag, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("")]
    public async Task A_Retry_After_that_says_nothing_is_as_none(string value)
    {
        await using var registry = await StartAsync();
        registry.Faults.Status(FakeRequestKind.Head, 503, headers: [$"Retry-After: {value}"]);
        using var door = Door.To(registry);

        Assert.NotNull(await door.ResolveAsync(registry));
        _ = Assert.Single(door.Time.Waits);
    }

    [Fact]
    public async Task Nobody_who_listens_is_told_after_all_patience()
    {
        var registry = await FakeRegistry.StartAsync();
        await registry.DisposeAsync();
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unreachable);
        Assert.Contains($"no connection to {registry.Host} (ConnectionRefused)", failure.Message);
        Assert.Equal(4, door.Counts.Retries);
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told()
    {
        using var door = new Door(new RegistryOptions { Retries = 0, Proxies = ProxySettings.None });
        var repository = door.Connections.OpenRepository(new RepositoryName("registry.invalid", "a"));

        var failure = await Door.FailureAsync(() => repository.ResolveAsync("b", CancellationToken.None), RegistryFault.Unreachable);
        Assert.Contains("registry.invalid", failure.Message);
        Assert.Equal(0, door.Counts.Retries);
    }

    [Fact]
    public async Task A_registry_that_speaks_no_TLS_is_told_with_the_remedy()
    {
        await using var registry = await StartAsync();
        using var door = new Door(new RegistryOptions { Retries = 0, Proxies = ProxySettings.None });

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Unreachable);
        Assert.Contains($"--insecure-registry {registry.Host}", failure.Message);
    }

    [Fact]
    public async Task A_registry_that_never_answers_is_given_up_after_the_time_limit()
    {
        await using var registry = await StartAsync();
        registry.Faults.Stall(FakeRequestKind.Head, times: 100);
        using var connections = new RegistryConnections(Impatient(registry), TimeProvider.System);

        var failure = await Door.FailureAsync(() => Open(connections, registry).ResolveAsync(Tag, CancellationToken.None), RegistryFault.Timeout);
        Assert.Equal($"HEAD {registry.Address}/v2/{Door.Path}/manifests/{Tag}: no answer within the time limit.", failure.Message);
        Assert.Equal((2, 1), (registry.Count(FakeRequestKind.Head), connections.Traffic.Counts.Retries));
    }

    [Fact]
    public async Task A_body_that_stands_still_is_given_up_after_the_time_limit()
    {
        await using var registry = await StartAsync();
        var digest = Door.Digest(registry.AddBlob(Door.Random(10_000)));
        registry.Faults.StallBody(FakeRequestKind.Blob, 5000);
        using var connections = new RegistryConnections(Impatient(registry), TimeProvider.System);

        await using var stream = await Open(connections, registry).OpenBlobAsync(digest, null, CancellationToken.None);
        _ = await Door.FailureAsync(() => stream.CopyToAsync(Stream.Null), RegistryFault.Timeout);
        Assert.Equal(1, connections.Traffic.Counts.Failures(RegistryFault.Timeout));
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_as_a_whole_is_given_up()
    {
        await using var registry = await StartAsync();
        var digest = registry.AddBlob(Door.Random(10_000));
        using var door = Door.To(registry);

        await using var stream = await door.OpenBlobAsync(registry, digest);
        await stream.ReadExactlyAsync(new byte[1000]);
        door.Time.Advance(TimeSpan.FromMinutes(10));
        _ = await Door.FailureAsync(() => stream.ReadExactlyAsync(new byte[1000]).AsTask(), RegistryFault.Timeout);
    }

    [Fact]
    public async Task A_caller_who_goes_is_no_failure()
    {
        await using var registry = await StartAsync();
        var digest = Door.Digest(registry.AddBlob(Door.Random(10_000)));
        using var cancellation = new CancellationTokenSource();
        registry.Faults.Next(FakeRequestKind.Head, async (context, _) =>
        {
            await cancellation.CancelAsync();
            await Eventually.HoldsAsync(() => context.RequestAborted.IsCancellationRequested, "the client goes");
        });
        registry.Faults.StallBody(FakeRequestKind.Blob, 5000);
        using var door = Door.To(registry);

        var first = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => door.Repository(registry).ResolveAsync(Tag, cancellation.Token));
        Assert.Equal(cancellation.Token, first.CancellationToken);

        await using var stream = await door.Repository(registry).OpenBlobAsync(digest, null, CancellationToken.None);
        await stream.ReadExactlyAsync(new byte[5000]);
        using var other = new CancellationTokenSource();
        var read = stream.ReadAsync(new byte[1], other.Token).AsTask();
        await other.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.All(door.Counts.FailuresByFault, count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way_and_a_body_counts_until_it_is_disposed()
    {
        await using var registry = await StartAsync();
        var digest = registry.AddBlob(Door.Random(1_000_000));
        var options = new RegistryOptions { Concurrency = 3, InsecureHosts = [registry.Host], Proxies = ProxySettings.None };
        using var door = new Door(options);

        var open = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => door.OpenBlobAsync(registry, digest)));
        var waiting = Enumerable.Range(0, 30).Select(_ => door.ResolveAsync(registry)).ToList();
        Assert.Equal(0, registry.Count(FakeRequestKind.Head));
        foreach (var stream in open)
        {
            await stream.DisposeAsync();
        }

        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        Assert.InRange(registry.MostAtOnce, 1, 6); // The server may learn a little later than the client that a body is not wanted.
    }

    [Fact]
    public async Task A_failure_gives_its_turn_back()
    {
        await using var registry = await StartAsync();
        var options = new RegistryOptions { Concurrency = 1, Retries = 0, InsecureHosts = [registry.Host], Proxies = ProxySettings.None };
        using var door = new Door(options);
        var blob = registry.AddBlob([1]);
        foreach (var status in new[] { 500, 404, 401, 302 })
        {
            foreach (var (kind, action) in new (FakeRequestKind, Func<Task>)[]
            {
                (FakeRequestKind.Tags, () => door.ListTagsAsync(registry)),
                (FakeRequestKind.Head, () => door.ResolveAsync(registry)),
                (FakeRequestKind.Manifest, () => door.ReadManifestAsync(registry)),
                (FakeRequestKind.Blob, () => door.OpenBlobAsync(registry, blob)),
            })
            {
                registry.Faults.Status(kind, status, times: 2);
                _ = await Record.ExceptionAsync(action);
                registry.Faults.Clear();
            }
        }

        Assert.NotNull(await door.ResolveAsync(registry));
    }

    private static RegistryOptions Impatient(FakeRegistry registry) => new()
    {
        InsecureHosts = [registry.Host],
        RequestTimeout = TimeSpan.FromMilliseconds(500),
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        Proxies = ProxySettings.None,
    };

    private static IRepository Open(RegistryConnections connections, FakeRegistry registry) => connections.OpenRepository(new RepositoryName(registry.Host, Door.Path));

    private static async Task<FakeRegistry> StartAsync()
    {
        var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Door.Bytes("{}"), MediaTypes.OciManifest);
        return registry;
    }
}
