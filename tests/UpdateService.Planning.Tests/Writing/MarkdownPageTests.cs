using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class MarkdownPageTests
{
    [Fact]
    public void Paragraphs_lists_and_tables_stand_apart() => Assert.Equal(
        """
        # Title

        One.

        ## Part

        * first
        * second
        * ``` oc adm ``x`` ```

        `sha256:1`

        * third
        * **+** 1 release

        **Kind**: words

        | A | B |
        |---|---|
        | 1 | 2 |

        |  |  |
        |---|---|
        | 3 | 4 |

        End.

        """,
        new MarkdownPage()
            .Title("Title:").Paragraph("One.").Heading("Part").Blank().Paragraph("first", 2, 4).Paragraph("second", 2).Line("oc adm ``x``", 2)
            .Line("sha256:1").Paragraph("third", 2).Change("+", "1 release").Term("Kind", "words")
            .Table([["A", "B"], ["1", "2"]], 2, hasHead: true).Table([["3", "4"]]).Table([]).Paragraph("End.").ToString());

    [Fact]
    public void What_belongs_to_an_item_stands_below_it() =>
        Assert.Equal("* 4.1:\n  * 4.1.3\n* 4.2\n", new MarkdownPage().Paragraph("4.1:", 2).Paragraph("4.1.3", 4).Paragraph("4.2", 2).ToString());

    [Fact]
    public void A_list_stands_apart_from_the_title_above_it() => Assert.Equal("# Title\n\n* first\n", new MarkdownPage().Title("Title").Paragraph("first", 2).ToString());

    [Theory]
    [InlineData("DTK_4_16_58_KernelMismatch", "DTK_4_16_58_KernelMismatch")]
    [InlineData("-> Go to 4.15.22 (#1) + a | b! & c > d < e", "-> Go to 4.15.22 (#1) + a | b! & c > d < e")]
    [InlineData("_x_ *y* **z** ~~s~~ `c`", @"\_x\_ \*y\* \*\*z\*\* \~\~s\~\~ \`c\`")]
    [InlineData("[a](b) ![c](d) <script> &amp; &#35;", @"\[a](b) !\[c](d) \<script> \&amp; \&#35;")]
    [InlineData(@"C:\dir \* end\", @"C:\dir \\\* end\\")]
    [InlineData("+ 1 release", @"\+ 1 release")]
    [InlineData("- 1", @"\- 1")]
    [InlineData("-", @"\-")]
    [InlineData("# no heading", @"\# no heading")]
    [InlineData("#1", "#1")]
    [InlineData("> quoted", @"\> quoted")]
    [InlineData("4. fourth", @"4\. fourth")]
    [InlineData("4.16.3 is", "4.16.3 is")]
    [InlineData("---", @"\---")]
    [InlineData("~~~", @"\~\~\~")]
    [InlineData("See https://a.example/x_y_(z)*?q=1&r=2.", "See <https://a.example/x_y_(z)*?q=1&r=2>.")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    public void Only_what_would_be_markup_where_it_stands_is_escaped(string words, string escaped)
    {
        Assert.Equal($"{escaped}\n", new MarkdownPage().Paragraph(words).ToString());
        Assert.Equal($"* {escaped}\n", new MarkdownPage().Paragraph(words, 2).ToString());
    }
}
