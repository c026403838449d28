using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("größer → 漢字 😀", "größer → 漢字 😀")]
    [InlineData("a\nb\tc\rd", "a b c d")]
    [InlineData("a\u001b[31mb\u009bc\u007f", "a [31mb c ")]
    [InlineData("a\u202eb\u2066c\u200ed\ufeffe", "a b c d e")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    public void What_steers_a_terminal_or_turns_text_round_is_a_space(string words, string plain) => Assert.Equal(plain, PlainText.Of(words));

    [Fact]
    public void Any_text_becomes_one_line_of_the_same_letters() => Law.Holds(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var plain = PlainText.Of(text.Get);

        Assert.Equal(plain, PlainText.Of(plain));
        Assert.All(plain.EnumerateRunes(), rune => Assert.False(
            System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate));
        Assert.Equal(text.Get.EnumerateRunes().Count(), plain.EnumerateRunes().Count());
    });

    [Fact]
    public void Lines_stay_apart_where_they_are_wanted() => Assert.Equal("a \nb c", PlainText.OfLines("a\r\nb\u2028c"));
}
