using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Explanations;

namespace UpdateService.Planning.Writing;

/// <summary>Reasons as JSON.</summary>
public static class ReasonJson
{
    /// <summary>Writes <c>{"from":…,"to":…,"arch":…,"revision":…,"reasons":[…]}</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="answer">The explanation.</param>
    /// <param name="revision">The number of the revision; null if the graph is not that of a service.</param>
    internal static void Write(Utf8JsonWriter json, ExplanationAnswer answer, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, answer.Question.From.Text);
        json.WriteString("to"u8, answer.Question.To.Text);
        json.WriteString("arch"u8, answer.Question.Architecture.Name);
        json.WriteText("channel"u8, answer.Question.Channel);
        json.WriteRevision(revision);
        json.WriteBoolean("complete"u8, answer.IsComplete);
        WriteReasons(json, answer.Reasons);
        json.WriteUnknownRisks(answer.UnknownRisks);
        json.WriteEndObject();
    }

    /// <summary>Writes the <c>reasons</c> of an answer: kind, message, evidence, next step.</summary>
    /// <param name="json">Stands inside an object.</param>
    /// <param name="reasons">The reasons; none results in an empty array.</param>
    public static void WriteReasons(Utf8JsonWriter json, ImmutableArray<Reason> reasons)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteArray("reasons"u8, reasons, reason =>
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, reason.Kind.ToString());
            json.WriteString("message"u8, reason.Message);
            json.WriteStartObject("evidence"u8);
            WriteEvidence(json, reason.Evidence);
            json.WriteEndObject();
            json.WriteString("next"u8, reason.Next);
            json.WriteEndObject();
        });
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence evidence)
    {
        Text(json, "version"u8, evidence.Version);
        Text(json, "arch"u8, evidence.Architecture);
        Names(json, "architectures"u8, evidence.Architectures);
        Text(json, "channel"u8, evidence.Channel);
        Names(json, "channels"u8, evidence.Channels);
        Names(json, "sources"u8, evidence.Sources);
        Names(json, "namedBy"u8, evidence.NamedBy);
        Names(json, "nearMatches"u8, evidence.NearMatches);
        Text(json, "file"u8, evidence.File);
        if (evidence.Line is { } line)
        {
            json.WriteNumber("line"u8, line);
        }

        Text(json, "pattern"u8, evidence.Pattern);
        Names(json, "risks"u8, evidence.Risks);
        Names(json, "unacceptedRisks"u8, evidence.UnacceptedRisks);
        if (!evidence.RiskSets.IsEmpty)
        {
            json.WriteArray("riskSets"u8, evidence.RiskSets, set =>
            {
                json.WriteStartArray();
                foreach (var name in set)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
            });
        }

        Text(json, "firstStop"u8, evidence.FirstStop);
        Names(json, "stops"u8, evidence.Stops);
        Text(json, "newest"u8, evidence.Newest);
        Text(json, "feeder"u8, evidence.Feeder);
        Text(json, "delay"u8, evidence.Delay);
        if (evidence.Earliest is { } earliest)
        {
            json.WriteString("earliest"u8, earliest);
        }

        Text(json, "leftOut"u8, evidence.LeftOut);
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Names(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> names)
    {
        if (!names.IsEmpty)
        {
            json.WriteNames(name, names);
        }
    }
}
