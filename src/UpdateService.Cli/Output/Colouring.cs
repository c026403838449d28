using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace UpdateService.Cli.Output;

/// <summary>Colours for an answer in words: the same lines, so that who takes the colours away has the plain text again.</summary>
internal static partial class Colouring
{
    private const int Unbroken = 1_000_000;

    private static readonly ImmutableArray<(Regex Line, Style Style)> Rules =
    [
        (Stop(), new Style(Color.Aqua, decoration: Decoration.Bold)),
        (Risk(), new Style(Color.Yellow)),
        (Advice(), new Style(Color.Green, decoration: Decoration.Bold)),
        (Step(), new Style(Color.Aqua)),
        (Reason(), new Style(decoration: Decoration.Bold)),
        (Head(), new Style(decoration: Decoration.Bold)),
        (Detail(), new Style(decoration: Decoration.Dim)),
    ];

    /// <summary>The text with colours.</summary>
    /// <param name="text">Without control characters.</param>
    /// <param name="status">The exit status: the first line has its colour.</param>
    public static string Of(string text, int status)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var console = ConsoleOn(writer, Unbroken, isColoured: true);
        var lines = text.TrimEnd('\n').Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            if (number == 0)
            {
                console.Write(new Text(lines[0], new Style(Headline(status), decoration: Decoration.Bold)));
            }
            else
            {
                Write(console, lines[number]);
            }

            writer.Write('\n');
        }

        return writer.ToString();
    }

    /// <summary>A console of Spectre that writes to a text.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter writer, int width, bool isColoured)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static Color Headline(int status) => status switch
    {
        ExitStatus.Fine => Color.Green,
        ExitStatus.RisksToAccept => Color.Yellow,
        _ => Color.Red,
    };

    private static void Write(IAnsiConsole console, string line)
    {
        foreach (var (pattern, style) in Rules)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                var mark = match.Groups["mark"];
                console.Write(new Text(line[..mark.Index]));
                console.Write(new Text(mark.Value, style));
                console.Write(new Text(line[(mark.Index + mark.Length)..]));
                return;
            }
        }

        console.Write(new Text(line));
    }

    [GeneratedRegex(@"^(?<mark>[0-9]+\. .+)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Stop();

    [GeneratedRegex(@"^ +(?<mark>! risk [A-Za-z0-9_]+):", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Risk();

    [GeneratedRegex(@"^(?<mark>Recommended: .+)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Advice();

    [GeneratedRegex(@"^ +(?<mark>-> .+)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?<mark>[A-Z][A-Za-z]+):", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^(?<mark>[A-Z][A-Z ]+)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Head();

    [GeneratedRegex(@"^ +(?<mark>(?:https?://\S+|\S+@sha256:[0-9a-f]+))$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Detail();
}
