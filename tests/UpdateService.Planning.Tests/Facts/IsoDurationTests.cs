using UpdateService.Planning.Facts;

namespace UpdateService.Planning.Tests.Facts;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("P1W", 7 * 24 * 60)]
    [InlineData("PT0H", 0)]
    [InlineData("P2D", 2 * 24 * 60)]
    [InlineData("P1DT1H30M", (25 * 60) + 30)]
    public void Durations_of_feeders_are_read(string text, int minutes)
    {
        Assert.True(IsoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMinutes(minutes), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("1W")]
    [InlineData("P1W\n")]
    [InlineData("P99999999W")]
    public void Other_texts_are_not(string? text) => Assert.False(IsoDuration.TryParse(text, out _));
}
