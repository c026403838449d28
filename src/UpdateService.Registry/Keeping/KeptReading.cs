using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Keeping;

/// <summary>A reading as one line of a journal. Keys that are not known make the line another program's, which is not used.</summary>
internal ref struct KeptReading
{
    private Digest? digest;
    private string? kind;
    private string? reason;
    private string? architecture;
    private string? created;
    private bool hasReferences;
    private bool lacksReferences;
    private ReleaseVersion? version;
    private ImmutableArray<ReleaseVersion> previous;
    private ImmutableArray<ReleaseVersion> next;
    private ImmutableArray<KeyValuePair<string, string>> metadata;

    /// <summary>Writes a reading.</summary>
    public static void Write(IBufferWriter<byte> target, PayloadReading reading) => KeptLine.Seal(target, json =>
    {
        json.WriteString("digest"u8, reading.Digest.ToString());
        json.WriteString("kind"u8, reading.Kind.ToString());
        if (reading.Facts is null)
        {
            json.WriteString("reason"u8, reading.Reason);
            return;
        }

        Write(json, reading.Facts);
    });

    /// <summary>Reads a reading; the reader must be at the object's first key.</summary>
    public static bool TryRead(ref Utf8JsonReader json, VersionPool versions, [NotNullWhen(true)] out PayloadReading? reading)
    {
        reading = null;
        var fields = default(KeptReading);
        do
        {
            if (!fields.TryReadField(ref json, versions))
            {
                return false;
            }
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName);
        reading = fields.ToReading();
        return reading is not null;
    }

    private static void Write(Utf8JsonWriter json, ReleaseFacts facts)
    {
        json.WriteString("version"u8, facts.Version.Text);
        json.WriteString("arch"u8, facts.Architecture.Name);
        Write(json, "previous"u8, facts.Previous);
        Write(json, "next"u8, facts.Next);
        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in facts.Metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        if (facts.Created is { } created)
        {
            json.WriteString("created"u8, created.ToString("O"));
        }

        if (facts.LacksImageReferences)
        {
            json.WriteNull("references"u8);
        }
        else
        {
            json.WriteBoolean("references"u8, facts.HasImageReferences);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> key, ImmutableArray<ReleaseVersion> versions)
    {
        json.WriteStartArray(key);
        foreach (var entry in versions)
        {
            json.WriteStringValue(entry.Text);
        }

        json.WriteEndArray();
    }

    private bool TryReadField(ref Utf8JsonReader json, VersionPool versions)
    {
        if (json.ValueTextEquals("digest"u8))
        {
            return KeptLine.TryReadDigest(ref json, out digest);
        }

        if (json.ValueTextEquals("references"u8))
        {
            _ = json.Read();
            hasReferences = json.TokenType == JsonTokenType.True;
            lacksReferences = json.TokenType == JsonTokenType.Null;
            return true;
        }

        var refusal = json.ValueTextEquals("kind"u8) ? ReleaseJson.ReadText(ref json, "kind", out kind)
            : json.ValueTextEquals("reason"u8) ? ReleaseJson.ReadText(ref json, "reason", out reason)
            : json.ValueTextEquals("arch"u8) ? ReleaseJson.ReadText(ref json, "arch", out architecture)
            : json.ValueTextEquals("created"u8) ? ReleaseJson.ReadText(ref json, "created", out created)
            : json.ValueTextEquals("version"u8) ? ReleaseJson.ReadVersion(ref json, versions, out version)
            : json.ValueTextEquals("previous"u8) ? ReleaseJson.ReadVersions(ref json, "previous", versions, out previous)
            : json.ValueTextEquals("next"u8) ? ReleaseJson.ReadVersions(ref json, "next", versions, out next)
            : json.ValueTextEquals("metadata"u8) ? ReleaseJson.ReadMetadata(ref json, out metadata)
            : "the key is not known";
        return refusal is null;
    }

    private readonly PayloadReading? ToReading()
    {
        if (digest is null || !Enum.TryParse<PayloadKind>(kind, out var parsed))
        {
            return null;
        }

        if (parsed != PayloadKind.Release)
        {
            return reason is null ? null : new PayloadReading(digest, parsed, reason);
        }

        return version is null || !Architecture.TryParse(architecture, out var name)
            ? null
            : new PayloadReading(digest, parsed, "")
            {
                Facts = new ReleaseFacts(version, name)
                {
                    Previous = previous.IsDefault ? [] : previous,
                    Next = next.IsDefault ? [] : next,
                    Metadata = metadata.IsDefault ? [] : metadata,
                    Created = DateTimeOffset.TryParseExact(created, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
                    HasImageReferences = hasReferences,
                    LacksImageReferences = lacksReferences,
                },
            };
    }
}
