namespace UpdateService.Graph.Tests;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("4.16.3", "4.16.3")]
    [InlineData("a\nb\u001b[31m", "a\\u000ab\\u001b[31m")]
    [InlineData("é😀", "é😀")]
    public void It_is_the_printable_text(string? text, string excerpt) => Assert.Equal(excerpt, Excerpt.Of(text));

    [Fact]
    public void A_long_text_is_cut_after_80_characters()
    {
        Assert.Equal(new string('a', 80), Excerpt.Of(new string('a', 80)));
        Assert.Equal(new string('a', 80) + "…", Excerpt.Of(new string('a', 81)));
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_in_two() =>
        Assert.Equal(new string('a', 79) + "…", Excerpt.Of(new string('a', 79) + "😀"));

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("a\uFFFDb", Excerpt.Of("a\uD83Db"));
}
