using System.Text.Json;

namespace UpdateService.Cli.Linting;

/// <summary>What lint found as SARIF 2.1.0, which code-scanning services read.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
internal static class SarifLog
{
    /// <summary>Writes the log.</summary>
    public static string Of(LintReport report) => LintReport.Write(json =>
    {
        ProblemRule[] rules = [.. report.Problems.Select(problem => problem.Rule).Distinct().Order()];
        json.WriteStartObject();
        json.WriteString("$schema"u8, "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"u8);
        json.WriteString("version"u8, "2.1.0"u8);
        json.WriteStartArray("runs"u8);
        json.WriteStartObject();
        WriteTool(json, rules);
        json.WriteString("columnKind"u8, "utf16CodeUnits"u8);
        json.WriteStartArray("results"u8);
        foreach (var problem in report.Problems)
        {
            WriteResult(json, problem, Array.IndexOf(rules, problem.Rule), report.Places.Address(problem.Place));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTool(Utf8JsonWriter json, ProblemRule[] rules)
    {
        json.WriteStartObject("tool"u8);
        json.WriteStartObject("driver"u8);
        json.WriteString("name"u8, "updatectl lint"u8);
        json.WriteString("version"u8, Tool.Version);
        json.WriteStartArray("rules"u8);
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, rule.ToString());
            json.WriteString("name"u8, rule.ToString());
            WriteText(json, "shortDescription"u8, RuleTexts.Of(rule));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Problem problem, int rule, string address)
    {
        json.WriteStartObject();
        json.WriteString("ruleId"u8, problem.Rule.ToString());
        json.WriteNumber("ruleIndex"u8, rule);
        json.WriteString("level"u8, LintReport.Level(problem));
        WriteText(json, "message"u8, problem.Message);
        json.WriteStartArray("locations"u8);
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation"u8);
        json.WriteStartObject("artifactLocation"u8);
        json.WriteString("uri"u8, address);
        json.WriteEndObject();
        json.WriteStartObject("region"u8);
        json.WriteNumber("startLine"u8, Math.Max(1, problem.Place.Line)); // Where the whole file is meant, its beginning.
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}
