using System.Security.Cryptography;
using System.Text;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Administration;

/// <summary>
/// The secret that administrators send as <c>Authorization: Bearer …</c>. Its file is read for each action, so a replaced secret
/// applies at once.
/// </summary>
/// <param name="path">The file; null if administration is off.</param>
internal sealed class AdminToken(string? path)
{
    private const int ShortestToken = 16;
    private const string Scheme = "Bearer ";

    /// <summary>Whether administration is on.</summary>
    public bool IsConfigured => path is not null;

    /// <summary>Refuses to start with a file that would let nobody in, or everybody.</summary>
    /// <exception cref="OptionException">It cannot be read or is too short.</exception>
    public void Check()
    {
        if (path is not null && (Read() is not { Length: >= ShortestToken } token || token.AsSpan().ContainsAny('\r', '\n')))
        {
            throw new OptionException($"The file '{path}' of --admin-token-file must hold one line of at least {ShortestToken} characters that this process can read.");
        }
    }

    /// <summary>Whether the header contains the token. The time does not depend on its content.</summary>
    public bool Allows(string? authorization)
    {
        var given = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        var expected = Read() ?? "";
        return CryptographicOperations.FixedTimeEquals(Hash(given), Hash(expected)) && expected.Length >= ShortestToken;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private string? Read()
    {
        try
        {
            return path is null ? null : File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
