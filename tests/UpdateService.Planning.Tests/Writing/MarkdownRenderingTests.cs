using System.Net;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>What a reader sees once the Markdown is rendered: by another library, with and without GitHub's additions.</summary>
public sealed partial class MarkdownRenderingTests
{
    private static readonly MarkdownPipeline[] Pipelines =
    [
        new MarkdownPipelineBuilder().Build(),
        new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseAutoLinks().UseTaskLists().Build(),
    ];

    public static TheoryData<string> Texts =>
    [
        "DTK_4_16_58_KernelMismatch", "_x_ *y* **z** ~~s~~ `c` ``d`` \\`e\\`", "[a](b) ![c](d) [e][f] [g]: h [x]", "<script>alert(1)</script> <!-- c --> a < b > c",
        "&amp; &#35; & &x;", "+ 1 release", "- 1", "-", "# heading #", "## ", "> quoted", "4. fourth", "4) fourth", "---", "***", "* * *", "~~~", "```", "===", "=", "a | b \\| c",
        "See https://a.example/x_y_(z)*?q=1&r=2. And http://b.example/_a_*b*.", "https://a.example/~x~~y~~", "C:\\dir\\* \\", "1986\\. A", "a_ _b", "*a", "a*", "!", "!\\[a](b)", "<https://a.example>", "<a@b.example>",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_seen_as_it_is(string words) => AssertSeen(words);

    /// <summary>Web addresses have rows of their own above: those that run into markup are read in different ways.</summary>
    [Fact]
    public void Any_text_is_seen_as_it_is() => Law.Holds(
        Gen.Elements("*", "_", "`", "\\", "<", ">", "[", "]", "(", ")", "#", "+", "-", "~", "|", "&", "amp;", "!", "=", "1", ".", ":", " ", "a", "b", "é", "\"", "'").ArrayOf().Select(string.Concat).ToArbitrary(),
        AssertSeen);

    private static void AssertSeen(string words)
    {
        var seen = string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (seen.Length == 0)
        {
            return;
        }

        foreach (var pipeline in Pipelines)
        {
            Assert.Equal(seen, Seen(new MarkdownPage().Paragraph(words), pipeline));
            Assert.Equal(seen, Seen(new MarkdownPage().Paragraph(words, 2), pipeline));
            Assert.Equal(seen, Seen(new MarkdownPage().Heading(words), pipeline));
            Assert.Equal($"+ {seen}", Seen(new MarkdownPage().Change("+", words), pipeline));
        }

        Assert.Equal($"A {seen}", Seen(new MarkdownPage().Table([["A"], [words]], hasHead: true), Pipelines[1]));
    }

    /// <summary>The text of the page that a browser shows: without tags.</summary>
    private static string Seen(Page page, MarkdownPipeline pipeline) => string.Join(
        ' ',
        WebUtility.HtmlDecode(Tag().Replace(Markdown.ToHtml(page.ToString()!, pipeline), "")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("<[^>]*>", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Tag();
}
