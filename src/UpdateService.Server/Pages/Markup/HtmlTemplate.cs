using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;

namespace UpdateService.Server.Pages.Markup;

/// <summary>The handler of interpolated strings that become HTML. Values can only be added through an overload that escapes them.</summary>
/// <seealso href="https://learn.microsoft.com/dotnet/csharp/advanced-topics/performance/interpolated-string-handler"/>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    private const int ExpectedValue = 24;

    private readonly StringBuilder text = new(literalLength + (formattedCount * ExpectedValue));

    /// <summary>Markup from the source code.</summary>
    public void AppendLiteral(string markup) => text.Append(markup);

    /// <summary>HTML.</summary>
    public void AppendFormatted(Html piece) => text.Append(piece.ToString());

    /// <summary>Several pieces of HTML.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
        {
            _ = text.Append(piece.ToString());
        }
    }

    /// <summary>Text.</summary>
    public void AppendFormatted(string? words) => text.Append(Html.Escape(words));

    /// <summary>A number with thousands separators.</summary>
    public void AppendFormatted(long number) => text.Append(number.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A version.</summary>
    public void AppendFormatted(ReleaseVersion? version) => AppendFormatted(version?.Text);

    /// <summary>A minor version.</summary>
    public void AppendFormatted(MinorName minor) => AppendFormatted(minor.ToString());

    /// <summary>The result.</summary>
    public string Finish() => text.ToString();
}
