using System.Formats.Tar;
using System.Text;
using UpdateService.Graph.Versions;
using UpdateService.Registry.Payloads;
using UpdateService.Testing.Fuzzing;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Payloads;

/// <summary>Whatever a registry gives in place of an image's parts.</summary>
public sealed class PayloadFuzzTests
{
    private const int Block = 512;

    private static readonly ReleaseSketch Sketch = new("4.16.15") { Previous = ["4.15.18", "4.16.14"] };

    private static readonly Corpus Manifests = new(
        [
            Sketch.ToImage().Manifest.Content.ToArray(),
            (Sketch with { Flavour = ImageFlavour.Oci }).ToImage().Manifest.Content.ToArray(),
            ImageSketch.List(ImageFlavour.Oci, ("linux/arm64", Sketch.ToImage()), ("unknown/unknown", Sketch.ToImage())).Manifest.Content.ToArray(),
            """{"schemaVersion":1,"fsLayers":[{"blobSum":"sha256:00"}]}"""u8.ToArray(),
        ],
        [.. Tokens.Json, .. Tokens.Of("\"artifactType\":\"a\"", "\"subject\":{}", "\"manifests\":[]", "\"layers\":[{}]", "\"size\":-1", "sha256:", "\"platform\":{\"architecture\":null}")]);

    private static readonly Corpus Configs = Corpus.Of(
        Tokens.Json,
        Sketch.Config.ToJsonString(),
        ImageSketch.Config("s390x", ("com.redhat.component", "x")).ToJsonString(),
        """{"architecture":"amd64","created":"2026-03-04T05:06:07.123456789+02:00","config":null}""");

    private static readonly Corpus Metadata = Corpus.Of(
        [.. Tokens.Json, .. Tokens.Of("\"kind\":\"cincinnati-metadata-v0\"", "\"previous\":null", "\"next\":[\"4.17.0\"]", "\"4.16.1\"")],
        Sketch.MetadataText.ToJsonString(),
        """{"kind":"cincinnati-metadata-v0","version":"4.1.0+amd64","previous":null,"next":["4.2.0"],"metadata":{"a":"\u00e9","b":""},"other":[{}]}""");

    private static readonly Corpus Layers = new(
        [
            LayerSketch.Tar(("release-manifests/image-references", Bytes("{}")), ("release-manifests/release-metadata", Bytes(Sketch.MetadataText.ToJsonString()))),
            LayerSketch.Tar(TarEntryFormat.Pax, ("./release-manifests/", []), ($"release-manifests/{new string('n', 120)}", Bytes("x")), ("./release-manifests/release-metadata", Bytes("{}"))),
            LayerSketch.Tar(TarEntryFormat.Gnu, ($"{new string('d', 150)}", Bytes("x")), ("/release-manifests/release-metadata", Bytes(Sketch.MetadataText.ToJsonString()))),
            Sketch.TopLayer.Content.ToArray(),
        ],
        [
            .. Tokens.Any,
            .. Tokens.Of("./", "release-manifests/", "release-manifests/release-metadata", "ustar\0", "77777777777\0", "00000000000\0", "33 path=release-manifests/release-metadata\n", "30 size=9223372036854775807\n", "x", "L", "g", "5", "1"),
            [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x1f, 0x8b], [0x28, 0xb5, 0x2f, 0xfd], new byte[Block],
        ])
    {
        Repair = Repair,
    };

    [Fact]
    public void A_manifest_is_an_image_a_list_or_a_verdict() => Fuzz.Bytes(Manifests, bytes =>
    {
        var shape = ManifestShape.Of(bytes);
        Assert.Equal(1, (shape.Image is null ? 0 : 1) + (shape.List.IsEmpty ? 0 : 1) + (shape.Verdict is null ? 0 : 1));
        if (shape.Verdict is { } verdict)
        {
            Fuzz.AssertTold(verdict.Reason);
        }

        Assert.All(shape.Image?.Layers ?? [], layer => Assert.True(layer.Size >= 0));
    });

    [Fact]
    public void A_configuration_is_read_or_none() => Fuzz.Bytes(Configs, bytes => Assert.NotNull(ImageConfig.Read(bytes)?.Architecture ?? ""));

    [Fact]
    public void Release_metadata_are_read_whole_or_refused_with_a_reason() => Fuzz.Bytes(Metadata, bytes =>
    {
        var reason = ReleaseMetadata.Read(bytes, new VersionPool(), Architecture.Default, out var facts);
        Assert.Equal(facts is null, reason is not null);
        if (facts is null)
        {
            Fuzz.AssertTold(reason);
            return;
        }

        Assert.Equal("", facts.Version.Build);
        Assert.Equal(facts.Metadata.Select(entry => entry.Key).Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), facts.Metadata.Select(entry => entry.Key));
    });

    [Fact]
    public void A_layer_gives_its_metadata_or_a_defect() => Fuzz.Bytes(Layers, async bytes =>
    {
        var layer = new ReleaseLayer(new Descriptor("", Digest.Of(bytes), bytes.Length));
        var finding = await layer.ReadAsync(new MemoryStream(bytes, writable: false), references: null, CancellationToken.None);
        Assert.True(finding.Metadata is null || finding.Defect is null);
        if (finding.Defect is not null)
        {
            Fuzz.AssertTold(finding.Defect);
        }

        _ = await ReleaseLayer.PeekAsync(new MemoryStream(bytes[..Math.Min(bytes.Length, 4096)], writable: false), CancellationToken.None);
    });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Writes the checksums of the headers anew, so that what was changed in one is believed; sometimes it is packed.</summary>
    private static byte[] Repair(byte[] layer, Random random)
    {
        if (random.Next(4) > 0 && !layer.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            for (var place = 0; place + Block <= layer.Length; place += Block)
            {
                var block = layer.AsSpan(place, Block);
                if (block.Slice(257, 5).SequenceEqual("ustar"u8))
                {
                    block.Slice(148, 8).Fill((byte)' ');
                    var sum = 0;
                    foreach (var value in block)
                    {
                        sum += value;
                    }

                    Bytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
                }
            }
        }

        return random.Next(5) == 0 ? LayerSketch.Pack(layer) : layer;
    }
}
