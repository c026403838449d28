using System.Text;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Tests;

/// <summary>Each value stands behind the key of an object, and something follows it that must not be read with it.</summary>
public sealed class ReleaseJsonTests
{
    [Theory]
    [InlineData("\"a b\"", "a b", null)]
    [InlineData("\"\"", "", null)]
    [InlineData("7", null, "'payload' is no text")]
    [InlineData("null", null, "'payload' is no text")]
    [InlineData("[\"a\"]", null, "'payload' is no text")]
    public void A_text_is_read(string json, string? text, string? reason)
    {
        var reader = At(json);
        Assert.Equal(reason, ReleaseJson.ReadText(ref reader, "payload", out var read));
        Assert.Equal(text, read);
        AssertNext(ref reader, reason);
    }

    [Theory]
    [InlineData("\"4.16.3+amd64\"", "4.16.3", null)]
    [InlineData("\"4.16\"", null, "'4.16' is no version by SemVer 2.0.0: it has fewer than three numbers")]
    [InlineData("4", null, "'version' is no text")]
    public void A_version_is_read(string json, string? version, string? reason)
    {
        var reader = At(json);
        Assert.Equal(reason, ReleaseJson.ReadVersion(ref reader, new VersionPool(), out var read));
        Assert.Equal(version, read?.Text);
        AssertNext(ref reader, reason);
    }

    [Theory]
    [InlineData("null", "", null)]
    [InlineData("[]", "", null)]
    [InlineData("[\"4.16.3\",\"4.1.0-rc.1\",\"4.16.3\"]", "4.16.3 4.1.0-rc.1 4.16.3", null)]
    [InlineData("\"4.16.3\"", "", "'previous' is no list")]
    [InlineData("{}", "", "'previous' is no list")]
    [InlineData("[\"4.16.3\",7]", "", "'previous' holds something other than texts")]
    [InlineData("[\"4.16.3\",null]", "", "'previous' holds something other than texts")]
    [InlineData("[\"4.16.3\",\"x\"]", "", "'previous' holds a version that cannot be read: 'x' is no version by SemVer 2.0.0: a number holds something other than digits")]
    public void Versions_are_read_all_or_none(string json, string versions, string? reason)
    {
        var reader = At(json);
        Assert.Equal(reason, ReleaseJson.ReadVersions(ref reader, "previous", new VersionPool(), out var list));
        Assert.Equal(versions, string.Join(' ', list));
        AssertNext(ref reader, reason);
    }

    [Theory]
    [InlineData("null", "", null)]
    [InlineData("{}", "", null)]
    [InlineData("{\"b\":\"1\",\"a\":\"2\",\"B\":\"3\"}", "B=3 a=2 b=1", null)]
    [InlineData("[]", "", "'metadata' is no object")]
    [InlineData("\"a\"", "", "'metadata' is no object")]
    [InlineData("{\"a\":\"1\",\"b\":7}", "", "the metadata 'b' is no text")]
    [InlineData("{\"a\":\"1\",\"b\":{}}", "", "the metadata 'b' is no text")]
    [InlineData("{\"a\":\"1\",\"a\":\"1\"}", "", "the metadata 'a' stands twice")]
    public void Metadata_are_read_in_order_all_or_none(string json, string entries, string? reason)
    {
        var reader = At(json);
        Assert.Equal(reason, ReleaseJson.ReadMetadata(ref reader, out var metadata));
        Assert.Equal(entries, string.Join(' ', metadata.Select(entry => $"{entry.Key}={entry.Value}")));
        AssertNext(ref reader, reason);
    }

    private static Utf8JsonReader At(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($$"""{"key":{{json}},"next":true}"""));
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal(JsonTokenType.PropertyName, reader.TokenType);
        return reader;
    }

    private static void AssertNext(ref Utf8JsonReader reader, string? reason)
    {
        if (reason is null)
        {
            Assert.True(reader.Read() && reader.ValueTextEquals("next"));
        }
    }
}
