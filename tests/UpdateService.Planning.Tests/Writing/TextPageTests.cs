using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class TextPageTests
{
    private const string Long = "123456789 123456789 123456789 1234567890 next";

    [Theory]
    [InlineData(40, 0, 0, "123456789 123456789 123456789 1234567890\nnext\n")]
    [InlineData(39, 0, 2, "123456789 123456789 123456789 1234567890\n  next\n")]
    [InlineData(0, 1, 2, " 123456789 123456789 123456789\n   1234567890 next\n")]
    [InlineData(45, 0, 2, Long + "\n")]
    [InlineData(44, 0, 2, "123456789 123456789 123456789 1234567890\n  next\n")]
    public void Words_go_as_far_as_the_width_which_is_forty_at_least_and_hang_below_the_first_line(int width, int indent, int hang, string lines) =>
        Assert.Equal(lines, new TextPage(width).Paragraph(Long, indent, hang).ToString());

    [Fact]
    public void All_lines_but_the_first_hang_and_are_no_wider_than_it() => Assert.Equal(
        "  123456789 123456789 123456789\n      123456789 123456789 123456789\n      123456789 123456789 123456789\n",
        new TextPage(40).Paragraph(string.Join(' ', Enumerable.Repeat("123456789", 9)), 2, 4).ToString());

    [Fact]
    public void A_word_longer_than_the_width_and_a_line_to_copy_are_not_broken()
    {
        var word = new string('x', 60);

        Assert.Equal($"{word}\n  a\n  {word}\n", new TextPage(40).Paragraph($"{word} a {word}", 0, 2).ToString());
        Assert.Equal($"  {word} {word}\n", new TextPage(40).Line($"{word} {word}", 2).ToString());
    }

    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_the_last_is_not_filled_up()
    {
        var page = new TextPage(80).Table([["A", "LONG", "C"], ["wide", "b", ""], ["x\ty", "b", "c"]], indent: 2, hasHead: true).Blank().Table([]);

        Assert.Equal("  A     LONG  C\n  wide  b\n  x y   b     c\n\n", page.ToString());
    }
}
