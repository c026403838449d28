using System.IO.Compression;
using System.Text;
using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>A registry, or who may push to it, wants to do harm: whatever a tag leads to, the other releases are served as before.</summary>
public sealed class HostileRegistryTests
{
    private const string Tag = "4.18.9-hostile";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private static readonly Dictionary<string, Action<MirroredService>> Attacks = new(StringComparer.Ordinal)
    {
        ["a layer of 300 kB that unpacks to 300 MB"] = mirrored => mirrored.Push(MirroredService.Repository, Tag, new ReleaseSketch("4.18.9").ToImage(new LayerSketch(Bomb()))),
        ["a manifest of 5 MB"] = mirrored => Add(mirrored, $"{{\"layers\":[],\"config\":{{}},\"x\":\"{new string('x', 5 << 20)}\"}}"),
        ["a manifest of 20,000 layers"] = mirrored => Add(mirrored, $"{{\"config\":{Part(1)},\"layers\":[{string.Join(',', Enumerable.Repeat(Part(1), 20_000))}]}}"),
        ["a list of 20,000 images"] = mirrored => Add(mirrored, $"{{\"manifests\":[{string.Join(',', Enumerable.Repeat(Part(1), 20_000))}]}}"),
        ["a configuration that says it has 8 EB"] = mirrored => Add(mirrored, $"{{\"config\":{Part(long.MaxValue)},\"layers\":[]}}"),
        ["a manifest nested a million deep"] = mirrored => Add(mirrored, new string('[', 1_000_000)),
    };

    public static TheoryData<string> Names { get; } = [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_a_tag_leads_to_costs_that_tag_and_no_other(string attack)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        Attacks[attack](mirrored);
        mirrored.Push(4);

        await mirrored.RefreshAsync();

        Assert.Equal(["4.18.1", "4.18.2", "4.18.3", "4.18.4"], await mirrored.VersionsAsync());
        Assert.Equal(200, (await mirrored.Service.GetStatusAsync("/readyz")).Status);
        Assert.NotEqual(before["ETag"], (await mirrored.AskAsync())["ETag"]);
        Assert.DoesNotContain(mirrored.Service.Log, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_tags_without_end_leaves_every_release_served()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        var pages = 0;
        mirrored.Registry.Faults.Next(
            FakeRequestKind.Tags,
            async (context, _) =>
            {
                context.Response.Headers.Link = $"</v2/{MirroredService.Repository}/tags/list?n=1000&last={++pages}>; rel=\"next\"";
                var page = string.Join(',', Enumerable.Repeat($"\"sha256-{pages:x2}.sig\"", 100_000)); // Each page is another one.
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"tags\":[{page}]}}"), context.RequestAborted);
            },
            times: 1000);

        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        Assert.InRange(pages, 1, 50);
        Assert.Contains("more than the limit of 1000000 tags", await mirrored.ReadyAsync(), StringComparison.Ordinal);
    }

    private static void Add(MirroredService mirrored, string manifest)
    {
        _ = mirrored.Registry.AddBlob("x"u8.ToArray());
        _ = mirrored.Registry.Add(MirroredService.Repository, Tag, Encoding.UTF8.GetBytes(manifest), Manifest);
    }

    private static string Part(long size) => $"{{\"digest\":\"{UpdateService.Testing.Graphs.DigestOf("x")}\",\"size\":{size}}}";

    /// <summary>A tar of one file that says it has 8 GB, and of which 300 MB come.</summary>
    private static byte[] Bomb()
    {
        var header = LayerSketch.Tar(("unused", []))[..512];
        "77777777777\0"u8.CopyTo(header.AsSpan(124));
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(header.Sum(static value => value), 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(header);
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 300; megabyte++)
            {
                gzip.Write(zeros);
            }
        }

        return packed.ToArray();
    }
}
