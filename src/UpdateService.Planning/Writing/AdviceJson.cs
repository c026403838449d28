using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Releases;

namespace UpdateService.Planning.Writing;

/// <summary>Channels, releases and advice as JSON.</summary>
internal static class AdviceJson
{
    /// <summary>Writes advice.</summary>
    public static void Write(Utf8JsonWriter json, RecommendationAnswer answer, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, answer.Question.Version.Text);
        json.WriteString("arch"u8, answer.Question.Architecture.Name);
        json.WriteText("channel"u8, answer.Channel);
        json.WriteRevision(revision);
        json.WriteRelease("current"u8, answer.Current);
        json.WriteNames("otherChannels"u8, answer.OtherChannels);
        if (answer.Recommended is { } recommended)
        {
            json.WritePropertyName("recommended"u8);
            Write(json, recommended);
        }
        else
        {
            json.WriteNull("recommended"u8);
        }

        json.WriteOnward(answer.Onward);
        ReasonJson.WriteReasons(json, answer.Reasons);
        json.WriteArray("updates"u8, answer.Updates, update => Write(json, update));
        json.WriteArray("conditionalUpdates"u8, answer.ConditionalUpdates, update => Write(json, update));
        json.WriteRelease("multi"u8, answer.MultiArchitecture);
        json.WriteUnknownRisks(answer.UnknownRisks);
        json.WriteEndObject();
    }

    /// <summary>Writes all about one release; one that is not there is for problem details instead.</summary>
    public static void Write(Utf8JsonWriter json, ReleaseAnswer answer, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, answer.Version.Text);
        json.WriteString("arch"u8, answer.Architecture.Name);
        json.WriteRevision(revision);
        json.WriteText("payload"u8, answer.Release?.Release.Payload);
        json.WriteText("url"u8, answer.Release?.MetadataValue(MetadataKeys.Url));
        json.WriteNames("channels"u8, answer.Channels);
        json.WriteArray("otherArchitectures"u8, answer.OtherArchitectures, architecture => json.WriteStringValue(architecture.Name));
        json.WriteArray("updatesTo"u8, answer.Targets, update => Write(json, update));
        json.WriteArray("updatesFrom"u8, answer.Sources, update => Write(json, update));
        json.WriteArray("hardBlocks"u8, answer.HardBlocks, block =>
        {
            json.WriteStartObject();
            json.WriteString("file"u8, block.Place.File);
            json.WriteNumber("line"u8, block.Place.Line);
            json.WriteString("from"u8, block.Pattern);
            json.WriteEndObject();
        });
        ReasonJson.WriteReasons(json, answer.Reasons);
        json.WriteEndObject();
    }

    /// <summary>Writes a list of releases.</summary>
    public static void Write(Utf8JsonWriter json, ReleaseList list, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("arch"u8, list.Architecture.Name);
        json.WriteText("channel"u8, list.Channel);
        json.WriteRevision(revision);
        json.WriteArray("releases"u8, list.Releases, release =>
        {
            json.WriteStartObject();
            json.WriteReleaseContent(release);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary>Writes the channels of an architecture.</summary>
    public static void Write(Utf8JsonWriter json, ChannelsAnswer answer, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("arch"u8, answer.Architecture.Name);
        json.WriteRevision(revision);
        json.WriteArray("channels"u8, answer.Channels, channel =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, channel.Name);
            json.WriteText("oldest"u8, channel.Oldest?.Text);
            json.WriteText("newest"u8, channel.Newest?.Text);
            json.WriteNumber("releases"u8, channel.Releases);
            json.WriteNumber("edges"u8, channel.Edges);
            json.WriteNumber("conditionalEdges"u8, channel.ConditionalEdges);
            json.WriteArray("notMirrored"u8, channel.NotMirrored, version => json.WriteStringValue(version.Text));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary>Writes the table of a channel: rows of <c>[to, set]</c>; the set with number 0 is empty.</summary>
    public static void Write(Utf8JsonWriter json, UpdateMatrix matrix, int? revision)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, matrix.Channel);
        json.WriteString("arch"u8, matrix.Architecture.Name);
        json.WriteRevision(revision);
        json.WriteArray("versions"u8, matrix.Versions, version => json.WriteStringValue(version.Text));
        json.WriteArray("risks"u8, matrix.Risks, risk =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, risk.Name);
            json.WriteString("message"u8, risk.Message);
            json.WriteString("url"u8, risk.Url);
            json.WriteEndObject();
        });
        json.WriteArray("riskSets"u8, matrix.RiskSets, set => Numbers(json, set));
        json.WriteArray("rows"u8, matrix.Rows, row =>
        {
            json.WriteStartArray();
            foreach (var cell in row)
            {
                Numbers(json, [cell.To, cell.RiskSet]);
            }

            json.WriteEndArray();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Update update)
    {
        json.WriteStartObject();
        json.WriteReleaseContent(update.Release);
        json.WriteArray("risks"u8, update.Risks, json.WriteRisk);
        json.WriteNumber("unacceptedRisks"u8, update.UnacceptedRisks);
        json.WriteBoolean("crossesMinors"u8, update.CrossesMinors);
        json.WriteBoolean("leadsBack"u8, update.LeadsBack);
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, ImmutableArray<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
