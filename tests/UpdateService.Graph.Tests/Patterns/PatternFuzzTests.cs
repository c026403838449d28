using System.Text.RegularExpressions;
using UpdateService.Graph.Patterns;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Graph.Tests.Patterns;

/// <summary>Whatever stands where the pattern of a blocked edge belongs.</summary>
public sealed class PatternFuzzTests
{
    private static readonly string[] Sources = ["4.16.3+amd64", "4.1.0-rc.1+arm64", "", new string('4', 256), "4.18.0\n"];

    private static readonly Corpus Patterns = Corpus.Of(
        [
            .. Tokens.Any,
            .. Tokens.Of(
                "(?:", "(?i)", "(?P<n>", "(?<n>", "(?=", "(?!", "(?<=", "(?#x)", "(?>", ")", "(", "[", "]", "[^", "[[:digit:]]", "[a&&b]", "[a--b]", "{1000}", "{0,1000}", "{,3}", "{2}", "{", "}",
                "\\d", "\\D", "\\w", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G", "\\p{L}", "\\pL", "\\x41", "\\u0041", "\\1", "\\k<n>", "\\Q", "\\E", "\\/", "\\-", "|", "*?", "+?", "??", "*+", "^", "$", ".*"),
        ],
        ".*", "4[.]1[.][0-9]+", @"^4\.1\.(1|2|3)[+]amd64$", @"4\.(16|17)\..*", "(?i)(4|5)[.][^a-z]{1,3}", @"^(4\.9\.([0-9]|[1-3][0-9]|4[0-5])|4\.8\..*)[+](amd64|arm64)$", @"\d{1,3}(\.\d+)+?", "a|b|", "()", "(?<x>a)(?:b)?");

    [Fact]
    public void A_pattern_is_refused_with_a_reason_or_matches_as_in_linear_time() => Fuzz.Texts(
        Patterns,
        text =>
        {
            if (!SourcePattern.TryParse(text, out var pattern, out var reason))
            {
                Assert.Null(pattern);
                Fuzz.AssertTold(reason);
                return;
            }

            Assert.Equal(text, pattern.Text);
            var matches = pattern.ToMatcher();
            var linear = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            foreach (var source in Sources)
            {
                Assert.Equal(linear.IsMatch(source), matches(source));
                Assert.True(!pattern.MatchesAll || matches(source));
            }
        },
        inputs: 1500);
}
