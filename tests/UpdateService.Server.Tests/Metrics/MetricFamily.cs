using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UpdateService.Server.Tests.Metrics;

/// <summary>One family of Prometheus' text format 0.0.4, read strictly: whatever a scraper might refuse fails the test.</summary>
/// <param name="Name">Of the family.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Samples">By name with labels as written.</param>
internal sealed partial record MetricFamily(string Name, string Type, ImmutableDictionary<string, double> Samples)
{
    /// <summary>Reads a whole exposition.</summary>
    public static Dictionary<string, MetricFamily> ReadAll(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        var families = new Dictionary<string, MetricFamily>(StringComparer.Ordinal);
        var lines = new Queue<string>(text[..^1].Split('\n'));
        while (lines.TryDequeue(out var line))
        {
            var help = HelpLine().Match(line);
            Assert.True(help.Success, $"HELP must begin a family: {line}");
            var type = TypeLine().Match(lines.Dequeue());
            Assert.Equal(help.Groups["name"].Value, type.Groups["name"].Value);
            var samples = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
            while (lines.TryPeek(out var sample) && !sample.StartsWith('#'))
            {
                ReadSample(lines.Dequeue(), type.Groups["name"].Value, type.Groups["type"].Value, samples);
            }

            families.Add(type.Groups["name"].Value, new MetricFamily(type.Groups["name"].Value, type.Groups["type"].Value, samples.ToImmutable()));
        }

        foreach (var family in families.Values.Where(family => family.Type == "histogram"))
        {
            family.CheckHistogram();
        }

        return families;
    }

    /// <summary>The text of a label's value as it is meant.</summary>
    public static string Unescape(string value)
    {
        var text = new StringBuilder();
        for (var index = 0; index < value.Length; index++)
        {
            _ = text.Append(value[index] != '\\' ? value[index] : value[++index] switch { 'n' => '\n', var other => other });
        }

        return text.ToString();
    }

    private static void ReadSample(string line, string family, string type, ImmutableDictionary<string, double>.Builder samples)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"No sample: {line}");
        Assert.Contains(match.Groups["name"].Value, type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : (string[])[family]);
        var labels = match.Groups["label"].Captures.Select(capture => capture.Value).ToList();
        Assert.Equal(labels.Count, labels.Distinct(StringComparer.Ordinal).Count());
        var value = double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.True(double.IsFinite(value));
        Assert.True(type == "gauge" || value >= 0, $"A counter is negative: {line}");
        samples.Add($"{match.Groups["name"].Value}{match.Groups["labels"].Value}", value);
    }

    private void CheckHistogram()
    {
        var buckets = Samples
            .Where(sample => sample.Key.StartsWith($"{Name}_bucket", StringComparison.Ordinal))
            .Select(sample => (Bound: BoundOf(sample.Key), Count: sample.Value))
            .OrderBy(bucket => bucket.Bound)
            .ToList();
        Assert.Equal(buckets.Select(bucket => bucket.Count).Order(), buckets.Select(bucket => bucket.Count));
        Assert.Equal(double.PositiveInfinity, buckets[^1].Bound);
        Assert.Equal(Samples[$"{Name}_count"], buckets[^1].Count);
        Assert.Contains($"{Name}_sum", Samples.Keys);
    }

    private static double BoundOf(string sample)
    {
        var bound = sample[(sample.IndexOf("le=\"", StringComparison.Ordinal) + 4)..^2];
        return bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\A# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+\z", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"\A# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)\z", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*)=""(?:[^""\\]|\\\\|\\""|\\n)*""(?:,(?<label>[a-zA-Z_][a-zA-Z0-9_]*)=""(?:[^""\\]|\\\\|\\""|\\n)*"")*\})? (?<value>[-+0-9.eE]+)\z", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex SampleLine();
}
