namespace UpdateService.Snapshot.Tests;

public sealed class MinorVersionTests
{
    [Theory]
    [InlineData("stable-4.12", 4, 12)]
    [InlineData("candidate-5.0", 5, 0)]
    public void The_minor_version_of_a_channel_stands_after_the_hyphen(string channel, int major, int minor) =>
        Assert.Equal(new MinorVersion((ulong)major, (ulong)minor), MinorVersion.OfChannel(channel));

    [Theory]
    [InlineData("stable")]
    [InlineData("stable-")]
    [InlineData("stable-4")]
    [InlineData("stable-4.12.1")]
    [InlineData("stable-4.12-hotfix")]
    [InlineData("stable- 4.12")]
    public void Another_name_has_none(string channel) => Assert.Null(MinorVersion.OfChannel(channel));

    [Fact]
    public void Minor_versions_are_ordered_by_number()
    {
        MinorVersion[] ordered = [new(4, 9), new(4, 12), new(5, 0)];
        Assert.Equal(ordered, ordered.Reverse().Order());
    }
}
