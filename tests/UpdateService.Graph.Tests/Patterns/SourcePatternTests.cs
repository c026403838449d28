using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using UpdateService.Graph.Patterns;
using UpdateService.GraphData.Files;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Patterns;

public sealed class SourcePatternTests
{
    [Theory]
    [InlineData(".*", "4.16.3+amd64", true)]
    [InlineData("", "4.16.3+amd64", true)]
    [InlineData("4[.]16", "4.16.3+amd64", true)]
    [InlineData("16", "4.16.3+amd64", true)]
    [InlineData("^16", "4.16.3+amd64", false)]
    [InlineData("[+]amd64", "4.16.3+amd64", true)]
    [InlineData("[+]amd64$", "4.16.3+arm64", false)]
    [InlineData(@"^4\.16\.3$", "4.16.3+amd64", false)]
    [InlineData(@"^4\.16\.3\+.*$", "4.16.3+amd64", true)]
    [InlineData(@"4\.(14|15)\.[0-9]+", "4.15.12+s390x", true)]
    [InlineData("^4[.]15[.]([0-9]|1[0-9])[+].*$", "4.15.20+amd64", false)]
    [InlineData("(?i)AMD64", "4.16.3+amd64", true)]
    [InlineData("AMD64", "4.16.3+amd64", false)]
    [InlineData("4.1.3", "4.1x3+amd64", true)]
    [InlineData(@"\d+\.\d{2}\.\d", "4.16.3+amd64", true)]
    public void It_is_looked_for_anywhere_in_the_version_with_its_architecture(string pattern, string source, bool matches) =>
        Assert.Equal(matches, Pattern(pattern).Matches(source));

