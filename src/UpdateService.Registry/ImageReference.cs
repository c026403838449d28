using System.Diagnostics.CodeAnalysis;

namespace UpdateService.Registry;

/// <summary>
/// A repository, and what is meant in it: <c>oci://host[:port]/repository</c>, <c>…:tag</c> or <c>…@sha256:…</c>.
/// If both are present, the digest is used.
/// </summary>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag; null if none is named.</param>
/// <param name="Digest">The digest; null if none is named.</param>
public sealed record ImageReference(RepositoryName Repository, string? Tag, Digest? Digest)
{
    /// <summary>What an image reference begins with.</summary>
    public const string Scheme = "oci://";

    /// <summary>What a manifest is requested by: the digest, or else the tag; null for the whole repository.</summary>
    public string? Reference => Digest?.ToString() ?? Tag;

    /// <summary>Whether the text is meant to be an image reference.</summary>
    public static bool IsMeant(string? text) => text is not null && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an image reference.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The reference.</param>
    /// <param name="reason">A sentence that says what is wrong, and how it is written rightly.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? value, [NotNullWhen(false)] out string? reason)
    {
        value = null;
        reason = null;
        if (!IsMeant(text))
        {
            reason = $"An image reference begins with {Scheme}, such as oci://registry.example.com:5000/mirror/release-images.";
            return false;
        }

        var rest = text![Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? rest : rest[..slash];
        if (!RepositoryGrammar.IsHost(host))
        {
            // What is no host may be user:password@host, so it is not repeated; a password may hold a slash.
            reason = rest.Replace("@sha256:", "", StringComparison.Ordinal).Contains('@', StringComparison.Ordinal)
                ? "A user or a password cannot stand in an image reference: give them by --registry-auth."
                : $"'{Excerpt.Of(host)}' is not a registry's host, such as quay.io, 10.0.0.7:5000 or [::1]:5000.";
            return false;
        }

        if (slash < 0 || slash == rest.Length - 1)
        {
            reason = $"The repository is missing after the host: {Scheme}{host}/repository.";
            return false;
        }

        return TryParse(host, rest[(slash + 1)..], out value, out reason);
    }

    /// <summary>The reference as it is read.</summary>
    public override string ToString() => $"{Scheme}{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    private static bool TryParse(string host, string rest, [NotNullWhen(true)] out ImageReference? value, [NotNullWhen(false)] out string? reason)
    {
        value = null;
        reason = null;
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var named = at < 0 ? rest : rest[..at];
        var colon = named.IndexOf(':', StringComparison.Ordinal);
        var path = colon < 0 ? named : named[..colon];
        var tag = colon < 0 ? null : named[(colon + 1)..];
        Digest? digest = null;
        if (at >= 0 && !Registry.Digest.TryParse(rest[(at + 1)..], out digest))
        {
            reason = $"'{Excerpt.Of(rest[(at + 1)..])}' is not a digest: sha256: and 64 digits 0-9, a-f.";
        }
        else if (tag is not null && !RepositoryGrammar.IsTag(tag))
        {
            reason = $"'{Excerpt.Of(tag)}' is not a tag: up to 128 letters, digits, '_', '.' and '-', the first of them no '.' or '-'.";
        }
        else if (!RepositoryGrammar.IsPath(path))
        {
            reason = $"'{Excerpt.Of(path)}' is not a repository: lower-case words of letters and digits, joined by '.', '_', '-' or '/'.";
        }
        else
        {
            value = new ImageReference(new RepositoryName(host.ToLowerInvariant(), path), tag, digest);
        }

        return value is not null;
    }
}
