using System.Collections.Concurrent;
using System.Net;
using System.Text;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry;

/// <summary>
/// The one door to registries, and to files at addresses: connections, tokens and the limit of requests at once are shared by all that
/// goes through it. All members may be used at once.
/// </summary>
public sealed class RegistryConnections : IDisposable
{
    private readonly ConcurrentDictionary<RepositoryName, RegistryRepository> repositories = new();
    private readonly CancellationTokenSource lifetime = new();
    private readonly RegistryOptions options;
    private readonly TimeProvider time;
    private readonly Wire wire;
    private readonly Patience patience;
    private readonly TokenService tokens;

    /// <summary>Opens the door; nothing is asked yet.</summary>
    /// <param name="options">How it is asked; see <see cref="RegistryOptions.Problems"/>.</param>
    /// <param name="time">The clock.</param>
    public RegistryConnections(RegistryOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        wire = new Wire(options, Traffic, time);
        patience = new Patience(options, Traffic, time);
        tokens = new TokenService(wire, time);
    }

    /// <summary>Counts what goes through.</summary>
    public RegistryTraffic Traffic { get; } = new();

    /// <summary>Returns a repository without sending a request. The same name returns the same object.</summary>
    /// <exception cref="ArgumentException">It is not spelled as repositories are; see <see cref="ImageReference.TryParse(string?, out ImageReference?, out string?)"/>.</exception>
    public IRepository OpenRepository(RepositoryName name) => repositories.GetOrAdd(name, static (name, door) => door.Open(name), this);

    /// <summary>A repository that is written to; nothing is asked yet.</summary>
    /// <exception cref="ArgumentException">It is not spelled as repositories are.</exception>
    public RepositoryPush OpenPush(RepositoryName name) => new(name, Access(name, isForPush: true), patience);

    /// <summary>Opens a file at an address. A user and a password in it are sent as Basic credentials, to that host only.</summary>
    /// <param name="address">The address; https, or http at an insecure host.</param>
    /// <param name="eTag">The entity tag of what is there already; null: none.</param>
    /// <param name="cancellationToken">Ends the call; reading the content takes tokens of its own.</param>
    /// <exception cref="RegistryException">It cannot be opened, or is not there.</exception>
    public Task<AddressAnswer> OpenAddressAsync(Uri address, string? eTag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var inquiry = new Inquiry(RegistryRequestKind.Address, HttpMethod.Get, WithoutUser(address)) { IfNoneMatch = eTag, Authorization = BasicOf(address) };
        return patience.TryAsync(token => OpenOnceAsync(inquiry, token), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lifetime.Cancel();
        wire.Dispose();
        lifetime.Dispose();
    }

    private static Uri WithoutUser(Uri address) =>
        address.UserInfo.Length == 0 ? address : new Uri(address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    private static string? BasicOf(Uri address) =>
        address.UserInfo.Length == 0 ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)));

    private RegistryRepository Open(RepositoryName name) => new(name, Access(name, isForPush: false), patience, Traffic);

    private RepositoryAccess Access(RepositoryName name, bool isForPush)
    {
        if (!RepositoryGrammar.IsHost(name.Host) || !RepositoryGrammar.IsPath(name.Path))
        {
            throw new ArgumentException($"'{Excerpt.Of(name.ToString())}' is not spelled as repositories are.", nameof(name));
        }

        return new RepositoryAccess(name, wire, new RepositoryLogin(name, isForPush, options.AuthFile, tokens, time, lifetime.Token));
    }

    private async ValueTask<AddressAnswer> OpenOnceAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        var turn = await wire.TakeTurnAsync(inquiry.Address, cancellationToken);
        Answer answer;
        try
        {
            answer = await wire.SendAsync(inquiry, cancellationToken);
            answer.Hold(turn);
        }
        catch
        {
            _ = turn.Release();
            throw;
        }

        if (answer.Status == HttpStatusCode.OK)
        {
            return new AddressAnswer(isNotModified: false, answer.Header("ETag"), new ContentStream(answer, digest: null, most: null, Traffic));
        }

        using (answer)
        {
            return answer.Status == HttpStatusCode.NotModified && inquiry.IfNoneMatch is not null
                ? new AddressAnswer(isNotModified: true, answer.Header("ETag") ?? inquiry.IfNoneMatch, Stream.Null)
                : throw await answer.ToFailureAsync(cancellationToken);
        }
    }
}
