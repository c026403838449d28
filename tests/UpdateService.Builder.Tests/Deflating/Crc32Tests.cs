using System.Text;
using FsCheck.Fluent;
using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    public void It_is_the_checksum_of_gzip(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void That_of_bytes_and_further_ones_comes_of_the_checksums_of_both() => Law.Holds(
        ArbMap.Default.ArbFor<(byte[] First, byte[] Second)>(),
        bytes => Assert.Equal(Crc32.Of([.. bytes.First, .. bytes.Second]), Crc32.Join(Crc32.Of(bytes.First), Crc32.Of(bytes.Second), (uint)bytes.Second.Length)));
}
