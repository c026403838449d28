using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace UpdateService.Snapshot;

/// <summary>What the command line asks for.</summary>
/// <param name="GraphData">The published graph-data: a folder or a gzip tar.</param>
/// <param name="Releases">A catalogue of the published releases.</param>
/// <param name="Output">The folder that is written.</param>
/// <param name="Date">Of which day the inputs are; null: of their newest file.</param>
/// <param name="FromMinor">Channels of older minor versions are left out.</param>
internal sealed record SnapshotOptions(string GraphData, string Releases, string Output, DateOnly? Date, MinorVersion FromMinor)
{
    /// <summary>What <c>--help</c> says.</summary>
    public const string Usage = """
        Writes the graph-data folder that ships with the service from published inputs.

          --graph-data DIR|FILE.tar.gz  the published graph-data
          --releases FILE               a catalogue of the published releases (.jsonl, .jsonl.gz)
          --output DIR                  the folder to write; empty, new, or written by this tool before
          --date YYYY-MM-DD             of which day the inputs are (default: the day of their newest file)
          --from-minor 4.12             leave out the channels of older minor versions (default: 4.12)
        """;

    private const string DateFormat = "yyyy-MM-dd";
    private const int NeededNames = 3;

    private static readonly string[] Names = ["--graph-data", "--releases", "--output", "--date", "--from-minor"];

    private static readonly MinorVersion DefaultFromMinor = new(4, 12);

    /// <summary>Reads the arguments: <c>--name value</c> or <c>--name=value</c>.</summary>
    public static bool TryParse(
        IReadOnlyList<string> arguments,
        [NotNullWhen(true)] out SnapshotOptions? options,
        [NotNullWhen(false)] out string? reason)
    {
        options = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        reason = Collect(arguments, values);
        if (reason is null && Array.Find(Names[..NeededNames], name => !values.ContainsKey(name)) is { } missing)
        {
            reason = $"The option {missing} is missing.";
        }

        DateOnly? date = null;
        MinorVersion? from = DefaultFromMinor;
        if (reason is null && values.TryGetValue("--date", out var day))
        {
            var isDay = DateOnly.TryParseExact(day, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
            date = isDay ? parsed : null;
            reason = date is null ? $"--date must be a day such as 2026-08-21, not '{Excerpt.Of(day)}'." : null;
        }

        if (reason is null && values.TryGetValue("--from-minor", out var minor) && !MinorVersion.TryParse(minor, out from))
        {
            reason = $"--from-minor must be a minor version such as 4.12, not '{Excerpt.Of(minor)}'.";
        }

        options = reason is null ? new SnapshotOptions(values[Names[0]], values[Names[1]], values[Names[2]], date, from!.Value) : null;
        return options is not null;
    }

    private static string? Collect(IReadOnlyList<string> arguments, Dictionary<string, string> values)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var equals = arguments[index].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arguments[index] : arguments[index][..equals];
            if (!Names.Contains(name, StringComparer.Ordinal))
            {
                return $"'{Excerpt.Of(name)}' is no option; the options are {string.Join(", ", Names)}.";
            }

            if (equals < 0 && ++index == arguments.Count)
            {
                return $"The option {name} needs a value.";
            }

            var value = equals < 0 ? arguments[index] : arguments[index][(equals + 1)..];
            if (value.Length == 0)
            {
                return $"The option {name} needs a value.";
            }

            if (!values.TryAdd(name, value))
            {
                return $"The option {name} stands twice.";
            }
        }

        return null;
    }
}
