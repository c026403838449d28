using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Tests.Pages.Markup;

/// <summary>Texts and addresses of other people.</summary>
public sealed class ForeignTests
{
    [Theory]
    [InlineData("Disks may fill.", "<bdi>Disks may fill.</bdi>")]
    [InlineData("<b>\"a\"</b> & 'b'", "<bdi>&lt;b&gt;&quot;a&quot;&lt;/b&gt; &amp; &#x27;b&#x27;</bdi>")]
    [InlineData("a\u202eb\u2066c\u200bd", "<bdi>a b c d</bdi>")]
    [InlineData("a\r\nb\tc\u001b[31md\0e\u2028f", "<bdi>a  b c [31md e f</bdi>")]
    [InlineData("", "<bdi></bdi>")]
    public void A_text_is_inert_and_on_one_line(string words, string html) => Assert.Equal(html, Foreign.Text(words).ToString());

    [Theory]
    [InlineData("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&amp;c=2")]
    [InlineData("http://example.com/\"><script>", "http://example.com/&quot;&gt;&lt;script&gt;")]
    public void An_address_is_a_link_that_tells_nobody_where_it_came_from(string address, string escaped)
    {
        Assert.Equal($"<a class=\"outside\" href=\"{escaped}\" rel=\"noreferrer noopener\"><bdi>{escaped}</bdi></a>", Foreign.Link(address).ToString());
        Assert.EndsWith("><bdi>more</bdi></a>", Foreign.Link(address, "more").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript://example.com/%0aalert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    [InlineData("/plan")]
    [InlineData("https://exa mple.com/")]
    [InlineData("https:example")]
    [InlineData("")]
    public void What_a_browser_must_not_follow_is_text(string address) => Assert.StartsWith("<bdi>", Foreign.Link(address).ToString(), StringComparison.Ordinal);
}
