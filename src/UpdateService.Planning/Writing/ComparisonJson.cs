using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Comparisons;

namespace UpdateService.Planning.Writing;

/// <summary>Comparisons as JSON.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes <c>{"channels":[…]}</c>'s array alone, so that the answer can say before it what was compared.</summary>
    public static void WriteChannels(Utf8JsonWriter json, GraphComparison comparison)
    {
        json.WriteStartArray("channels"u8);
        foreach (var channel in comparison.Channels)
        {
            Write(json, channel);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one channel's comparison as an object. <c>added</c> is what <c>comparedWith</c> (or the later graph) has more.</summary>
    public static void Write(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, comparison.Before);
        if (comparison.Before != comparison.After)
        {
            json.WriteString("comparedWith"u8, comparison.After);
        }

        json.WriteString("arch"u8, comparison.Architecture.Name);
        WriteReleases(json, comparison);
        json.WriteStartObject("edges"u8);
        json.WriteArray("added"u8, comparison.Edges.Added, edge => WritePair(json, edge.From, edge.To));
        json.WriteArray("removed"u8, comparison.Edges.Removed, edge => WritePair(json, edge.From, edge.To));
        json.WriteEndObject();
        WriteConditionalEdges(json, comparison);
        json.WriteStartObject("risks"u8);
        json.WriteArray("added"u8, comparison.Risks.Added, json.WriteStringValue);
        json.WriteArray("removed"u8, comparison.Risks.Removed, json.WriteStringValue);
        json.WriteArray("changed"u8, comparison.ChangedRisks, json.WriteStringValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReleases(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject("releases"u8);
        json.WriteArray("added"u8, comparison.Releases.Added, version => json.WriteStringValue(version.Text));
        json.WriteArray("removed"u8, comparison.Releases.Removed, version => json.WriteStringValue(version.Text));
        json.WriteArray("changed"u8, comparison.ChangedReleases, change =>
        {
            json.WriteStartObject();
            json.WriteString("version"u8, change.Version.Text);
            json.WriteString("payloadBefore"u8, change.PayloadBefore);
            json.WriteString("payloadAfter"u8, change.PayloadAfter);
            json.WriteArray("metadata"u8, change.MetadataKeys, json.WriteStringValue);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteConditionalEdges(Utf8JsonWriter json, ChannelComparison comparison)
    {
        json.WriteStartObject("conditionalEdges"u8);
        json.WriteArray("added"u8, comparison.ConditionalEdges.Added, edge => WriteConditional(json, edge));
        json.WriteArray("removed"u8, comparison.ConditionalEdges.Removed, edge => WriteConditional(json, edge));
        json.WriteArray("changed"u8, comparison.ChangedConditionalEdges, change =>
        {
            json.WriteStartObject();
            json.WriteString("from"u8, change.From.Text);
            json.WriteString("to"u8, change.To.Text);
            json.WriteArray("before"u8, change.Before, risk => json.WriteStringValue(risk.Name));
            json.WriteArray("after"u8, change.After, risk => json.WriteStringValue(risk.Name));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteConditional(Utf8JsonWriter json, ConditionalEdge edge)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, edge.From.Text);
        json.WriteString("to"u8, edge.To.Text);
        json.WriteArray("risks"u8, edge.Risks, risk => json.WriteStringValue(risk.Name));
        json.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter json, ReleaseVersion from, ReleaseVersion to)
    {
        json.WriteStartArray();
        json.WriteStringValue(from.Text);
        json.WriteStringValue(to.Text);
        json.WriteEndArray();
    }
}
