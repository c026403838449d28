using System.Security.Cryptography;
using UpdateService.Builder.Answers;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Answers;

/// <summary>Answers on disk come back as they were, or not at all.</summary>
public sealed class AnswerPackTests
{
    private const int MagicLength = 25;

    private static readonly Sketch Small = [Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.1+arm64"), Guard("4.1.1", Risk("A"))];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_is_written_is_read_again(bool gzipImproved, bool brotliImproved)
    {
        var before = Answers();
        foreach (var (_, _, answer) in before.All)
        {
            Improve(answer, gzipImproved, brotliImproved);
        }

        var after = AnswerPack.Read(Written(before));

        Assert.Equal(before.ContentHash, after.ContentHash);
        Assert.Equal(Text(before), Text(after));
        Assert.All(after.All, entry => Assert.Equal((gzipImproved, brotliImproved), (entry.Answer.IsGzipImproved, entry.Answer.IsBrotliImproved)));
    }

    [Fact]
    public void A_pack_of_no_answers_is_a_pack() =>
        Assert.Equal(0, AnswerPack.Read(Written(new AnswerSet(new Dictionary<(string, Architecture), Answer>()))).Count);

    [Fact]
    public void Equal_answers_are_written_as_equal_bytes() => Assert.Equal(Written(Answers()), Written(Answers()));

    [Fact]
    public void What_was_read_can_be_improved_and_written_on()
    {
        var read = AnswerPack.Read(Written(Answers()));
        foreach (var (_, _, answer) in read.All)
        {
            Improve(answer, gzip: true, brotli: true);
        }

        Assert.Equal(Text(read), Text(AnswerPack.Read(Written(read))));
    }

    [Fact]
    public void Small_bytes_of_an_earlier_way_are_taken_over_and_improved_again()
    {
        var before = Answers();
        foreach (var (_, _, answer) in before.All)
        {
            Improve(answer, gzip: true, brotli: true);
        }

        var pack = Written(before);
        var place = PlaceOfFirstGeneration(before);
        Assert.Equal(Compression.GzipGeneration, pack[place]);
        pack[place] = 1; // As the first version of this service wrote them.
        var after = AnswerPack.Read(Checked(pack[..^SHA256.HashSizeInBytes]));

        Assert.Equal(Text(before), Text(after));
        Assert.Equal([false, true], after.All.Select(entry => entry.Answer.IsGzipImproved));
        Assert.All(after.All, entry => Assert.True(entry.Answer.IsBrotliImproved));
    }

    [Fact]
    public void Small_bytes_of_a_later_way_are_small()
    {
        var pack = Written(Answers());
        pack[PlaceOfFirstGeneration(Answers())] = Compression.GzipGeneration + 1;
        Assert.Equal([true, false], AnswerPack.Read(Checked(pack[..^SHA256.HashSizeInBytes])).All.Select(entry => entry.Answer.IsGzipImproved));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var pack = Written(Answers());
        for (var length = 0; length < pack.Length; length++)
        {
            _ = Assert.Throws<InvalidDataException>(() => AnswerPack.Read(pack[..length]));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var pack = Written(Answers());
        for (var bit = 0; bit < pack.Length * 8; bit++)
        {
            pack[bit / 8] ^= (byte)(1 << (bit % 8));
            _ = Assert.Throws<InvalidDataException>(() => AnswerPack.Read(pack));
            pack[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(2, AnswerPack.Read(pack).Count);
    }

    [Fact]
    public void Bytes_after_the_end_are_refused() => Assert.Throws<InvalidDataException>(() => AnswerPack.Read([.. Written(Answers()), 0]));

    [Fact]
    public void Content_that_no_writer_made_is_refused_even_where_its_checksum_is_right()
    {
        // Whatever the content says, also of lengths and counts, ends in this one exception or in a pack.
        var pack = Written(Answers());
        var content = pack[..^SHA256.HashSizeInBytes];
        for (var place = MagicLength; place < content.Length; place++)
        {
            foreach (var value in (ReadOnlySpan<byte>)[0, 0x7f, 0x80, 0xff])
            {
                var changed = content.ToArray();
                changed[place] = value;
                AssertIsReadOrRefused(Checked(changed));
            }
        }

        for (var length = MagicLength; length < content.Length; length++)
        {
            _ = Assert.Throws<InvalidDataException>(() => AnswerPack.Read(Checked(content[..length])));
        }

        _ = Assert.Throws<InvalidDataException>(() => AnswerPack.Read(Checked([.. content, 0])));
    }

    private static void AssertIsReadOrRefused(byte[] pack)
    {
        try
        {
            Assert.InRange(AnswerPack.Read(pack).Count, 0, 2);
        }
        catch (InvalidDataException exception)
        {
            Assert.StartsWith("The kept answers ", exception.Message, StringComparison.Ordinal);
        }
    }

    private static AnswerSet Answers() => new AnswerFactory().Make(Small.Build().Build.Graph);

    private static int PlaceOfFirstGeneration(AnswerSet answers)
    {
        var (channel, architecture, _) = answers.All[0];
        return MagicLength + sizeof(int) + 1 + channel.Length + 1 + architecture.Length + sizeof(int) + SHA256.HashSizeInBytes;
    }

    private static byte[] Checked(byte[] content) => [.. content, .. SHA256.HashData(content)];

    private static byte[] Written(AnswerSet answers)
    {
        using var output = new MemoryStream();
        AnswerPack.Write(answers.All, output);
        return output.ToArray();
    }

    private static IEnumerable<string> Text(AnswerSet answers) => answers.All.Select(entry => string.Join(
        ' ',
        entry.Channel,
        entry.Architecture,
        entry.Answer.Hash,
        entry.Answer.Length,
        string.Join(',', entry.Answer.EntityTags),
        Convert.ToHexString(entry.Answer.Body),
        Convert.ToHexString(entry.Answer.Gzip),
        Convert.ToHexString(entry.Answer.Brotli)));

    private static void Improve(Answer answer, bool gzip, bool brotli)
    {
        if (gzip)
        {
            answer.ImproveGzip();
        }

        if (brotli)
        {
            answer.ImproveBrotli();
        }
    }
}
