using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

/// <summary>The tables of RFC 1951, section 3.2.5.</summary>
public sealed class AlphabetTests
{
    [Theory]
    [InlineData(3, 257, 0, 0)]
    [InlineData(10, 264, 0, 0)]
    [InlineData(11, 265, 1, 0)]
    [InlineData(12, 265, 1, 1)]
    [InlineData(66, 276, 3, 7)]
    [InlineData(67, 277, 4, 0)]
    [InlineData(257, 284, 5, 30)]
    [InlineData(258, 285, 0, 0)]
    public void A_length_has_a_symbol_and_bits(int length, int symbol, int bits, uint extra) =>
        Assert.Equal((symbol, bits, extra), (Alphabet.LengthSymbol(length), Alphabet.ExtraBitsOfLength(symbol), Alphabet.ExtraOfLength(length)));

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(4, 3, 0, 0)]
    [InlineData(5, 4, 1, 0)]
    [InlineData(8, 5, 1, 1)]
    [InlineData(192, 14, 6, 63)]
    [InlineData(193, 15, 6, 0)]
    [InlineData(24_577, 29, 13, 0)]
    [InlineData(32_768, 29, 13, 8191)]
    public void A_distance_has_a_symbol_and_bits(int distance, int symbol, int bits, uint extra) =>
        Assert.Equal((symbol, bits, extra), (Alphabet.DistanceSymbol(distance), Alphabet.ExtraBitsOfDistance(symbol), Alphabet.ExtraOfDistance(distance)));
}
