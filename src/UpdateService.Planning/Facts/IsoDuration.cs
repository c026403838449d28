using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.Planning.Facts;

/// <summary>The durations that graph-data's feeders use: weeks, days, hours and minutes of ISO 8601.</summary>
internal static partial class IsoDuration
{
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Form().Match(text ?? "");
        if (!match.Success)
        {
            return false;
        }

        duration = TimeSpan.FromDays((Number(match, "w") * 7) + Number(match, "d")) + TimeSpan.FromMinutes((Number(match, "h") * 60) + Number(match, "m"));
        return true;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    // No time limit: it takes linear steps, and a limit by the clock lets a busy machine refuse what is right.
    [GeneratedRegex(@"^P(?!\z)(?:(?<w>[0-9]{1,4})W)?(?:(?<d>[0-9]{1,5})D)?(?:T(?!\z)(?:(?<h>[0-9]{1,6})H)?(?:(?<m>[0-9]{1,7})M)?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Form();
}
