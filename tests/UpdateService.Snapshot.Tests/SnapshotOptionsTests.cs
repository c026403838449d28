namespace UpdateService.Snapshot.Tests;

public sealed class SnapshotOptionsTests
{
    private static readonly string[] Needed = ["--graph-data", "a", "--releases=b", "--output", "c"];

    [Fact]
    public void The_minor_version_is_4_12_and_the_date_that_of_the_inputs_by_default()
    {
        Assert.True(SnapshotOptions.TryParse(Needed, out var options, out _));
        Assert.Equal(new SnapshotOptions("a", "b", "c", null, new MinorVersion(4, 12)), options);
    }

    [Fact]
    public void Date_and_minor_version_can_be_given()
    {
        Assert.True(SnapshotOptions.TryParse([.. Needed, "--date", "2026-08-21", "--from-minor", "4.9"], out var options, out _));
        Assert.Equal(new DateOnly(2026, 8, 21), options.Date);
        Assert.Equal(new MinorVersion(4, 9), options.FromMinor);
    }

    [Theory]
    [InlineData("--graph", "'--graph' is no option; the options are --graph-data, --releases, --output, --date, --from-minor.")]
    [InlineData("--date", "The option --date needs a value.")]
    [InlineData("--date=", "The option --date needs a value.")]
    [InlineData("--date=21.8.2026", "--date must be a day such as 2026-08-21, not '21.8.2026'.")]
    [InlineData("--from-minor=4.x", "--from-minor must be a minor version such as 4.12, not '4.x'.")]
    [InlineData("--output=d", "The option --output stands twice.")]
    public void A_wrong_argument_is_named(string argument, string expected)
    {
        Assert.False(SnapshotOptions.TryParse([.. Needed, argument], out _, out var reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void A_missing_option_is_named()
    {
        Assert.False(SnapshotOptions.TryParse([], out _, out var reason));
        Assert.Equal("The option --graph-data is missing.", reason);
    }
}
