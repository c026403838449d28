using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Pieces that several answers share.</summary>
internal static class JsonPieces
{
    public static void WriteArray<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    public static void WriteNames(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> names) =>
        json.WriteArray(name, names, json.WriteStringValue);

    /// <summary>Writes a text, or null.</summary>
    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes the revision, if the graph is that of a service.</summary>
    public static void WriteRevision(this Utf8JsonWriter json, int? revision)
    {
        if (revision is { } number)
        {
            json.WriteNumber("revision"u8, number);
        }
    }

    /// <summary>Writes <c>onward</c>: what can be reached from a release; null if there is none.</summary>
    public static void WriteOnward(this Utf8JsonWriter json, Onward? onward)
    {
        if (onward is null)
        {
            json.WriteNull("onward"u8);
            return;
        }

        json.WriteStartObject("onward"u8);
        json.WriteTruth("newestOfMinor"u8, onward.NewestOfMinor);
        json.WriteTruth("nextMinor"u8, onward.NextMinor);
        json.WriteTruth("nextEus"u8, onward.NextEus);
        json.WriteText("gateway"u8, onward.Gateway?.Text);
        json.WriteEndObject();
    }

    private static void WriteTruth(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes a risk with its texts.</summary>
    public static void WriteRisk(this Utf8JsonWriter json, HopRisk risk)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, risk.Risk.Name);
        json.WriteString("message"u8, risk.Risk.Message);
        json.WriteString("url"u8, risk.Risk.Url);
        json.WriteBoolean("accepted"u8, risk.IsAccepted);
        json.WriteEndObject();
    }

    /// <summary>Writes the accepted names that do not exist; nothing if there are none.</summary>
    public static void WriteUnknownRisks(this Utf8JsonWriter json, ImmutableArray<UnknownName> unknown)
    {
        if (!unknown.IsEmpty)
        {
            json.WriteArray("unknownRisks"u8, unknown, name =>
            {
                json.WriteStartObject();
                json.WriteString("name"u8, name.Name);
                json.WriteNames("nearMatches"u8, name.NearMatches);
                json.WriteEndObject();
            });
        }
    }

    /// <summary>Writes a release as an object; null if there is none.</summary>
    public static void WriteRelease(this Utf8JsonWriter json, ReadOnlySpan<byte> name, GraphNode? node)
    {
        if (node is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteReleaseContent(node);
        json.WriteEndObject();
    }

    /// <summary>Writes the values of a release that are part of every answer.</summary>
    public static void WriteReleaseContent(this Utf8JsonWriter json, GraphNode node)
    {
        json.WriteString("version"u8, node.Version.Text);
        json.WriteString("arch"u8, node.Release.Architecture.Name);
        json.WriteString("payload"u8, node.Release.Payload);
        json.WriteText("url"u8, node.MetadataValue(MetadataKeys.Url));
        json.WriteNames("channels"u8, node.Channels);
    }
}
