using System.Text;
using UpdateService.Graph.Versions;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Tests.Payloads;

/// <summary>The metadata file of a release.</summary>
public sealed class ReleaseMetadataTests
{
    [Fact]
    public void Everything_but_kind_and_version_may_be_missing()
    {
        Assert.Null(Read("""{"kind":"cincinnati-metadata-v0","version":"4.16.15+build","more":[{}]}""", out var facts));

        Assert.Equal("4.16.15", facts!.Version.Text);
        Assert.Equal((0, 0, 0), (facts.Previous.Length, facts.Next.Length, facts.Metadata.Length));
    }

    [Fact]
    public void Null_stands_for_nothing()
    {
        Assert.Null(Read("""{"kind":"cincinnati-metadata-v0","version":"4.16.15","previous":null,"next":null,"metadata":null}""", out var facts));

        Assert.Empty(facts!.Metadata);
    }

    [Theory]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{", "it is not JSON")]
    [InlineData("", "it is not JSON")]
    [InlineData("""{"version":"4.16.15"}""", "the key 'kind' is missing")]
    [InlineData("""{"kind":"cincinnati-metadata-v1","version":"4.16.15"}""", "its kind is 'cincinnati-metadata-v1', not cincinnati-metadata-v0")]
    [InlineData("""{"kind":"cincinnati-metadata-v0"}""", "the key 'version' is missing")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16"}""", "'4.16' is no version by SemVer 2.0.0: it has fewer than three numbers")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16.15","version":"4.16.16"}""", "the key 'version' stands twice")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16.15","next":"4.16.16"}""", "'next' is no list")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16.15","metadata":{"url":7}}""", "the metadata 'url' is no text")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16.15","metadata":{"a":"\ud800"}}""", "a text is not UTF-8, or holds half a surrogate pair")]
    [InlineData("""{"kind":"cincinnati-metadata-v0","version":"4.16.15"}{}""", "it is not JSON")]
    public void What_is_wrong_refuses_the_whole_file(string text, string reason)
    {
        Assert.Equal(reason, Read(text, out var facts));
        Assert.Null(facts);
    }

    [Theory]
    [InlineData(5_000, 0, 1, 1, null)]
    [InlineData(4_000, 1_001, 1, 1, "it names 5001 versions, more than the limit of 5000")]
    [InlineData(0, 0, 200, 10, null)]
    [InlineData(0, 0, 201, 10, "its metadata have 201 entries, more than the limit of 200")]
    [InlineData(0, 0, 1, 17_000, "its metadata have 17004 letters, more than the limit of 16384")]
    public void What_an_image_says_of_itself_is_bounded(int previous, int next, int entries, int letters, string? reason)
    {
        static string Versions(int count, string minor) => string.Join(',', Enumerable.Range(0, count).Select(patch => $"\"4.{minor}.{patch}\""));
        var metadata = string.Join(',', Enumerable.Range(0, entries).Select(entry => $"\"k{entry:d3}\":\"{new string('x', letters)}\""));

        Assert.Equal(reason, Read($"{{\"kind\":\"cincinnati-metadata-v0\",\"version\":\"4.16.15\",\"previous\":[{Versions(previous, "15")}],\"next\":[{Versions(next, "17")}],\"metadata\":{{{metadata}}}}}", out _));
    }

    private static string? Read(string text, out ReleaseFacts? facts) =>
        ReleaseMetadata.Read(Encoding.UTF8.GetBytes(text), new VersionPool(), Architecture.Default, out facts);
}
