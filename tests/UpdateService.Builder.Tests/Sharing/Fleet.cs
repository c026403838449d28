using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sharing;
using UpdateService.Builder.State;
using UpdateService.Builder.Tests.Revisions;
using UpdateService.Registry;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sharing;

/// <summary>A builder, its registry, and what follows it.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const string Repository = "updates/revisions";
    public const string Tag = "current";

    private readonly TemporaryFolder folder = new();
    private readonly RegistryConnections connections;

    private Fleet(FakeRegistry registry)
    {
        Registry = registry;
        connections = new RegistryConnections(new RegistryOptions { InsecureHosts = [registry.Host], Proxies = ProxySettings.None, Retries = 0 }, TimeProvider.System);
        Builder = Start();
    }

    public FakeRegistry Registry { get; }

    /// <summary>The builder; a second one has a state of its own.</summary>
    public BuilderLife Builder { get; }

    public string Place => $"{Registry.Host}/{Repository}:{Tag}";

    public static async Task<Fleet> CreateAsync() => new(await FakeRegistry.StartAsync());

    public string In(string name) => folder.In(name);

    public BuilderLife Start(string state = "builder", int keep = 20) => new(
        new Life(folder.In(state), keep: keep),
        life => new RevisionPublisher(
            connections.OpenRepository(Name),
            connections.OpenPush(Name),
            Tag,
            state,
            life.Store,
            life.Library));

    public FollowerLife Follow(string? state = null) => new(state is null ? null : folder.In(state), connections.OpenRepository(Name));

    /// <summary>Requests of the kind since the last count.</summary>
    public int Sent(FakeRequestKind kind, string method = "PUT") => Registry.Requests.Count(request => request.Kind == kind && request.Method == method);

    /// <summary>What is asked of the registry meanwhile.</summary>
    public async Task<IEnumerable<string>> AskedAsync(Func<Task> act)
    {
        var before = Registry.Requests.Count;
        await act();
        return Registry.Requests.Skip(before).Select(request => request.Method);
    }

    /// <summary>A follower answers with the bytes of its builder, and can compare and plan as it can.</summary>
    public static void AssertSame(Revision builder, Revision follower)
    {
        Assert.True(builder.Record.IsSameAs(follower.Record));
        Assert.Equal(Text(builder), Text(follower));
        Assert.Equal(builder.Archive.Bytes, follower.Archive.Bytes);
        Assert.Null(follower.Damage);
        Assert.Equal(builder.Counts, follower.Counts);
    }

    public async ValueTask DisposeAsync()
    {
        Builder.Dispose();
        connections.Dispose();
        await Registry.DisposeAsync();
        folder.Dispose();
    }

    private static string Text(Revision revision) => string.Join('\n', revision.Answers.All.Select(entry =>
        $"{entry.Channel} {entry.Architecture} {entry.Answer.EntityTags[0]} {Convert.ToHexString(entry.Answer.Gzip)} {Convert.ToHexString(entry.Answer.Brotli)}"));

    private RepositoryName Name => new(Registry.Host, Repository);
}

/// <summary>A service that builds and publishes.</summary>
internal sealed class BuilderLife(Life life, Func<Life, RevisionPublisher> publisher) : IDisposable
{
    private readonly RevisionPublisher publisher = publisher(life);

    public Life Life => life;

    public Revision Served => life.Store.Current!;

    public async Task<PublishResult> PublishAsync() => (await publisher.PublishAsync(CancellationToken.None))!;

    /// <summary>Builds another revision and publishes it.</summary>
    public Task<PublishResult> PublishAsync(int variant) => PublishAsync(Life.Variant(variant));

    public async Task<PublishResult> PublishAsync(GraphDataSketch sketch)
    {
        _ = await life.RefreshAsync(sketch);
        return await PublishAsync();
    }

    /// <summary>Makes all bytes small, as the background does.</summary>
    public void Improve()
    {
        foreach (var (_, _, answer) in Served.Answers.All)
        {
            answer.ImproveGzip();
            answer.ImproveBrotli();
        }
    }

    public void Dispose() => life.Dispose();
}

/// <summary>A service that follows, from its start to its end.</summary>
internal sealed class FollowerLife : IDisposable
{
    private readonly StateFolder? state;
    private readonly RevisionFollower follower;

    public FollowerLife(string? folder, UpdateService.Registry.Protocol.IRepository repository)
    {
        state = folder is null ? null : new StateFolder(folder);
        Library = new RevisionLibrary(state, keep: 20, isFollower: true);
        follower = new RevisionFollower(repository, Fleet.Tag, Store, Library, TimeProvider.System);
        Problems = follower.Resume();
    }

    public IReadOnlyList<string> Problems { get; }

    public RevisionStore Store { get; } = new();

    public RevisionLibrary Library { get; }

    public FollowedDigest? Followed => follower.Followed;

    public long Failures => follower.Failures;

    public int Served => Store.Current?.Number ?? 0;

    public string KeptText => string.Join(' ', Library.Records.Select(record => record.Number));

    public Task<RefreshResult> RefreshAsync() => follower.RefreshAsync(CancellationToken.None);

    public void Pin(int number)
    {
        var revision = Library.Restore(Library.Find($"{number}")!);
        Library.Pin(revision);
        Store.Pin(revision);
    }

    public void Unpin()
    {
        Library.Pin(null);
        Store.Unpin();
    }

    public void Dispose()
    {
        follower.Dispose();
        state?.Dispose();
    }
}
