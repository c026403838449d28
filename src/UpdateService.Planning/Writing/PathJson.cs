using System.Text.Json;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Writing;

/// <summary>Plans as JSON.</summary>
internal static class PathJson
{
    /// <summary>Writes the whole answer.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="answer">The answer; one that is refused is for problem details instead.</param>
    /// <param name="revision">The number of the revision; null if the graph is not that of a service.</param>
    public static void Write(Utf8JsonWriter json, PathAnswer answer, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, answer.Question.From.Text);
        json.WriteText("to"u8, answer.Best is { Hops.IsEmpty: false } best ? best.Hops[^1].To.Version.Text : answer.Question.To.IsNewest ? null : answer.Question.To.ToString());
        json.WriteString("arch"u8, answer.Question.Architecture.Name);
        json.WriteText("channel"u8, answer.Question.Channel);
        json.WriteRevision(revision);
        json.WriteArray("plans"u8, answer.Plans, plan => Write(json, plan));
        json.WriteNumber("ties"u8, answer.Ties);
        json.WriteBoolean("complete"u8, answer.IsComplete);
        json.WriteNames("streams"u8, answer.Streams);
        json.WriteBoolean("widerChannels"u8, answer.IsWider);
        json.WriteOnward(answer.Onward);
        ReasonJson.WriteReasons(json, answer.Reasons);
        json.WriteUnknownRisks(answer.UnknownRisks);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Plan plan)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, plan.Kind.ToString());
        json.WriteArray("hops"u8, plan.Hops, hop => Write(json, hop));
        json.WriteNames("risks"u8, plan.Risks);
        json.WriteNames("acceptedRisks"u8, plan.AcceptedRisks);
        json.WriteNames("unacceptedRisks"u8, plan.UnacceptedRisks);
        json.WriteNumber("channelChanges"u8, plan.ChannelChanges);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Hop hop)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, hop.From.Version.Text);
        json.WriteString("to"u8, hop.To.Version.Text);
        json.WriteString("channel"u8, hop.Channel);
        json.WriteText("channelCommand"u8, hop.ChannelCommand);
        json.WriteString("payload"u8, hop.Payload);
        json.WriteText("url"u8, hop.Url);
        json.WriteArray("risks"u8, hop.Risks, json.WriteRisk);
        json.WriteOnward(hop.Onward);
        json.WriteEndObject();
    }
}
