using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace UpdateService.Server.Pages.Markup;

/// <summary>
/// A piece of HTML. It is written as an interpolated string, in which every value that is not HTML is escaped, so text cannot become
/// markup by mistake. Values of attributes are in double quotes.
/// </summary>
internal readonly struct Html
{
    private readonly string? text;

    private Html(string text) => this.text = text;

    /// <summary>No HTML.</summary>
    public static Html Empty => default;

    /// <summary>Whether it is empty.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(text);

    /// <summary>HTML from a template.</summary>
    public static Html Of(ref HtmlTemplate template) => new(template.Finish());

    /// <summary>A picture from the planner, whose texts are escaped already.</summary>
    public static Html Picture(string svg) => new(svg);

    /// <summary>Joins pieces.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="between">The separator.</param>
    public static Html Join(IEnumerable<Html> pieces, string between = "") => new(string.Join(Escape(between), pieces));

    /// <summary>The piece if the condition holds, otherwise nothing.</summary>
    public static Html If(bool condition, Func<Html> piece) => condition ? piece() : Empty;

    /// <summary>The piece as it is sent.</summary>
    public static byte[] Utf8(Html piece) => Encoding.UTF8.GetBytes(piece.ToString());

    /// <inheritdoc/>
    public override string ToString() => text ?? "";

    /// <summary>Escapes text for use between tags and in quoted attributes.</summary>
    internal static string Escape(string? words) => string.IsNullOrEmpty(words) ? "" : Encoder.Encode(words);

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
}
