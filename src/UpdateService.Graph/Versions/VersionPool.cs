using System.Text.Json;

namespace UpdateService.Graph.Versions;

/// <summary>Each version once: releases name every version in the <c>previous</c> lists of about forty others. Not thread-safe.</summary>
public sealed class VersionPool
{
    private readonly Dictionary<string, ReleaseVersion> versions = new(StringComparer.Ordinal);

    /// <summary>The version that the reader stands on, without build metadata; the result is why not, or null.</summary>
    public string? Find(ref Utf8JsonReader json, out ReleaseVersion? version)
    {
        Span<char> buffer = stackalloc char[ReleaseVersion.LongestText + 1];
        version = null;
        if (json.ValueSpan.Length >= buffer.Length)
        {
            return $"a version has more than {ReleaseVersion.LongestText} characters";
        }

        var text = buffer[..json.CopyString(buffer)];
        var lookup = versions.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out version))
        {
            return null;
        }

        if (!ReleaseVersion.TryParse(text.ToString(), out var parsed, out var reason))
        {
            return reason;
        }

        lookup[text] = version = parsed.WithoutBuild;
        return null;
    }
}
