using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests;

public sealed class VersionNameTests
{
    [Theory]
    [InlineData("4.16.3", "4.16.3", null)]
    [InlineData("4.16.3-rc.1", "4.16.3-rc.1", null)]
    [InlineData("4.2.14+amd64", "4.2.14", "amd64")]
    [InlineData("4.16.3-rc.1+multi", "4.16.3-rc.1", "multi")]
    [InlineData("4.2.11-s390x", "4.2.11-s390x", "s390x")]
    [InlineData("4.2.11-s390x+s390x", "4.2.11-s390x", "s390x")]
    [InlineData("4.2.11-s390x+amd64", "4.2.11-s390x", "amd64")]
    [InlineData("4.2.11-s390x.1", "4.2.11-s390x.1", null)]
    [InlineData("4.2.11-S390x", "4.2.11-S390x", null)]
    [InlineData("4.11.1-multi", "4.11.1-multi", null)]
    public void It_reads_version_and_architecture(string text, string version, string? architecture)
    {
        var name = Name(text);
        Assert.Equal((version, architecture), (name.Version.Text, name.Architecture?.Name));
    }

    [Theory]
    [InlineData("4.16", "is no version")]
    [InlineData("", "is no version")]
    [InlineData(null, "is no version")]
    [InlineData("4.16.3+AMD64", "no architecture")]
    [InlineData("4.16.3+amd64.1", "no architecture")]
    [InlineData("4.16.3+x86-64", "no architecture")]
    public void It_says_why_a_text_is_no_name(string? text, string reason)
    {
        Assert.False(VersionName.TryParse(text, out var name, out var actual));
        Assert.Null(name);
        Assert.Contains(reason, actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.16.3", "4.16.3")]
    [InlineData("4.2.14+amd64", "4.2.14+amd64")]
    [InlineData("4.2.11-s390x", "4.2.11-s390x+s390x")]
    public void It_is_written_with_the_architecture_that_is_meant(string text, string written) => Assert.Equal(written, Name(text).ToString());

    [Fact]
    public void Without_build_metadata_it_covers_every_architecture_and_with_it_only_that_one()
    {
        Assert.True(Name("4.16.3").Covers(Arch("amd64")) && Name("4.16.3").Covers(Arch("multi")));
        Assert.True(Name("4.16.3+arm64").Covers(Arch("arm64")));
        Assert.False(Name("4.16.3+arm64").Covers(Arch("arm")));
        Assert.False(Name("4.2.11-s390x").Covers(Arch("amd64")));
    }
}
