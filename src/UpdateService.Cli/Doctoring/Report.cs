using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Spectre.Console;
using UpdateService.Cli.Linting;
using UpdateService.Cli.Output;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring;

/// <summary>The findings, as text and as JSON.</summary>
internal static class Report
{
    private const int WidthOfNames = 12;
    private const int Unbroken = 1_000_000;

    /// <summary>The lines of a finding, below those of the one before.</summary>
    /// <param name="entry">The finding.</param>
    /// <param name="before">The subject of the one before; null at the beginning.</param>
    /// <param name="isColoured">Whether marks have colours.</param>
    public static string Lines(Entry entry, string? before, bool isColoured)
    {
        var text = new StringBuilder();
        if (entry.Subject != before)
        {
            _ = text.Append(before is null ? "" : "\n").Append(PlainText.Of(entry.Subject)).Append('\n');
        }

        var (mark, _, colour) = Shown(entry.Finding.Verdict);
        _ = text.Append("  ").Append(isColoured ? Coloured(mark, colour) : mark).Append(' ', 4 - mark.Length)
            .Append(entry.Check.PadRight(WidthOfNames)).Append(PlainText.Of(entry.Finding.Found)).Append('\n');
        if (entry.Finding.Remedy is { } remedy)
        {
            _ = text.Append(' ', WidthOfNames + 6).Append("-> ").Append(PlainText.Of(remedy)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The last line.</summary>
    public static string Summary(ImmutableArray<Entry> entries)
    {
        var (broken, notable) = (Count(Verdict.Broken), Count(Verdict.Notable));
        var look = notable == 0 ? "" : $"{notable} to check (!)";
        return broken == 0
            ? $"\nNothing is broken{(look.Length == 0 ? "" : $"; {look}")}.\n"
            : $"\n{broken} broken (✕){(look.Length == 0 ? "" : $", {look}")}: fix the first one first.\n";

        int Count(Verdict verdict) => entries.Count(entry => entry.Finding.Verdict == verdict);
    }

    /// <summary>All of it as JSON.</summary>
    public static string ToJson(ImmutableArray<Entry> entries) => LintReport.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, IsBroken(entries) ? "broken" : "ok");
        json.WriteStartArray("checks"u8);
        foreach (var (subject, check, finding) in entries)
        {
            json.WriteStartObject();
            json.WriteString("subject"u8, subject);
            json.WriteString("check"u8, check);
            json.WriteString("verdict"u8, Shown(finding.Verdict).Name);
            json.WriteString("found"u8, finding.Found);
            if (finding.Remedy is not null)
            {
                json.WriteString("remedy"u8, finding.Remedy);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Whether anything does not work.</summary>
    public static bool IsBroken(ImmutableArray<Entry> entries) => entries.Any(entry => entry.Finding.Verdict == Verdict.Broken);

    private static (string Mark, string Name, Color Colour) Shown(Verdict verdict) => verdict switch
    {
        Verdict.Fine => ("ok", "ok", Color.Green),
        Verdict.Notable => ("!", "look", Color.Yellow),
        Verdict.Broken => ("✕", "broken", Color.Red),
        _ => ("-", "skipped", Color.Grey),
    };

    private static string Coloured(string mark, Color colour)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Colouring.ConsoleOn(writer, Unbroken, isColoured: true).Write(new Text(mark, new Style(colour, decoration: Decoration.Bold)));
        return writer.ToString();
    }
}
