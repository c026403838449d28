using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.GraphData.Catalogues;

/// <summary>Reads one line of a catalogue: a release as a JSON object. Unknown keys are ignored.</summary>
internal static class CatalogueLine
{
    private const int LongestPayload = 1024;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a line.</summary>
    /// <param name="line">UTF-8 without the line's end.</param>
    /// <param name="place">For the release and its problems.</param>
    /// <param name="versions">Versions met before: a catalogue names each many times.</param>
    /// <param name="release">The release if the result is true.</param>
    /// <param name="reason">Why not if the result is false.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> line,
        Place place,
        VersionPool versions,
        [NotNullWhen(true)] out Release? release,
        [NotNullWhen(false)] out string? reason)
    {
        release = null;
        try
        {
            var fields = default(Fields);
            var json = new Utf8JsonReader(line);
            reason = Read(ref json, versions, ref fields) ?? fields.Refuse();
            if (reason is null)
            {
                release = fields.ToRelease(place);
            }
        }
        catch (JsonException)
        {
            reason = "it is not JSON";
        }
        catch (InvalidOperationException)
        {
            reason = "a text is not UTF-8, or holds half a surrogate pair";
        }

        return release is not null;
    }

    private static string? Read(ref Utf8JsonReader json, VersionPool versions, ref Fields fields)
    {
        _ = json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "it is no JSON object";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadField(ref json, versions, ref fields) is { } reason)
            {
                return reason;
            }
        }

        _ = json.Read(); // Anything behind the object is an error that the reader reports.
        return null;
    }

    private static string? ReadField(ref Utf8JsonReader json, VersionPool versions, ref Fields fields)
    {
        if (json.ValueTextEquals("version"u8))
        {
            return fields.Version is not null ? Twice("version") : ReleaseJson.ReadVersion(ref json, versions, out fields.Version);
        }

        if (json.ValueTextEquals("arch"u8))
        {
            return fields.Architecture is not null ? Twice("arch") : ReleaseJson.ReadText(ref json, "arch", out fields.Architecture);
        }

        if (json.ValueTextEquals("payload"u8))
        {
            return fields.Payload is not null ? Twice("payload") : ReleaseJson.ReadText(ref json, "payload", out fields.Payload);
        }

        if (json.ValueTextEquals("previous"u8))
        {
            return !fields.Previous.IsDefault ? Twice("previous") : ReleaseJson.ReadVersions(ref json, "previous", versions, out fields.Previous);
        }

        if (json.ValueTextEquals("next"u8))
        {
            return !fields.Next.IsDefault ? Twice("next") : ReleaseJson.ReadVersions(ref json, "next", versions, out fields.Next);
        }

        if (json.ValueTextEquals("metadata"u8))
        {
            return !fields.Metadata.IsDefault ? Twice("metadata") : ReleaseJson.ReadMetadata(ref json, out fields.Metadata);
        }

        _ = json.Read();
        json.Skip();
        return null;
    }

    private static string Twice(string key) => $"the key '{key}' stands twice";

    private ref struct Fields
    {
        public ReleaseVersion? Version;
        public string? Architecture;
        public string? Payload;
        public ImmutableArray<ReleaseVersion> Previous;
        public ImmutableArray<ReleaseVersion> Next;
        public ImmutableArray<KeyValuePair<string, string>> Metadata;

        public readonly string? Refuse()
        {
            if (Version is null || Architecture is null || Payload is null)
            {
                return $"the key '{(Version is null ? "version" : Architecture is null ? "arch" : "payload")}' is missing";
            }

            if (!Graph.Architecture.IsName(Architecture))
            {
                return $"the architecture '{Excerpt.Of(Architecture)}' is not of 0-9 and a-z";
            }

            return RefusePayload(Payload);
        }

        public readonly Release ToRelease(Place place)
        {
            _ = Graph.Architecture.TryParse(Architecture, out var architecture);
            return new Release(Version!, architecture!, Payload!, place)
            {
                Previous = Previous.IsDefault ? [] : Previous,
                Next = Next.IsDefault ? [] : Next,
                Metadata = Metadata.IsDefault ? [] : Metadata,
            };
        }

        private static string? RefusePayload(string payload)
        {
            if (payload.Length is 0 or > LongestPayload || payload.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return $"the payload '{Excerpt.Of(payload)}' is no pull spec";
            }

            var at = payload.IndexOf('@', StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            var digest = payload.AsSpan(at + 1);
            var colon = digest.IndexOf(':');
            var hex = digest[(colon + 1)..];
            var isLong = colon > 0 && hex.Length >= 32 && (hex.Length == 64 || !digest.StartsWith("sha256:", StringComparison.Ordinal));
            return !isLong || hex.ContainsAnyExcept(HexDigits)
                ? $"the payload '{Excerpt.Of(payload)}' does not end in a digest such as sha256:<64 hex digits>"
                : null;
        }
    }
}
