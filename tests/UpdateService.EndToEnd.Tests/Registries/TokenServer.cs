using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>
/// The token server of a registry: <see href="https://distribution.github.io/distribution/spec/auth/token/"/>. Its account may do
/// everything; everybody else may pull, where that is allowed.
/// </summary>
public sealed class TokenServer : IAsyncDisposable
{
    /// <summary>The registry's name in tokens.</summary>
    public const string Service = "registry.tests";

    /// <summary>The token server's name in tokens.</summary>
    public const string Issuer = "tokens.tests";

    private readonly WebApplication app;
    private readonly X509Certificate2 signing = PrivateAuthority.SelfSigned("tokens");
    private readonly ConcurrentQueue<TokenRequest> requests = new();
    private readonly ConcurrentQueue<string> given = new();

    private TokenServer(PrivateAuthority? authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (authority is not null)
            {
                _ = listen.UseHttps(authority.Issue());
            }
        }));
        app = builder.Build();
        _ = app.MapGet("/token", AnswerAsync);
    }

    /// <summary>Who may do everything; null lets nobody in by password. It may change while the server runs.</summary>
    public RegistryAccount? Account { get; set; }

    /// <summary>Whether a client without credentials is given tokens to pull. It may change while the server runs.</summary>
    public bool LetsEverybodyPull { get; set; }

    /// <summary>How long a token is good, as it says; the registry has a minute of patience beyond.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Where tokens are asked for.</summary>
    public string Realm => $"{app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/token";

    /// <summary>What the registry is told to trust.</summary>
    public string SigningCertificatePem => signing.ExportCertificatePem();

    /// <summary>The requests so far.</summary>
    public IReadOnlyCollection<TokenRequest> Requests => requests;

    /// <summary>The tokens that clients were given so far.</summary>
    public IReadOnlyCollection<string> Given => given;

    /// <summary>Starts one.</summary>
    /// <param name="account">Who may do everything.</param>
    /// <param name="authority">Serves TLS with a certificate of this authority; without, plain HTTP.</param>
    public static async Task<TokenServer> StartAsync(RegistryAccount? account = null, PrivateAuthority? authority = null)
    {
        var server = new TokenServer(authority) { Account = account };
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A token, signed with ES256.</summary>
    public string Issue(IEnumerable<(string Repository, string[] Actions)> rights)
    {
        var now = TimeProvider.System.GetUtcNow();
        var header = Part(new { typ = "JWT", alg = "ES256", x5c = new[] { Convert.ToBase64String(signing.RawData) } });
        var claims = Part(new
        {
            iss = Issuer,
            sub = Account?.Name ?? "",
            aud = Service,
            exp = (now + Lifetime).ToUnixTimeSeconds(),
            nbf = now.AddSeconds(-10).ToUnixTimeSeconds(),
            iat = now.ToUnixTimeSeconds(),
            jti = Guid.NewGuid().ToString("N"),
            access = rights.Select(right => new { type = "repository", name = right.Repository, actions = right.Actions }),
        });
        using var key = signing.GetECDsaPrivateKey()!;
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256);
        return $"{header}.{claims}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        signing.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var scopes = context.Request.Query["scope"];
        var shown = context.Request.Headers.Authorization.ToString();
        requests.Enqueue(new TokenRequest(scopes, context.Request.Query["service"].ToString(), shown.Length > 0));
        var isAccount = Account is { } account && shown == account.Authorization;
        if (!isAccount && (shown.Length > 0 || !LetsEverybodyPull))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsJsonAsync(new { errors = new[] { new { code = "UNAUTHORIZED", message = "The credentials are missing or wrong." } } });
        }

        var token = Issue(Rights(scopes).Select(right => (right.Repository, isAccount ? right.Actions : [.. right.Actions.Intersect(["pull"], StringComparer.Ordinal)])));
        given.Enqueue(token);
        return context.Response.WriteAsJsonAsync(new { token, access_token = token, expires_in = (int)Lifetime.TotalSeconds, issued_at = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>Reads <c>repository:a/b:pull,push</c>, of which there may be several.</summary>
    private static IEnumerable<(string Repository, string[] Actions)> Rights(StringValues scopes) => scopes
        .SelectMany(scope => scope!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(scope => scope.Split(':'))
        .Where(parts => parts is ["repository", _, _])
        .Select(parts => (parts[1], parts[2].Split(',')));

    private static string Part(object value) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}

/// <summary>A request for a token.</summary>
/// <param name="Scopes">What for.</param>
/// <param name="Service">For which registry.</param>
/// <param name="HasCredentials">Whether it showed any.</param>
public sealed record TokenRequest(StringValues Scopes, string Service, bool HasCredentials);
