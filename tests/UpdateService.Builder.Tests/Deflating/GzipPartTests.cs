using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class GzipPartTests
{
    private const int HeaderBytes = 10;

    [Fact]
    public void Parts_after_one_another_are_one_member_of_all_their_bytes() => Law.Holds(
        ArbMap.Default.ArbFor<NonEmptyArray<NonEmptyArray<byte>>>(),
        parts => AssertIsOneMember([.. parts.Get.Select(part => part.Get)]));

    [Fact]
    public void So_are_large_parts_of_many_blocks() =>
        AssertIsOneMember([Bodies.Noise(200_000), new byte[300_000], Bodies.Noise(1), Bodies.Named("every third byte the same")]);

    [Fact]
    public void A_part_is_the_same_bytes_wherever_it_stands()
    {
        var part = Pack(Bodies.Named("noise, then zeros, then noise"));
        var again = Pack(Bodies.Named("noise, then zeros, then noise"));
        Assert.Equal(part.Packed.ToArray(), again.Packed.ToArray());
        Assert.Equal(HeaderBytes, GzipPart.Join([part, again]).AsSpan().IndexOf(part.Packed.Span));
        Assert.Equal(HeaderBytes + part.Packed.Length, GzipPart.Join([part, again]).AsSpan().LastIndexOf(part.Packed.Span));
    }

    private static void AssertIsOneMember(byte[][] parts)
    {
        var file = GzipPart.Join([.. parts.Select(Pack)]);
        byte[] all = [.. parts.SelectMany(part => part)];
        using var member = new MemoryStream();
        using (var blocks = new DeflateStream(new MemoryStream(file, HeaderBytes, file.Length - HeaderBytes), CompressionMode.Decompress))
        {
            blocks.CopyTo(member);
        }

        Assert.Equal(all, member.ToArray());
        Assert.Equal(all, Gunzip.Unpack(file)); // Which checks length and checksum.
    }

    private static GzipPart Pack(byte[] bytes) => GzipPart.Of(stream => stream.Write(bytes));
}
