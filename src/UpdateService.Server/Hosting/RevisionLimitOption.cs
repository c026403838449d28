using System.Globalization;
using UpdateService.Graph.Building;

namespace UpdateService.Server.Hosting;

/// <summary>Reads <c>--limit</c>: names and numbers such as <c>patterns=20000</c>. A name that is not given keeps its default.</summary>
internal static class RevisionLimitOption
{
    /// <summary>Reads the values.</summary>
    /// <exception cref="OptionException">A name is unknown, or a value is not a number above zero.</exception>
    public static RevisionLimits Read(IEnumerable<string> values, Option option) =>
        values.Aggregate(new RevisionLimits(), (limits, value) => With(limits, value, option));

    private static RevisionLimits With(RevisionLimits limits, string value, Option option)
    {
        var parts = value.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            throw Refuse();
        }

        return parts[0] switch
        {
            "patterns" => limits with { Patterns = number },
            "risks" => limits with { Risks = number },
            "pairs" => limits with { Pairs = number },
            "text" => limits with { Text = number },
            _ => throw Refuse(),
        };

        OptionException Refuse() => OptionReader.Refuse(option, value, $"write patterns, risks, pairs or text (in bytes), an equals sign and a number from 1 to {int.MaxValue}");
    }
}
