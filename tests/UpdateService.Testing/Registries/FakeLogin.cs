using System.Collections.Concurrent;
using System.Text;

namespace UpdateService.Testing.Registries;

/// <summary>How a fake registry wants to be asked: by Basic, or by tokens from its own token service.</summary>
/// <param name="scheme"><c>Basic</c> or <c>Bearer</c>.</param>
public sealed class FakeLogin(string scheme)
{
    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);
    private int issued;

    /// <summary>The user.</summary>
    public string User { get; set; } = "robot";

    /// <summary>The user's password.</summary>
    public string Password { get; set; } = "s3cret-password";

    /// <summary>The refresh token that is taken in place of a password (POST).</summary>
    public string? IdentityToken { get; set; }

    /// <summary>Whether tokens are given to anybody.</summary>
    public bool Anonymous { get; set; }

    /// <summary>The field the token is in.</summary>
    public string TokenField { get; set; } = "token";

    /// <summary>The life of a token in seconds, as the service tells it; null: it does not tell.</summary>
    public int? ExpiresIn { get; set; } = 300;

    /// <summary>Whether the user may push.</summary>
    public bool MayPush { get; set; } = true;

    /// <summary>Where tokens are got; null: at the registry's own <c>/token</c>.</summary>
    public string? Realm { get; set; }

    /// <summary>The whole challenge in place of the usual one.</summary>
    public string? Challenge { get; set; }

    /// <summary>The tokens that are good now.</summary>
    public IReadOnlyCollection<string> Tokens => [.. tokens.Keys];

    /// <summary>No token that was issued is good any more.</summary>
    public void RevokeTokens() => tokens.Clear();

    internal string ChallengeFor(string address, string repository, bool isPush) =>
        Challenge ?? (scheme == "Basic"
            ? "Basic realm=\"fake\""
            : $"Bearer realm=\"{Realm ?? address + "/token"}\",service=\"fake\",scope=\"repository:{repository}:pull{(isPush ? ",push" : "")}\"");

    internal bool Accepts(string? authorization, bool isPush) => scheme == "Basic"
        ? authorization == Basic && (MayPush || !isPush)
        : authorization is not null
            && authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            && tokens.TryGetValue(authorization["Bearer ".Length..], out var scope)
            && (!isPush || scope.Contains("push", StringComparison.Ordinal));

    /// <summary>The body of the token service's answer; null where it refuses.</summary>
    /// <param name="authorization">The header; null where there is none.</param>
    /// <param name="scope">What the token is for.</param>
    /// <param name="form">The body of a POST.</param>
    internal string? Issue(string? authorization, string scope, string form)
    {
        var isKnown = authorization is null ? Anonymous : authorization == Basic;
        if (!isKnown && !(IdentityToken is not null && form.Contains("refresh_token=" + IdentityToken, StringComparison.Ordinal)))
        {
            return null;
        }

        var token = $"t0ken-{Interlocked.Increment(ref issued)}";
        tokens[token] = MayPush ? scope + form : "pull";
        return $"{{\"{TokenField}\":\"{token}\"{(ExpiresIn is { } seconds ? $",\"expires_in\":{seconds}" : "")}}}";
    }

    private string Basic => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
}
