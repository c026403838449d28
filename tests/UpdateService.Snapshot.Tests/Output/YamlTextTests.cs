using FsCheck;
using FsCheck.Fluent;
using UpdateService.Snapshot.Output;
using YamlDotNet.RepresentationModel;

namespace UpdateService.Snapshot.Tests.Output;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("4.16.0-rc.1+amd64", "4.16.0-rc.1+amd64")]
    [InlineData("Some words, and (more) of them.", "Some words, and (more) of them.")]
    [InlineData("4.10", "'4.10'")]
    [InlineData("yes", "'yes'")]
    [InlineData("", "''")]
    [InlineData(".*", "'.*'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\nb\n", "|\n    a\n    b")]
    [InlineData("a\n\nb", "|-\n    a\n\n    b")]
    [InlineData(" a\n", "\" a\\n\"")]
    [InlineData("a\tb", "\"a\\u0009b\"")]
    public void A_text_is_written_in_the_plainest_form_that_is_safe(string text, string expected) =>
        Assert.Equal(expected, YamlText.Of(text, 4));

    [Fact]
    public void Any_text_is_read_back_as_it_was()
    {
        string[] pieces =
        [
            "a", "4.10", "true", "\n", "\n\n", " ", "  ", ": ", " #", "'", "\"", "\\", "-", "|", "{", "%", "@", "*", "&",
            "\r", "\t", "é", "\u2028", "\U0001F600",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(texts, text => ReadBack(text) == text).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string? ReadBack(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader($"a:\n  key: {YamlText.Of(text, 4)}\n  last: x\n"));
        var map = (YamlMappingNode)stream.Documents[0].RootNode["a"];
        return map.Children.Count == 2 ? ((YamlScalarNode)map["key"]).Value : null;
    }
}
