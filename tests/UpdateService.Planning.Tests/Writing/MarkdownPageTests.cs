using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class MarkdownPageTests
{
    [Fact]
    public void Paragraphs_lists_and_tables_stand_apart() => Assert.Equal(
        """
        # Title

        One.

        * first
        * second
        * `oc adm 'x'`

        `sha256:1`

        * third

        | A | B |
        |---|---|
        | 1 | 2 |

        |  |  |
        |---|---|
        | 3 | 4 |

        End.

        """,
        new MarkdownPage()
            .Title("Title").Paragraph("One.").Blank().Paragraph("first", 2, 4).Paragraph("second", 2).Line("oc adm `x`", 2)
            .Line("sha256:1").Paragraph("third", 2)
            .Table([["A", "B"], ["1", "2"]], 2, hasHead: true).Table([["3", "4"]]).Table([]).Paragraph("End.").ToString());

    [Fact]
    public void A_list_stands_apart_from_the_title_above_it() => Assert.Equal("# Title\n\n* first\n", new MarkdownPage().Title("Title").Paragraph("first", 2).ToString());

    [Theory]
    [InlineData("a\\b`c*d_e[f]g<h>i#j|k&l~m!n", @"a\\b\`c\*d\_e\[f\]g\<h\>i\#j\|k\&l\~m\!n")]
    [InlineData("a - b (c) {d} + 1. e\n", "a - b (c) {d} + 1. e ")]
    public void What_would_be_markup_is_escaped(string words, string escaped)
    {
        Assert.Equal(escaped, MarkdownPage.Escape(words));
        Assert.Equal($"# {escaped}\n", new MarkdownPage().Title(words).ToString());
        Assert.EndsWith($"| {escaped} |\n", new MarkdownPage().Table([["A"], [words]], hasHead: true).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+ 1 release", @"\+ 1 release")]
    [InlineData("- 1 release", @"\- 1 release")]
    [InlineData("-> next", @"-\> next")]
    [InlineData("-", "-")]
    public void A_sign_at_the_beginning_does_not_make_a_list(string words, string escaped)
    {
        Assert.Equal($"{escaped}\n", new MarkdownPage().Paragraph(words).ToString());
        Assert.Equal($"* {escaped}\n", new MarkdownPage().Paragraph(words, 2).ToString());
    }
}
