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

    [Theory]
    [InlineData("https://user:secret@host/path", "https://…@host/path")]
    [InlineData("https://se:cr@et@host/path", "https://…@host/path")]
    [InlineData("oci://user:secret@host/repository@sha256:0123", "oci://…@host/repository@sha256:0123")]
    [InlineData("oci://host/repository@sha256:0123", "oci://host/repository@sha256:0123")]
    [InlineData("host/repository@sha256:0123", "host/repository@sha256:0123")]
    [InlineData("https://host/path", "https://host/path")]
    [InlineData("someone@example", "someone@example")]
    [InlineData("a@b://c", "a@b://c")]
    [InlineData("", "")]
    public void Of_an_address_the_user_and_the_password_are_left_out(string address, string excerpt) => Assert.Equal(excerpt, Excerpt.OfAddress(address));

    [Fact]
    public void Of_a_long_address_the_password_does_not_come_back_by_cutting()
    {
        var excerpt = Excerpt.OfAddress($"https://user:{new string('s', 200)}@host/{new string('p', 200)}");
        Assert.StartsWith("https://…@host/ppp", excerpt, StringComparison.Ordinal);
        Assert.Equal(81, excerpt.Length);
    }
}
