using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class AnswerFormatTests
{
    [Theory]
    [InlineData(AnswerFormat.Json, "json", "application/json")]
    [InlineData(AnswerFormat.Text, "text", "text/plain; charset=utf-8")]
    [InlineData(AnswerFormat.Markdown, "md", "text/markdown; charset=utf-8")]
    [InlineData(AnswerFormat.Mermaid, "mermaid", "text/vnd.mermaid; charset=utf-8")]
    [InlineData(AnswerFormat.Dot, "dot", "text/vnd.graphviz; charset=utf-8")]
    [InlineData(AnswerFormat.Svg, "svg", "image/svg+xml")]
    public void A_format_has_a_name_that_is_read_in_any_case_and_a_media_type(AnswerFormat format, string name, string mediaType)
    {
        Assert.Equal((name, mediaType), (format.Name(), format.MediaType()));
        Assert.True(AnswerFormats.TryParse(name.ToUpperInvariant(), out var read));
        Assert.Equal(format, read);
    }

    [Fact]
    public void The_names_are_those_of_all_formats() => Assert.Equal(Enum.GetValues<AnswerFormat>().Select(format => format.Name()), AnswerFormats.Names);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yaml")]
    public void Other_names_are_not_read(string? text) => Assert.False(AnswerFormats.TryParse(text, out _));
}
