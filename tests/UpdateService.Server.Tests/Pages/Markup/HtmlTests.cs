using FsCheck;
using FsCheck.Fluent;
using UpdateService.Planning.Paths;
using UpdateService.Server.Pages.Markup;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Server.Tests.Pages.Markup;

/// <summary>No value can become markup.</summary>
public sealed class HtmlTests
{
    private static readonly Arbitrary<string> AnyText = (
        from parts in Gen.ListOf(Gen.OneOf(
            Gen.Elements("<", ">", "\"", "'", "&", "/>", "=", "`", "</p>", "<script>", "&lt;", "&#60;", " onclick=", "javascript:", "-->", "]]>", "\0", "\u001b", "\u0085", "\u202e", "\u2066", "\ufffe", "\ud800", "😀", "é"),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get)))
        select string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Any_text_in_any_hole_is_text_and_nothing_else() => Law.Holds(AnyText, text =>
    {
        var page = PageReader.Read(Html.Of($"<p class=\"a {text}\" title=\"{text}\">{text}</p>").ToString());

        var paragraph = Assert.Single(page.All);
        Assert.Equal(("p", Written("a " + text), Written(text)), (paragraph.Name, paragraph["class"], paragraph["title"]));
        Assert.Equal(["class", "title"], paragraph.Attributes.Keys);
        Assert.All(Html.Escape(text), letter => Assert.False(char.IsControl(letter) || letter is '<' or '>' or '"' or '\''));
    });

    [Fact]
    public void Html_in_a_hole_is_left_as_it_is()
    {
        var bold = Html.Of($"<b>{"<&>"}</b>");

        Assert.Equal("<p><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b></p>", Html.Of($"<p>{bold}{(IEnumerable<Html>)[bold, Html.Empty]}</p>").ToString());
    }

    [Fact]
    public void Other_values_are_written_for_people()
    {
        string? absent = null;

        Assert.Equal("14,312 4.16.3  4.16", Html.Of($"{14312} {Version("4.16.3")} {absent} {new MinorName(4, 16)}").ToString());
        Assert.Equal("größer → 漢字", Html.Of($"{"größer → 漢字"}").ToString());
    }

    [Fact]
    public void Pieces_are_joined_by_text()
    {
        Html[] pieces = [Html.Of($"<i>a</i>"), Html.Of($"{"<"}")];

        Assert.Equal("<i>a</i>, &lt;", Html.Join(pieces, ", ").ToString());
        Assert.Equal("<i>a</i>&lt;&lt;", Html.Join(pieces, "<").ToString());
        Assert.True(Html.Join([]).IsEmpty && Html.If(false, () => pieces[0]).IsEmpty && !Html.If(true, () => pieces[0]).IsEmpty);
        Assert.Equal("<i>a</i>"u8, Html.Utf8(pieces[0]));
    }

    /// <summary>Half a pair of surrogates is no text and becomes U+FFFD, as does every reading of it.</summary>
    private static string Written(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
