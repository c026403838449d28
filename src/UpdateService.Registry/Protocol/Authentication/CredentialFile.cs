using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// A <c>.dockerconfigjson</c>: credentials by host, or by host and the beginning of the repository's path:
/// <see href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md"/>. Of several keys that fit, one without
/// wildcards is used before one with them; then the longest path counts, then how much of the host is spelled out.
/// </summary>
internal sealed class CredentialFile
{
    private const int LargestFile = 1024 * 1024;

    private readonly ImmutableArray<(CredentialKey Key, Credentials Credentials)> entries;

    private CredentialFile(IEnumerable<(CredentialKey Key, Credentials Credentials)> entries) => this.entries =
    [
        .. entries
            .OrderBy(entry => entry.Key.IsPattern)
            .ThenByDescending(entry => entry.Key.Path.Length)
            .ThenByDescending(entry => entry.Key.Literals)
            .ThenByDescending(entry => entry.Key.Host.Length),
    ];

    /// <summary>What is wrong with the file, in one sentence; null if nothing is.</summary>
    internal static string? ProblemOf(string path)
    {
        try
        {
            return TryParse(File.ReadAllBytes(path), out _, out var reason) ? null : $"--registry-auth {path}: {reason}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"--registry-auth {path}: it cannot be read: {exception.Message}";
        }
    }

    /// <summary>Reads the file as it is now.</summary>
    /// <exception cref="RegistryException">It cannot be read.</exception>
    internal static async Task<CredentialFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unauthorized, $"--registry-auth {path}: it cannot be read: {exception.Message}");
        }

        return TryParse(content, out var file, out var reason)
            ? file
            : throw new RegistryException(RegistryFault.Unauthorized, $"--registry-auth {path}: {reason}");
    }

    /// <summary>Reads the file's content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="file">The credentials.</param>
    /// <param name="reason">What is wrong and where, without the secrets.</param>
    internal static bool TryParse(ReadOnlyMemory<byte> content, out CredentialFile file, out string? reason)
    {
        var found = new List<(CredentialKey Key, Credentials Credentials)>();
        file = new CredentialFile(found);
        if (content.Length > LargestFile)
        {
            reason = $"it has more than {LargestFile} bytes.";
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reason = Fill(found, json.RootElement);
        }
        catch (JsonException exception)
        {
            // The exception's own message may repeat a piece of a secret.
            reason = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: it is not JSON.";
        }
        catch (InvalidOperationException)
        {
            reason = "a text in it is not Unicode.";
        }

        found.Reverse(); // Of two spellings of one key the last counts, as of two equal keys of an object.
        file = new CredentialFile(found);
        return reason is null;
    }

    /// <summary>The credentials for a repository, by the best matching key; null if none matches.</summary>
    internal Credentials? Find(RepositoryName repository) => entries.FirstOrDefault(entry => entry.Key.Matches(repository)).Credentials;

    /// <summary>The best matching key for the repository, as written in the file; null if none matches.</summary>
    internal string? KeyOf(RepositoryName repository) => entries.FirstOrDefault(entry => entry.Key.Matches(repository)).Key?.Text;

    private static string? Fill(List<(CredentialKey Key, Credentials Credentials)> found, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return "it is not a JSON object with \"auths\".";
        }

        if (!root.TryGetProperty("auths", out var auths))
        {
            return "\"auths\" is missing. Credential stores and helpers are not asked: write the credentials into the file.";
        }

        if (auths.ValueKind != JsonValueKind.Object)
        {
            return "\"auths\" is not an object.";
        }

        foreach (var entry in auths.EnumerateObject())
        {
            if (Read(entry.Value, out var credentials) is { } reason)
            {
                return $"auths, \"{Excerpt.Of(entry.Name)}\": {reason}";
            }

            if (credentials is not null)
            {
                found.Add((CredentialKey.Of(entry.Name), credentials));
            }
        }

        return null;
    }

    private static string? Read(JsonElement entry, out Credentials? credentials)
    {
        credentials = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return "it is not an object.";
        }

        foreach (var name in new[] { "auth", "username", "password", "identitytoken" })
        {
            if (entry.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                return $"\"{name}\" is not a text.";
            }
        }

        var (user, password) = (Text(entry, "username"), Text(entry, "password"));
        if (Text(entry, "auth") is { } auth && Split(auth, out user, out password) is { } reason)
        {
            return reason;
        }

        var identityToken = Text(entry, "identitytoken");
        credentials = user is null && identityToken is null ? null : new Credentials(user ?? "", password ?? "", identityToken);
        return null;
    }

    private static string? Split(string auth, out string? user, out string? password)
    {
        (user, password) = (null, null);
        var bytes = new byte[auth.Length];
        if (!Convert.TryFromBase64String(auth.Trim(), bytes, out var length))
        {
            return "\"auth\" is not base64.";
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return "\"auth\" is not user:password in base64.";
        }

        (user, password) = (text[..colon], text[(colon + 1)..]);
        return null;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
