using System.Text.Json;

namespace UpdateService.Graph.Versions;

/// <summary>Stores each version once: releases name every version in the <c>previous</c> lists of about forty others. Not thread-safe.</summary>
public sealed class VersionPool
{
    private readonly Dictionary<string, ReleaseVersion> versions = new(StringComparer.Ordinal);

    /// <summary>Reads the version at the reader's position, without build metadata. Returns why it is refused, or null.</summary>
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
