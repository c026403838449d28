using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.Linting;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Linting;

/// <summary>What lint found, for people and for scripts.</summary>
internal sealed class LintReport(LintResult result, LintPlaces places)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>The problems, in the order of their places.</summary>
    public ImmutableArray<Problem> Problems => result.Problems;

    /// <summary>How files are named.</summary>
    public LintPlaces Places => places;

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public static string Level(Problem problem) => problem.Severity == ProblemSeverity.Warning ? "warning" : "error";

    /// <summary>A line for each problem, as compilers write them, and a summary.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var problem in Problems)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{PlainText.Of(places.Shown(problem.Place).ToString())}: {Level(problem)}: {problem.Rule}: {PlainText.Of(problem.Message)}\n");
        }

        var inputs = result.Inputs;
        var looked = string.Create(CultureInfo.InvariantCulture, $"{Amount.Of(inputs.Channels.Length, "channel")}, {Amount.Of(inputs.BlockedEdges.Length, "blocked edge")}, {Amount.Of(inputs.Releases.Length, "release")}");
        var errors = Problems.Count(problem => Level(problem) == "error");
        return Problems.IsEmpty
            ? $"Nothing found in {looked}.\n"
            : text.Append(CultureInfo.InvariantCulture, $"\n{Amount.Of(errors, "error")} and {Amount.Of(Problems.Length - errors, "warning")} in {looked}.\n").ToString();
    }

    /// <summary>The same for scripts.</summary>
    public string ToJson() => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("problems"u8);
        foreach (var problem in Problems)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, places.Shown(problem.Place).File);
            json.WriteNumber("line"u8, problem.Place.Line);
            json.WriteString("level"u8, Level(problem));
            json.WriteString("rule"u8, problem.Rule.ToString());
            json.WriteString("message"u8, problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes indented JSON.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
