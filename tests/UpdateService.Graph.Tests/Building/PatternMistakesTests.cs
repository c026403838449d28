using UpdateService.Graph.Building;
using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Tests.Building;

public sealed class PatternMistakesTests
{
    private static readonly string[] Sources = ["4.17.9+amd64", "4.18.1+amd64", "4.18.2+amd64"];

    [Theory]
    [InlineData(@"^4\.18\.1$", @"^4\.18\.1\+")]
    [InlineData("4.18.1+amd64", @"4.18.1\+amd64")]
    [InlineData(@"4\.18\.(1|2)+amd64", @"4\.18\.(1|2)\+amd64")]
    [InlineData(@"^v4\.18\.1", @"^4\.18\.1")]
    [InlineData(@"4\.18\.1\+x86_64", @"4\.18\.1\+amd64")]
    [InlineData("4.18.1-x86_64", @"4.18.1\+amd64")]
    [InlineData("4,18,1", "4.18.1")]
    public void A_slip_is_told_with_what_may_be_meant(string text, string meant) =>
        Assert.Equal(meant, PatternMistakes.MeantBy(SourcePattern.TryParse(text, out var pattern, out _) ? pattern : SourcePattern.All, Sources));

    [Theory]
    [InlineData("4[.]13[.].*")]
    [InlineData("never")]
    [InlineData(@"^4\.16\.1$")]
    public void A_pattern_that_is_meant_as_it_stands_is_no_slip(string text) =>
        Assert.Null(PatternMistakes.MeantBy(SourcePattern.TryParse(text, out var pattern, out _) ? pattern : SourcePattern.All, Sources));
}