    [Theory]
    [InlineData("a|b")]
    [InlineData("(a)(?:b)(?<name>c)")]
    [InlineData("()")]
    [InlineData("a||b")]
    [InlineData("a*b+c?d{2}e{2,}f{2,5}")]
    [InlineData("a*?b+?c??d{2}?e{2,}?f{2,5}?")]
    [InlineData("[a-z][^a-z][]a][^]a][a-][-a][.][+][*?{}()|^$]")]
    [InlineData(@"[\d\s\w\-\]\\][\n\t\r\f\v\a]")]
    [InlineData(@"\d\D\w\W\s\S\b\B\A\z\n\t\r\f\v\a")]
    [InlineData(@"\.\*\+\?\(\)\[\]\{\}\|\^\$\\\/\-\#\&\~\!\""\%\'\,\:\;\=\@\`")]
    [InlineData(@"\x41[\x41-\x5a]")]
    [InlineData(@"a\x41")]
    [InlineData(@"[\d-][\w.-]")]
    [InlineData("(?i)a(?-i)b")]
    [InlineData("(?i:a)(?s:.)(?m:^a$)(?is-m:a)")]
    [InlineData("[a&b][a~b][a&]")]
    [InlineData("^a$")]
    [InlineData("a}b]")]
    [InlineData("é+")]
    [InlineData("(a+)+$")]
    [InlineData("(?:)")]
    public void What_Rust_and_NET_read_alike_is_accepted(string pattern)
    {
        Assert.True(SourcePattern.TryParse(pattern, out var read, out var reason), reason);
        Assert.Equal(pattern, read.Text);
    }

    [Theory]
    [InlineData("[[:digit:]]", "nesting in Rust")]
    [InlineData("[a[b]]", "nesting in Rust")]
    [InlineData("[a-z-[aeiou]]", "nesting in Rust")]
    [InlineData("[a-z&&b-y]", "operator in Rust")]
    [InlineData("[a-z--b]", "operator in Rust")]
    [InlineData("[--a]", "operator in Rust")]
    [InlineData("[a~~b]", "operator in Rust")]
    [InlineData("(?P<name>a)", "no group in .NET")]
    [InlineData("(?P=name)", "no group in .NET")]
    [InlineData("(?P>name)", "no group in .NET")]
    [InlineData("(?=a)", "look-ahead")]
    [InlineData("(?!a)", "look-ahead")]
    [InlineData("(?<=a)b", "look-behind")]
    [InlineData("(?<!a)b", "look-behind")]
    [InlineData(@"(a)\1", "the escape")]
    [InlineData(@"(?<n>a)\k<n>", "the escape")]
    [InlineData("(?>a)", "flags")]
    [InlineData("(?#note)", "flags")]
    [InlineData("(?'n'a)", "flags")]
    [InlineData("(?(a)b|c)", "flags")]
    [InlineData("(?|a)", "flags")]
    [InlineData("(?x)a b", "flags")]
    [InlineData("(?n)a", "flags")]
    [InlineData("(?u)a", "flags")]
    [InlineData("(?U)a*", "flags")]
    [InlineData("(?R)a", "flags")]
    [InlineData("a*+", "nothing to repeat")]
    [InlineData("a++", "nothing to repeat")]
    [InlineData("a?+", "nothing to repeat")]
    [InlineData("a**", "nothing to repeat")]
    [InlineData("a{2}{3}", "nothing to repeat")]
    [InlineData("a{2}+", "nothing to repeat")]
    [InlineData("a{2}*", "nothing to repeat")]
    [InlineData("*", "nothing to repeat")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("+", "nothing to repeat")]
    [InlineData("?", "nothing to repeat")]
    [InlineData("a|*", "nothing to repeat")]
    [InlineData("(*a)", "nothing to repeat")]
    [InlineData("^*", "nothing to repeat")]
    [InlineData("{2}", "nothing to repeat")]
    [InlineData("(?i)*", "nothing to repeat")]
    [InlineData("a(?i)+", "nothing to repeat")]
    [InlineData("a(?i)?", "nothing to repeat")]
    [InlineData("a(?i){2}", "nothing to repeat")]
    [InlineData("(?:*a)", "nothing to repeat")]
    [InlineData("(?<n>*a)", "nothing to repeat")]
    [InlineData("a{", "a '{' that opens no count")]
    [InlineData("a{}", "a '{' that opens no count")]
    [InlineData("a{,3}", "a '{' that opens no count")]
    [InlineData("a{x}", "a '{' that opens no count")]
    [InlineData("a{2", "a '{' that opens no count")]
    [InlineData("a{2,3", "a '{' that opens no count")]
    [InlineData("a{2,3,4}", "a '{' that opens no count")]
    [InlineData("a{ 2 }", "a '{' that opens no count")]
    [InlineData("a{-1}", "a '{' that opens no count")]
    [InlineData("a{3,2}", "is not accepted")]
    [InlineData("a{99999999999}", "is not accepted")]
    [InlineData("(((a{1000}){1000}){1000})", "is not accepted")]
    [InlineData("(a", "is not closed")]
    [InlineData("((a)", "is not closed")]
    [InlineData("a)", "closes nothing")]
    [InlineData("[a", "is not closed")]
    [InlineData("[a-", "is not closed")]
    [InlineData("[a&", "is not closed")]
    [InlineData(@"[\d", "is not closed")]
    [InlineData(@"[\d-", "is not closed")]
    [InlineData("[]", "is not closed")]
    [InlineData("[^]", "is not closed")]
    [InlineData("[", "is not closed")]
    [InlineData("(?i", "is not closed")]
    [InlineData("(?", "is not closed")]
    [InlineData("[z-a]", "is not accepted")]
    [InlineData(@"[a-\d]", "is not accepted")]
    [InlineData(@"[\d-z]", "cannot begin a range")]
    [InlineData(@"a\", "a backslash ends it")]
    [InlineData(@"[a\", "a backslash ends it")]
    [InlineData(@"\Z", "the escape")]
    [InlineData(@"\G", "the escape")]
    [InlineData(@"\K", "the escape")]
    [InlineData(@"\R", "the escape")]
    [InlineData(@"\X", "the escape")]
    [InlineData(@"\e", "the escape")]
    [InlineData(@"\h", "the escape")]
    [InlineData(@"\0", "the escape")]
    [InlineData(@"\cA", "the escape")]
    [InlineData(@"\u0041", "the escape")]
    [InlineData(@"\U00000041", "the escape")]
    [InlineData(@"\p{L}", "the escape")]
    [InlineData(@"\pL", "the escape")]
    [InlineData(@"\P{L}", "the escape")]
    [InlineData(@"[\p{L}]", "the escape")]
    [InlineData(@"\Q.\E", "the escape")]
    [InlineData(@"\<a", "the escape")]
    [InlineData(@"a\>", "the escape")]
    [InlineData(@"\_", "the escape")]
    [InlineData(@"\ ", "the escape")]
    [InlineData(@"\é", "the escape")]
    [InlineData(@"[\b]", "the escape")]
    [InlineData(@"\b{start}", "a '{' that opens no count")]
    [InlineData(@"\x", "hexadecimal")]
    [InlineData(@"\x4", "hexadecimal")]
    [InlineData(@"\x{41}", "hexadecimal")]
    [InlineData("(?<1>a)", "group")]
    [InlineData("(?<a-b>c)", "group")]
    [InlineData("(?<>c)", "group")]
    [InlineData("(?<", "group")]
    [InlineData("(?<n", "group")]
    [InlineData("(?<n>a)(?<n>b)", "group")]
    [InlineData("(?i)\u017f390x", "beyond ASCII")]
    [InlineData("(?i:[\u017e-\u0180])390x", "beyond ASCII")]
    [InlineData("4[.]1[.].*\n", "white space")]
    [InlineData(".*\n", "white space")]
    [InlineData("4[.]1 |4[.]2", "white space")]
    [InlineData("\t4[.]1", "white space")]
    [InlineData("4[.]1\b", "white space")]
    [InlineData("4[.]1\u00a0", "white space")]
    public void What_they_read_differently_is_refused_with_a_reason(string pattern, string reason)
    {
        Assert.False(SourcePattern.TryParse(pattern, out var read, out var actual), pattern);
        Assert.Null(read);
        Assert.StartsWith("the pattern '", actual, StringComparison.Ordinal);
        Assert.Contains(reason, actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\1", 1)]
    [InlineData(@"4\.1\.\e", 7)]
    [InlineData("4[.]1[[:digit:]]", 6)]
    [InlineData("ab**", 4)]
    [InlineData("a)", 2)]
    [InlineData("4[.]1[.][9-0]", 12)]
    [InlineData(@"[a-\d]", 5)]
    public void The_reason_says_at_which_character(string pattern, int character)
    {
        Assert.False(SourcePattern.TryParse(pattern, out _, out var reason));
        Assert.Matches($@"at character {character}\)?$", reason);
    }

    [Fact]
    public void A_pattern_has_at_most_4096_characters()
    {
        Assert.True(SourcePattern.TryParse(new string('a', 4096), out _, out _));
        Assert.False(SourcePattern.TryParse(new string('a', 4097), out _, out var reason));
        Assert.Contains("more than 4096 characters", reason, StringComparison.Ordinal);
        Assert.True(reason.Length < 300);
    }

    [Theory]
    [InlineData(".*", true)]
    [InlineData("", true)]
    [InlineData(".+", false)]
    [InlineData("4", false)]
    public void That_every_source_matches_is_known_without_a_try(string pattern, bool all) => Assert.Equal(all, Pattern(pattern).MatchesAll);

    [Fact]
    public void A_pattern_matches_the_same_after_its_automaton_was_given_up()
    {
        var pattern = Pattern(@"^4\.16\.");
        MatchesAsWritten(pattern);
        GC.Collect();
        MatchesAsWritten(pattern);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(a*)*b")]
    [InlineData("(.*)*x")]
    [InlineData("(?:a?){50}a{50}$")]
    [InlineData("^(a|a)*$x")]
    [InlineData("a.*a.*a.*a.*a.*a.*a.*b")]
    [InlineData("(x+x+)+y|(a+a+)+b")]
    public async Task A_hostile_pattern_takes_linear_time(string pattern)
    {
        var source = new string('a', 100_000) + "!";
        var match = Task.Run(() => Pattern(pattern).Matches(source));
        var first = await Task.WhenAny(match, Task.Delay(TimeSpan.FromSeconds(20)));
        Assert.Same(match, first);
        _ = await match;
    }

    [Theory]
    [InlineData("(a+)+$", "!", false)]
    [InlineData("^(a|aa)+!$", "!", true)]
    [InlineData("(x+x+)+y|^(a+a+)+!", "!", true)]
    public void A_pattern_that_backtracks_for_too_long_still_has_the_right_answer(string pattern, string end, bool expected)
    {
        var isMatch = Pattern(pattern).ToMatcher();

        Assert.Equal(expected, isMatch(new string('a', 5000) + end));
        Assert.Equal(expected, isMatch(new string('a', 60) + end));
        Assert.Equal(expected, Pattern(pattern).Matches(new string('a', 60) + end));
    }

    [Fact]
    public void Deep_nesting_does_not_exhaust_the_stack()
    {
        var deep = new string('(', 2000) + "a" + new string(')', 2000);
        var accepted = SourcePattern.TryParse(deep, out var pattern, out _);
        Assert.True(!accepted || pattern!.Matches("a"));
        Assert.False(SourcePattern.TryParse(new string('(', 4000), out _, out _));
        Assert.False(SourcePattern.TryParse(new string('[', 4000), out _, out _));
    }

    [Fact]
    public void Patterns_are_equal_by_text()
    {
        Assert.Equal(Pattern("a.b"), Pattern("a.b"));
        Assert.NotEqual(Pattern("a.b"), Pattern("a[.]b"));
        Assert.Equal(Pattern("a.b").GetHashCode(), Pattern("a.b").GetHashCode());
        Assert.Equal(SourcePattern.All, Pattern(".*"));
    }

    [Fact]
    public void The_culture_of_the_process_does_not_count()
    {
        Assert.True(Pattern("(?i)I").Matches("i"));
        Assert.False(Pattern("(?i)I").Matches("ı"));
    }

    [SharedDataFact]
    public void All_109_patterns_of_the_real_data_are_accepted()
    {
        var texts = GraphDataTar.Read(SharedData.GraphData).In(GraphDataFiles.BlockedEdges)
            .Select(file => System.Text.Encoding.UTF8.GetString(file.Value.Span).Split('\n').First(line => line.StartsWith("from:", StringComparison.Ordinal)))
            .Select(line => line["from:".Length..].Split(" #")[0].Trim())
            .Select(text => text is ['\'', .., '\''] ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text is ['"', .., '"'] ? text[1..^1].Replace(@"\\", @"\", StringComparison.Ordinal) : text)
            .ToImmutableSortedSet(StringComparer.Ordinal);
        Assert.Equal(109, texts.Count);
        foreach (var text in texts)
        {
            Assert.True(SourcePattern.TryParse(text, out _, out var reason), reason);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MatchesAsWritten(SourcePattern pattern)
    {
        Assert.True(pattern.Matches("4.16.3+amd64"));
        Assert.False(pattern.Matches("4.15.3+amd64"));
    }
}
