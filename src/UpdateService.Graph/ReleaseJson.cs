using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph;

/// <summary>
/// The fields of a release in JSON, in a catalogue or in a payload. Each method reads the value after the key at which the reader is.
/// It returns why the value is refused, as half a sentence, or null.
/// </summary>
public static class ReleaseJson
{
    /// <summary>Reads a text.</summary>
    public static string? ReadText(ref Utf8JsonReader json, string key, out string? text)
    {
        _ = json.Read();
        text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return text is null ? $"'{key}' is no text" : null;
    }

    /// <summary>Reads a version.</summary>
    public static string? ReadVersion(ref Utf8JsonReader json, VersionPool versions, out ReleaseVersion? version)
    {
        version = null;
        _ = json.Read();
        return json.TokenType == JsonTokenType.String ? versions.Find(ref json, out version) : "'version' is no text";
    }

    /// <summary>Reads a list of versions; null is an empty one.</summary>
    public static string? ReadVersions(ref Utf8JsonReader json, string key, VersionPool versions, out ImmutableArray<ReleaseVersion> list)
    {
        list = [];
        _ = json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return $"'{key}' is no list";
        }

        var found = ImmutableArray.CreateBuilder<ReleaseVersion>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String)
            {
                return $"'{key}' holds something other than texts";
            }

            if (versions.Find(ref json, out var version) is { } reason)
            {
                return $"'{key}' holds a version that cannot be read: {reason}";
            }

            found.Add(version!);
        }

        list = found.DrainToImmutable();
        return null;
    }

    /// <summary>Reads an object of texts, into ordinal order; null is an empty one.</summary>
    public static string? ReadMetadata(ref Utf8JsonReader json, out ImmutableArray<KeyValuePair<string, string>> metadata)
    {
        metadata = [];
        _ = json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "'metadata' is no object";
        }

        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            _ = json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                return $"the metadata '{Excerpt.Of(key)}' is no text";
            }

            if (!entries.TryAdd(key, json.GetString()!))
            {
                return $"the metadata '{Excerpt.Of(key)}' stands twice";
            }
        }

        metadata = [.. entries];
        return null;
    }
}
