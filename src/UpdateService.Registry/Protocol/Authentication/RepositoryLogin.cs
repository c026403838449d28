using System.Net;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// The way into one repository: what was granted last, kept until shortly before it expires or until it is refused. Requests that need
/// another one at once wait for the same.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="isForPush">Whether it is written to as well as read.</param>
/// <param name="authFile">The credentials' file; null if there is none.</param>
/// <param name="tokens">Gets tokens.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Ends what still runs.</param>
internal sealed class RepositoryLogin(RepositoryName repository, bool isForPush, string? authFile, TokenService tokens, TimeProvider time, CancellationToken lifetime)
{
    private readonly Lock gate = new();
    private readonly TokenScopes scopes = new(repository.Path, isForPush);
    private Grant? current;
    private Task<Grant>? flight;

    /// <summary>What to send; null if the registry has not required anything yet.</summary>
    internal ValueTask<Grant?> PresentAsync(CancellationToken cancellationToken)
    {
        var grant = Volatile.Read(ref current);
        return grant is null || grant.IsFresh(time) ? ValueTask.FromResult(grant) : new(RenewAsync(grant, grant.Challenges, cancellationToken)!);
    }

    /// <summary>Another grant than the one that was refused, or is old.</summary>
    internal Task<Grant> RenewAsync(Grant? refused, IReadOnlyList<Challenge> challenges, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (current is not null && current != refused && current.IsFresh(time))
            {
                return Task.FromResult(current);
            }

            if (flight is null || flight.IsCompleted)
            {
                flight = GetAsync(challenges);
            }

            return flight.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A grant by credentials that changed since the denied ones were read; null if they are the same, or no password was sent.</summary>
    internal async Task<Grant?> ChangedAsync(Grant? denied, CancellationToken cancellationToken)
    {
        if (denied is not { IsPassword: true })
        {
            return null;
        }

        try
        {
            var other = await RenewAsync(denied, denied.Challenges, cancellationToken);
            return other.Header == denied.Header ? null : other;
        }
        catch (RegistryException)
        {
            return null; // That the registry denies it is what is to be told.
        }
    }

    /// <summary>The failure of a request that was refused although everything was presented that there is.</summary>
    internal RegistryException Refused(Inquiry inquiry) => new(
        RegistryFault.Unauthorized,
        $"{inquiry}: the registry refuses {repository}. {(authFile is null ? "No credentials are given (--registry-auth)" : $"The credentials for it in {authFile} (--registry-auth) are missing, wrong or revoked{(isForPush ? ", or may not push" : "")}")}.")
    { Status = HttpStatusCode.Unauthorized };

    private async Task<Grant> GetAsync(IReadOnlyList<Challenge> challenges)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // The caller holds the gate.
        try
        {
            var credentials = authFile is null ? null : (await CredentialFile.ReadAsync(authFile, lifetime)).Find(repository);
            var grant = await GetAsync(challenges, credentials);
            Volatile.Write(ref current, grant);
            return grant;
        }
        catch
        {
            // The token service may have moved: the next request sends no grant, so that the registry says again what it requires.
            Volatile.Write(ref current, null);
            throw;
        }
    }

    private async Task<Grant> GetAsync(IReadOnlyList<Challenge> challenges, Credentials? credentials)
    {
        if (challenges.FirstOrDefault(challenge => challenge.Scheme == "bearer") is { } bearer)
        {
            scopes.Add(bearer["scope"]);
            return await tokens.GetAsync(repository, scopes.All, challenges, bearer, credentials, lifetime);
        }

        if (challenges.All(challenge => challenge.Scheme != "basic"))
        {
            throw new RegistryException(RegistryFault.Unauthorized, $"{repository}: the registry asks for a login that is neither Basic nor Bearer.");
        }

        return credentials is { IdentityToken: null }
            ? new Grant(credentials.ToBasic(), freshUntil: null, challenges)
            : throw new RegistryException(
                RegistryFault.Unauthorized,
                $"{repository}: the registry asks for a user and a password. {(authFile is null ? "Give them by --registry-auth" : $"There are none for it in {authFile} (--registry-auth)")}.");
    }
}
