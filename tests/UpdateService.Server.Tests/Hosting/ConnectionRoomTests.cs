using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>How many connections of clients there is room for: by option, by open files, by memory.</summary>
public sealed class ConnectionRoomTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(20_000, null, 24_000, false, 20_000)] // A machine with memory for more than a million.
    [InlineData(20_000, null, 768, false, 20_000)] // A container of 1 Gi.
    [InlineData(20_000, null, 768, true, 8_192)]
    [InlineData(20_000, null, 384, false, 8_192)] // A container of 512 Mi.
    [InlineData(20_000, null, 384, true, 2_048)]
    [InlineData(100, 5_000L, 384, false, 100)]
    [InlineData(20_000, 5_000L, 384, false, 5_000)]
    [InlineData(20_000, 10_000L, 384, false, 8_192)]
    [InlineData(null, null, 768, false, 32_768)]
    [InlineData(null, 30_000L, 768, false, 30_000)]
    [InlineData(20_000, null, 256, false, 500)] // Whatever there is, some get in.
    [InlineData(20_000, null, 100, false, 500)]
    [InlineData(100, null, 100, false, 100)]
    public void The_lowest_limit_holds(int? configured, long? files, long mebibytes, bool isSecure, int most) =>
        Assert.Equal(most, ConnectionRoom.Of(configured, files, mebibytes * Mebibyte, isSecure));

    [Fact]
    public void More_memory_than_connections_can_be_counted_is_no_lower_limit() =>
        Assert.Equal(int.MaxValue, ConnectionRoom.Of(null, null, long.MaxValue, isSecure: false));
}
