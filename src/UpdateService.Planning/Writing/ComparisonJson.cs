using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Comparisons;

namespace UpdateService.Planning.Writing;

/// <summary>Comparisons as JSON.</summary>
public static class ComparisonJson
{
    /// <summary>Writes <c>{"channels":[…]}</c>'s array alone, so that the caller can say around it what was compared.</summary>
    public static void WriteChannels(Utf8JsonWriter json, GraphComparison comparison)
    {
        json.WriteStartArray("channels"u8);
        foreach (var channel in comparison.Channels)
        {
            Write(json, channel);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one channel's comparison as an object.</summary>
    public static void Write(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, comparison.After);
        if (comparison.Before != comparison.After)
        {
            json.WriteString("comparedWith"u8, comparison.Before);
        }

        json.WriteString("arch"u8, comparison.Architecture.Name);
        WriteReleases(json, comparison);
        json.WriteStartObject("edges"u8);
        WriteArray(json, "added"u8, comparison.Edges.Added, edge => WritePair(json, edge.From, edge.To));
        WriteArray(json, "removed"u8, comparison.Edges.Removed, edge => WritePair(json, edge.From, edge.To));
        json.WriteEndObject();
        WriteConditionalEdges(json, comparison);
        json.WriteStartObject("risks"u8);
        WriteArray(json, "added"u8, comparison.Risks.Added, json.WriteStringValue);
        WriteArray(json, "removed"u8, comparison.Risks.Removed, json.WriteStringValue);
        WriteArray(json, "changed"u8, comparison.ChangedRisks, json.WriteStringValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReleases(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject("releases"u8);
        WriteArray(json, "added"u8, comparison.Releases.Added, version => json.WriteStringValue(version.Text));
        WriteArray(json, "removed"u8, comparison.Releases.Removed, version => json.WriteStringValue(version.Text));
        WriteArray(json, "changed"u8, comparison.ChangedReleases, change =>
        {
            json.WriteStartObject();
            json.WriteString("version"u8, change.Version.Text);
            json.WriteString("payloadBefore"u8, change.PayloadBefore);
            json.WriteString("payloadAfter"u8, change.PayloadAfter);
            WriteArray(json, "metadata"u8, change.MetadataKeys, json.WriteStringValue);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteConditionalEdges(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject("conditionalEdges"u8);
        WriteArray(json, "added"u8, comparison.ConditionalEdges.Added, edge => WriteConditional(json, edge));
        WriteArray(json, "removed"u8, comparison.ConditionalEdges.Removed, edge => WriteConditional(json, edge));
        WriteArray(json, "changed"u8, comparison.ChangedConditionalEdges, change =>
        {
            json.WriteStartObject();
            json.WriteString("from"u8, change.From.Text);
            json.WriteString("to"u8, change.To.Text);
            WriteArray(json, "before"u8, change.Before, risk => json.WriteStringValue(risk.Name));
            WriteArray(json, "after"u8, change.After, risk => json.WriteStringValue(risk.Name));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteConditional(Utf8JsonWriter json, ConditionalEdge edge)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, edge.From.Text);
        json.WriteString("to"u8, edge.To.Text);
        WriteArray(json, "risks"u8, edge.Risks, risk => json.WriteStringValue(risk.Name));
        json.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter json, ReleaseVersion from, ReleaseVersion to)
    {
        json.WriteStartArray();
        json.WriteStringValue(from.Text);
        json.WriteStringValue(to.Text);
        json.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
