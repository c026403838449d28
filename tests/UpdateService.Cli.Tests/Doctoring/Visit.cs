using System.Collections.Immutable;
using System.Text.Json;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>A call of <c>doctor</c> that has ended.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Findings">What was found, in order.</param>
/// <param name="Text">The whole output.</param>
internal sealed record Visit(int Status, ImmutableArray<Found> Findings, string Text)
{
    /// <summary>Calls it.</summary>
    public static Task<Visit> WithAsync(params string[] arguments) => WithAsync(static around => around, arguments);

    /// <summary>Calls it in other surroundings.</summary>
    public static async Task<Visit> WithAsync(Func<Surroundings, Surroundings> change, params string[] arguments)
    {
        var ran = await Ran.WithAsync(change, ["doctor", .. arguments, "-o", "json"]);
        Assert.True(ran.Errors.Length == 0, ran.Errors);
        using var json = JsonDocument.Parse(ran.Output);
        var visit = new Visit(ran.Status, [.. json.RootElement.GetProperty("checks").EnumerateArray().Select(Read)], ran.Output);
        Assert.Equal(visit.Findings.Any(finding => finding.Verdict == "broken") ? "broken" : "ok", json.RootElement.GetProperty("status").GetString());
        Assert.All(visit.Findings, finding => Assert.True(finding.Verdict != "broken" || finding.Remedy is not null, $"{finding} is broken and has no remedy."));
        return visit;
    }

    /// <summary>The finding of the first check of this name.</summary>
    public Found this[string check] => Findings.FirstOrDefault(finding => finding.Check == check) ?? throw new KeyNotFoundException($"There is no '{check}' in {Text}");

    /// <summary>The verdicts of all checks: <c>way ok, DNS ok</c>.</summary>
    public string Verdicts => string.Join(", ", Findings.Select(finding => $"{finding.Check} {finding.Verdict}"));

    /// <summary>The one broken check, and status 5.</summary>
    public Found Breaks(string check)
    {
        Assert.True(Status == ExitStatus.Trouble, Text);
        var broken = Assert.Single(Findings, finding => finding.Verdict == "broken");
        Assert.Equal(check, broken.Check);
        return broken;
    }

    private static Found Read(JsonElement check) => new(
        check.GetProperty("subject").GetString()!,
        check.GetProperty("check").GetString()!,
        check.GetProperty("verdict").GetString()!,
        check.GetProperty("found").GetString()!,
        check.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null);
}

/// <summary>What one check found.</summary>
internal sealed record Found(string Subject, string Check, string Verdict, string Text, string? Remedy)
{
    /// <summary>Fails where the finding or its remedy lack a text.</summary>
    public void Says(string text, string? remedy = null)
    {
        Assert.Contains(text, Text, StringComparison.Ordinal);
        Assert.Contains(remedy ?? "", Remedy ?? "", StringComparison.Ordinal);
    }
}
