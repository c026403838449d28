using System.Text;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Tests.Versions;

public sealed class VersionPoolTests
{
    private readonly VersionPool pool = new();

    [Fact]
    public void A_version_that_is_named_again_is_the_same_object()
    {
        var first = Find("\"4.16.3\"");
        Assert.Equal("4.16.3", first.Version?.Text);
        Assert.NotSame(first.Version, Find("\"4.16.4\"").Version);
        Assert.Same(first.Version, Find("\"4.16.3\"").Version);
        Assert.Same(first.Version, Find("\"\\u0034.16.3\"").Version);
    }

    [Fact]
    public void Build_metadata_are_left_out_and_a_pre_release_is_not()
    {
        Assert.Equal("4.16.3", Find("\"4.16.3+amd64\"").Version?.Text);
        Assert.Equal("4.16.3-rc.1", Find("\"4.16.3-rc.1\"").Version?.Text);
    }

    [Theory]
    [InlineData("4.16", "fewer than three numbers")]
    [InlineData("", "it is empty")]
    public void A_text_that_is_no_version_is_refused_however_often_it_stands_there(string text, string reason)
    {
        for (var time = 0; time < 2; time++)
        {
            var found = Find($"\"{text}\"");
            Assert.Null(found.Version);
            Assert.Contains(reason, found.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_version_has_at_most_256_characters()
    {
        var longest = "1.0.0-" + new string('a', 250);
        Assert.Equal(longest, Find($"\"{longest}\"").Version?.Text);
        foreach (var text in new[] { longest + "a", longest + new string('a', 10_000) })
        {
            var found = Find($"\"{text}\"");
            Assert.Null(found.Version);
            Assert.Contains("more than 256 characters", found.Reason, StringComparison.Ordinal);
        }
    }

    private (ReleaseVersion? Version, string? Reason) Find(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        Assert.True(reader.Read());
        var reason = pool.Find(ref reader, out var version);
        return (version, reason);
    }
}
