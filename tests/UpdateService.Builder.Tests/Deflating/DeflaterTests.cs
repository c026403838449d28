using System.Text;
using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class DeflaterTests
{
    private const int GzipFrame = 18;
    private const int MostOfHead = 80;
    private const int FewBytes = 16; // On a handful of bytes another parse may be smaller by one or two; Answer keeps the smaller one.

    [Theory]
    [InlineData("nothing")]
    [InlineData("one byte")]
    [InlineData("two equal bytes")]
    [InlineData("all bytes")]
    [InlineData("zeros")]
    [InlineData("three in turns")]
    [InlineData("noise")]
    [InlineData("noise of 65,535")]
    [InlineData("noise of 65,536")]
    [InlineData("noise longer than a stretch")]
    [InlineData("a longest match")]
    [InlineData("one byte more than a longest match")]
    [InlineData("a match a window less one back")]
    [InlineData("a match a window back")]
    [InlineData("a match a window and one back")]
    [InlineData("a match across the end of a stretch")]
    [InlineData("noise, then zeros, then noise")]
    [InlineData("every third byte the same")]
    [InlineData("bytes as rare as numbers of Fibonacci")]
    public void The_frameworks_decoder_reads_it_and_its_encoder_makes_hardly_smaller(string name) => AssertIsReadAndSmall(Bodies.Named(name));

    [Fact]
    public void Any_bytes_are_read_again_and_are_hardly_larger_than_the_frameworks() => Law.Holds(
        Bodies.Any,
        AssertIsReadAndSmall);

    [Fact]
    public void The_same_bytes_are_compressed_to_the_same_bytes_also_on_used_memory()
    {
        var body = Bodies.Named("noise, then zeros, then noise");
        var first = Gzip(body);
        _ = Gzip(Bodies.Named("every third byte the same"));
        Assert.Equal(first, Gzip(body));
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(65_535, 1)]
    [InlineData(65_536, 2)]
    [InlineData(200_000, 4)]
    public void What_cannot_be_compressed_is_stored(int length, int storedBlocks)
    {
        const int headOfStoredBlock = 5;
        Assert.InRange(Gzip(Bodies.Noise(length)).Length, GzipFrame + length, GzipFrame + (storedBlocks * headOfStoredBlock) + length);
    }

    [Fact]
    public void Nothing_takes_the_two_bytes_that_an_end_takes() => Assert.Equal(GzipFrame + 2, Gzip([]).Length);

    [Fact]
    public void A_text_of_repeated_words_is_smaller_than_the_frameworks_by_a_tenth()
    {
        var text = new StringBuilder();
        var random = new Random(3);
        for (var line = 0; line < 2000; line++)
        {
            _ = text.Append($$"""{"version":"4.{{random.Next(12, 20)}}.{{random.Next(80)}}","risk":"{{(char)('A' + random.Next(8))}}"},""");
        }

        var body = Encoding.UTF8.GetBytes(text.ToString());
        Assert.InRange(Gzip(body).Length, 1, Gunzip.FrameworkSize(body) * 9 / 10);
    }

    [Fact]
    public void It_is_ended_before_it_begins() =>
        Assert.Throws<OperationCanceledException>(() => Deflater.Gzip("text"u8, new CancellationToken(canceled: true)));

    [Fact]
    public void It_is_ended_in_its_middle()
    {
        // All of it would take many seconds, so the only way to end so early is to be ended.
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        _ = Assert.Throws<OperationCanceledException>(() => Deflater.Gzip(Bodies.Noise(64 << 20), soon.Token));
    }

    private static void AssertIsReadAndSmall(byte[] body)
    {
        var packed = Gzip(body);
        Assert.Equal(body, Gunzip.Unpack(packed));
        var stretchesBefore = body.Length / MatchTable.LongestStretch; // Each ends a block, which the framework need not.
        var framework = body.Length == 0 ? GzipFrame + 2 : Gunzip.FrameworkSize(body); // It makes no gzip of nothing.
        Assert.True(packed.Length <= framework + FewBytes + (stretchesBefore * MostOfHead), $"{packed.Length} bytes, the framework's {framework}.");
    }

    private static byte[] Gzip(byte[] body) => Deflater.Gzip(body, CancellationToken.None);
}
