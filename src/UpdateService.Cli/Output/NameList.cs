using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Output;

/// <summary>The format <c>-o name</c>: nothing but versions or names of channels, one a line, for scripts. It is read off the answer's JSON.</summary>
internal static class NameList
{
    /// <summary>The name of the format.</summary>
    public const string Format = "name";

    /// <summary>The names of an answer; nothing if it has none.</summary>
    /// <param name="kind">What was asked.</param>
    /// <param name="json">The answer.</param>
    /// <exception cref="CommandException">It is no answer of this kind.</exception>
    public static byte[] Of(QuestionKind kind, ReadOnlyMemory<byte> json) =>
        Read(json, answer => Encoding.UTF8.GetBytes(string.Concat(Names(kind, answer).Select(name => $"{PlainText.Of(name)}\n"))));

    /// <summary>Why an answer has no names, one sentence or two for each reason; empty if the answer gives no reason.</summary>
    /// <param name="json">The answer.</param>
    /// <exception cref="CommandException">It is not the JSON of an answer.</exception>
    public static ImmutableArray<string> Reasons(ReadOnlyMemory<byte> json) => Read(json, answer => answer.TryGetProperty("reasons", out var reasons)
        ? reasons.EnumerateArray().Select(reason => PlainText.Of($"{Text(reason, "message")} {Text(reason, "next")}".TrimEnd())).ToImmutableArray()
        : []);

    private static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw CommandException.Trouble("The server's answer is not JSON of an update service of this version; -o json shows it as it is.");
        }
    }

    private static ImmutableArray<string> Names(QuestionKind kind, JsonElement answer) => kind switch
    {
        QuestionKind.Path when answer.GetProperty("plans").GetArrayLength() > 0 => All(answer.GetProperty("plans")[0].GetProperty("hops"), "to"),
        QuestionKind.Recommended when answer.GetProperty("recommended").ValueKind == JsonValueKind.Object => [Text(answer.GetProperty("recommended"), "version")],
        QuestionKind.Channels => All(answer.GetProperty("channels"), "name"),
        QuestionKind.Releases => All(answer.GetProperty("releases"), "version"),
        QuestionKind.Release => [Text(answer, "version")],
        _ => [],
    };

    private static ImmutableArray<string> All(JsonElement items, string name) => [.. items.EnumerateArray().Select(item => Text(item, name))];

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";
}
