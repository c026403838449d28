using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>In which channels the hops of a plan are.</summary>
public sealed class ChannelChoiceTests
{
    /// <summary>For each channel the patches of 4.1 in it, of a chain that begins with 4.1.0.</summary>
    [Theory]
    [InlineData("01", "01", "", "01", null, "stable")]
    [InlineData("01", "01", "", "01", "eus-4.1", "eus")]
    [InlineData("01", "01", "", "", "candidate-4.1", "stable")]
    [InlineData("01", "012", "12", "23", null, "eus eus candidate")]
    [InlineData("01", "012", "", "123", null, "stable candidate candidate")]
    [InlineData("01", "012", "", "123", "eus-4.1", "eus eus candidate")]
    [InlineData("01", "012", "123", "0123", null, "stable fast fast")]
    [InlineData("01", "012", "", "0123", null, "candidate candidate candidate")]
    public void Changes_are_as_few_as_can_be_and_then_the_preferred_channels_come_first(string stable, string eus, string fast, string candidate, string? current, string chosen)
    {
        var last = (stable + eus + fast + candidate).Max() - '0';
        var sketch = new Sketch
        {
            Release("4.1.0"), Enumerable.Range(1, last).Select(patch => Release($"4.1.{patch}").From($"4.1.{patch - 1}")),
            Channel("stable-4.1", Patches(stable)), Channel("eus-4.1", Patches(eus)), Channel("fast-4.1", Patches(fast)), Channel("candidate-4.1", Patches(candidate)),
        };
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version($"4.1.{last}"))) { CurrentChannel = current };

        var plan = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).FindPath(question).Best!;

        Assert.Equal(chosen, string.Join(' ', plan.Hops.Select(hop => ProductRules.StreamOf(hop.Channel))));

        static string[] Patches(string digits) => [.. digits.Select(digit => $"4.1.{digit}")];
    }
}
