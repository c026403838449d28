using System.Text;
using System.Text.Json;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// Gets tokens where a registry's Bearer challenge says: <see href="https://distribution.github.io/distribution/spec/auth/token/"/>, and by
/// a refresh token <see href="https://distribution.github.io/distribution/spec/auth/oauth/"/>.
/// </summary>
/// <param name="wire">Sends the requests.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenService(Wire wire, TimeProvider time)
{
    private const int LargestAnswer = 256 * 1024;
    private const int UsualLife = 60;
    private const double FreshShare = 0.8;

    /// <summary>Gets a token for a repository, an anonymous one if there are no credentials.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="scopes">What it is for.</param>
    /// <param name="challenges">All challenges.</param>
    /// <param name="bearer">The one to answer.</param>
    /// <param name="credentials">The credentials; null if there are none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    internal async Task<Grant> GetAsync(RepositoryName repository, IReadOnlyList<string> scopes, IReadOnlyList<Challenge> challenges, Challenge bearer, Credentials? credentials, CancellationToken cancellationToken)
    {
        var inquiry = Ask(repository, scopes, bearer, credentials);
        using var answer = await wire.SendAsync(inquiry, cancellationToken);
        if (!answer.IsSuccess)
        {
            var failure = await answer.ToFailureAsync(cancellationToken);
            throw failure.Fault == RegistryFault.Unauthorized
                ? new RegistryException(failure.Fault, $"{inquiry}: the token service {(credentials is null ? "gives no token without credentials" : "refuses the credentials")} for {repository}.") { Remedy = "Give others by --registry-auth.", Status = failure.Status }
                : failure.Fault == RegistryFault.NotFound ? new RegistryException(RegistryFault.InvalidAnswer, failure.Message) : failure;
        }

        var (token, life) = Read(inquiry, await answer.ReadAllAsync(LargestAnswer, cancellationToken));
        return new Grant("Bearer " + token, time.GetUtcNow() + (life * FreshShare), challenges);
    }

    private static (string Token, TimeSpan Life) Read(Inquiry inquiry, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var token = Text(json.RootElement, "token") ?? Text(json.RootElement, "access_token");
            if (token is not null && token.All(letter => letter is > ' ' and <= '~'))
            {
                var life = json.RootElement.TryGetProperty("expires_in", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds > 0 ? seconds : UsualLife;
                return (token, TimeSpan.FromSeconds(life));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Told below: the answer may hold a token, so it is not repeated.
        }

        throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer holds no token.");
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private Inquiry Ask(RepositoryName repository, IReadOnlyList<string> scopes, Challenge bearer, Credentials? credentials)
    {
        if (!Uri.TryCreate(bearer["realm"], UriKind.Absolute, out var realm) || realm.Scheme is not ("http" or "https") || realm.UserInfo.Length > 0)
        {
            throw new RegistryException(RegistryFault.InvalidAnswer, $"{repository}: the registry names no token service that can be asked (the realm of its challenge).");
        }

        var query = new StringBuilder();
        Add("service", bearer["service"]);
        var mayBePlain = wire.IsInsecure(repository.Host);
        if (credentials?.IdentityToken is { } refreshToken)
        {
            Add("scope", string.Join(' ', scopes));
            Add("grant_type", "refresh_token");
            Add("client_id", "update-service");
            Add("refresh_token", refreshToken);
            return new Inquiry(RegistryRequestKind.Token, HttpMethod.Post, realm) { Form = query.ToString(), MayBePlain = mayBePlain };
        }

        foreach (var scope in scopes)
        {
            Add("scope", scope);
        }

        var address = new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{query}" : query.ToString() }.Uri;
        return new Inquiry(RegistryRequestKind.Token, HttpMethod.Get, address) { Authorization = credentials?.ToBasic(), MayBePlain = mayBePlain };

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                _ = query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }
}
