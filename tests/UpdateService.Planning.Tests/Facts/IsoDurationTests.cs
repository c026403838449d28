using UpdateService.Planning.Facts;

namespace UpdateService.Planning.Tests.Facts;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("P1W", 7 * 24 * 60)]
    [InlineData("PT0H", 0)]
    [InlineData("P2D", 2 * 24 * 60)]
    [InlineData("P1DT1H30M", (25 * 60) + 30)]
    [InlineData("P1W2DT3H4M", (9 * 24 * 60) + (3 * 60) + 4)]
    [InlineData("PT90M", 90)]
    [InlineData("P2W", 14 * 24 * 60)]
    [InlineData("P9999WT9999999M", (9999 * 7 * 24 * 60) + 9_999_999)]
    [InlineData("P99999DT999999H", (99_999 * 24 * 60) + (999_999 * 60))]
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
    [InlineData("P1DT")]
    [InlineData("P1D2W")]
    [InlineData("PT1M2H")]
    [InlineData("P1.5D")]
    [InlineData("P1Y")]
    [InlineData("p1w")]
    [InlineData("P10000W")]
    [InlineData("P99999999W")]
    public void Other_texts_are_not(string? text) => Assert.False(IsoDuration.TryParse(text, out _));
}
