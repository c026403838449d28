using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Payloads;

/// <summary>What is found in a layer, and how much of it is read for that.</summary>
public sealed class ReleaseLayerTests
{
    private const string MetadataFile = ReleaseSketch.MetadataFile;

    private readonly RepositoryInMemory repository = new();

    [Theory]
    [InlineData(MetadataFile)]
    [InlineData("./" + MetadataFile)]
    [InlineData("/" + MetadataFile)]
    [InlineData(".//" + MetadataFile)]
    public async Task The_file_is_found_under_each_spelling_of_its_name(string name) =>
        Assert.Equal("{}", await FindAsync(LayerSketch.Of(("./", ""), (name, "{}"))));

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task The_file_is_found_behind_others_in_every_format(TarEntryFormat format)
    {
        var tar = LayerSketch.Tar(
            format,
            ("release-manifests/" + new string('d', 90) + "/" + new string('n', 90) + ".yaml", new byte[1025]),
            ("release-manifests/empty", []),
            (MetadataFile, "{}"u8.ToArray()));

        Assert.Equal("{}", await FindAsync(new LayerSketch(LayerSketch.Pack(tar))));
        Assert.Equal("{}", await FindAsync(new LayerSketch(tar, "")));
    }

    [Fact]
    public async Task A_folder_or_another_file_of_the_name_is_not_the_file() =>
        Assert.Null(await FindAsync(LayerSketch.Of((MetadataFile + "/", ""), ("etc/" + MetadataFile, "{}"), (MetadataFile + ".bak", "{}"))));

