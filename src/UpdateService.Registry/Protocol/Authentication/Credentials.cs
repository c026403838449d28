using System.Text;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>The credentials for a registry; never written anywhere.</summary>
/// <param name="user">The user.</param>
/// <param name="password">The password.</param>
/// <param name="identityToken">A refresh token in place of the password; null if there is none.</param>
internal sealed class Credentials(string user, string password, string? identityToken)
{
    /// <summary>The refresh token; null if there is a password.</summary>
    internal string? IdentityToken => identityToken;

    /// <summary>The Authorization header of the Basic scheme.</summary>
    internal string ToBasic() => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Without the secrets.</summary>
    public override string ToString() => nameof(Credentials);
}