    [Fact]
    public async Task A_small_layer_is_read_to_its_end_so_that_its_digest_is_checked()
    {
        var layer = Layer(100_000);

        var finding = await ReadAsync(layer);

        Assert.True(finding.IsChecked);
        Assert.Equal(layer.Content.Length, repository.Bytes);
        repository.Tamper = (_, content) => content.ToArray().Select((value, place) => place == content.Length - 9 ? (byte)~value : value).ToArray();
        _ = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(layer));
    }

    [Fact]
    public async Task A_large_layer_is_left_as_soon_as_the_file_is_read()
    {
        var finding = await ReadAsync(Layer(3_000_000));

        Assert.NotNull(finding.Metadata);
        Assert.False(finding.IsChecked);
        Assert.InRange(repository.Bytes, 1, 100_000);
    }

    [Fact]
    public async Task A_bomb_is_left_at_the_limit()
    {
        var bomb = new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(("usr/zeros", new byte[257 << 20]))));

        Assert.Equal("it unpacks to more than the limit of 268435456 bytes", (await ReadAsync(bomb)).Defect);
    }

    [Fact]
    public async Task A_metadata_file_over_its_limit_is_not_read()
    {
        var finding = await ReadAsync(LayerSketch.Of((MetadataFile, new string(' ', (1 << 20) + 1))));

        Assert.Equal("release-manifests/release-metadata has 1048577 bytes, more than the limit of 1048576", finding.Defect);
    }

    [Theory]
    [InlineData("frame")]
    [InlineData("two frames")]
    [InlineData("skippable first")]
    [InlineData("skippable last")]
    public async Task A_layer_in_zstd_is_read(string shape)
    {
        var tar = LayerSketch.Tar(("usr/noise", RandomNumberGenerator.GetBytes(50_000)), (MetadataFile, "{}"u8.ToArray()));
        byte[] skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]; // As zstd:chunked ends, and parallel writers begin.
        byte[] layer = shape switch
        {
            "two frames" => [.. Zstd(tar[..1000]), .. Zstd(tar[1000..])],
            "skippable first" => [.. skippable, .. Zstd(tar)],
            "skippable last" => [.. Zstd(tar), .. skippable],
            _ => Zstd(tar),
        };

        foreach (var packing in (string[])["zstd", "gzip", ""])
        {
            Assert.Equal("{}", await FindAsync(new LayerSketch(layer, packing)));
        }
    }

    [Fact]
    public async Task A_bomb_in_zstd_is_left_at_the_limit() =>
        Assert.Equal("it unpacks to more than the limit of 268435456 bytes", (await ReadAsync(new LayerSketch(Zstd(LayerSketch.Tar(("usr/zeros", new byte[257 << 20]))), "zstd"))).Defect);

    [Fact]
    public async Task A_zstd_window_over_the_limit_is_named_with_its_remedy()
    {
        byte[] frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88, 0x01, 0x00, 0x00]; // A window of 128 MiB.
        Assert.Equal("its zstd window is over the limit of 8 MiB: push the image with a lower compression level", (await ReadAsync(new LayerSketch(frame, "zstd"))).Defect);
    }

    [Fact]
    public async Task Whatever_a_zstd_layer_holds_is_no_more_than_a_defect()
    {
        var good = Zstd(LayerSketch.Tar(("release-manifests/more", "text"u8.ToArray())));
        for (var length = 0; length < good.Length; length++)
        {
            _ = await ReadAsync(new LayerSketch(good.AsMemory(0, length), "zstd"));
            var changed = good.ToArray();
            changed[length] ^= 0x10;
            _ = await ReadAsync(new LayerSketch(changed, "zstd"));
        }

        Assert.Equal("its zstd frames are damaged or cut short", (await ReadAsync(new LayerSketch(good.AsMemory(0, good.Length - 1), "zstd"))).Defect);
    }

    [Fact]
    public async Task A_layer_of_a_hundred_thousand_empty_entries_is_left_at_the_limit()
    {
        var entry = LayerSketch.Tar(("usr/empty", []))[..512];
        var tar = new byte[100_000 * entry.Length];
        for (var at = 0; at < tar.Length; at += entry.Length)
        {
            entry.CopyTo(tar, at);
        }

        Assert.Equal("it has more than the limit of 65536 entries", (await ReadAsync(new LayerSketch(LayerSketch.Pack(tar)))).Defect);
    }

    [Fact]
    public async Task Whatever_a_layer_holds_is_no_more_than_a_defect()
    {
        var good = LayerSketch.Of(("release-manifests/", ""), ("release-manifests/more", "text")).Content.ToArray();
        for (var length = 0; length < good.Length; length++)
        {
            _ = await ReadAsync(new LayerSketch(good.AsMemory(0, length)));
            var changed = good.ToArray();
            changed[length] ^= 0x10;
            _ = await ReadAsync(new LayerSketch(changed));
        }
    }

    [Theory]
    [InlineData("it is no tar: a header has another checksum", 0, 'X')]
    [InlineData("it is no tar: a header has no number where one must be", 148, '9')]
    public async Task A_header_that_is_none_is_a_defect(string reason, int place, char value)
    {
        var tar = LayerSketch.Tar((MetadataFile, "{}"u8.ToArray()));
        tar[place] = (byte)value;

        Assert.Equal(reason, (await ReadAsync(new LayerSketch(tar, ""))).Defect);
    }

    [Fact]
    public async Task A_length_below_zero_is_a_defect()
    {
        var tar = LayerSketch.Tar((MetadataFile, "{}"u8.ToArray()));
        tar.AsSpan(124, 12).Fill(0xff);
        var sum = tar.AsSpan(0, 148).ToArray().Concat(tar[156..512]).Sum(value => value) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);

        Assert.Equal("a file of the tar has a negative length", (await ReadAsync(new LayerSketch(tar, ""))).Defect);
    }

    private static LayerSketch Layer(int noise) => new(LayerSketch.Pack(LayerSketch.Tar(
        ("release-manifests/", []),
        (MetadataFile, "{}"u8.ToArray()),
        ("usr/noise", RandomNumberGenerator.GetBytes(noise)))));

    private async Task<string?> FindAsync(LayerSketch layer) =>
        (await ReadAsync(layer)).Metadata is { } metadata ? Encoding.UTF8.GetString(metadata) : null;

    private async Task<LayerFinding> ReadAsync(LayerSketch layer)
    {
        _ = repository.Push("tag", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, layer));
        var descriptor = new Descriptor("", Digest.Of(layer.Content.Span), layer.Content.Length);
        return await new ReleaseLayer(descriptor).ReadAsync(await repository.OpenBlobAsync(descriptor.Digest, null, default), null, default);
    }

    [Fact]
    public async Task Names_of_nothing_but_slashes_cost_no_more_than_their_length()
    {
        var slashes = Encoding.ASCII.GetBytes($"65000 path={new string('/', 65000 - 12)}\n");
        var layer = LayerSketch.Tar([.. Enumerable.Repeat(("records", slashes), 20).SelectMany(records => new (string, byte[])[] { records, ("file", []) })]);
        for (var place = 0; place < layer.Length; place += 512)
        {
            if (layer.AsSpan(place).StartsWith("records"u8))
            {
                layer[place + 156] = (byte)'x';
                Seal(layer.AsSpan(place, 512));
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var finding = await new ReleaseLayer(new Descriptor("", Digest.Of(layer), layer.Length)).ReadAsync(new MemoryStream(layer), null, default);

        Assert.Null(finding.Metadata);
        Assert.Null(finding.Defect);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    private static void Seal(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
    }

    private static byte[] Zstd(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            packer.Write(content);
        }

        return packed.ToArray();
    }
}
