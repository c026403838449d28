using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>The tag of the graph-data's image names a broken one.</summary>
public sealed class BrokenGraphDataTests
{
    private const string Images = "openshift/graph-data";
    private const string Folder = "var/lib/cincinnati-graph-data/";

    [Theory]
    [InlineData("no tar", "The image cannot be read: ")]
    [InlineData("no data", "")]
    [InlineData("no channels", "")]
    [InlineData("a broken file", "channels/stable-4.18.yaml:")]
    [InlineData("a newer schema", "version:1")]
    [InlineData("a lost layer", "The image cannot be read: ")]
    [InlineData("no image", "The registry has no image of this tag.")]
    public async Task The_graph_data_image_is_replaced_by_a_broken_one_and_no_answer_changes(string fault, string reason)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        mirrored.Switches = ["--graph-data", $"oci://{mirrored.Registry.Host}/{Images}:latest", .. mirrored.Switches.Skip(2)];
        Push(mirrored, Good("4.18.1", "4.18.2", "4.18.3"));
        var before = await mirrored.StartReadyAsync();

        Break(mirrored, fault);
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        var ready = await mirrored.ReadyAsync();
        Assert.StartsWith("ready: revision 1\nThe inputs are refused for 1 reason; the first: ", ready, StringComparison.Ordinal);
        Assert.Contains(reason, ready, StringComparison.Ordinal);
        Assert.Equal((0, 1), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_refreshes_total", "{outcome=\"Rejected\"}")));
        Assert.Contains(reason, Assert.Single(mirrored.Logged("Error: ")), StringComparison.Ordinal);
        Assert.Contains(mirrored.Service.Log, line => line.StartsWith("Warning: The inputs are refused for 1 reason and revision 1 stays (", StringComparison.Ordinal));

        Push(mirrored, Good("4.18.1", "4.18.2"));
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2"], await mirrored.VersionsAsync()); // A channel that was changed on purpose is.
        Assert.Equal("ready: revision 2\n", await mirrored.ReadyAsync());
        Assert.Equal(1, await mirrored.HealthyAsync());
    }

    private static void Break(MirroredService mirrored, string fault)
    {
        var lost = Layer(("version", "1.1.0\n"), ("channels/a.yaml", "name: a\nversions: []\n"));
        Action breaking = fault switch
        {
            "no tar" => () => Push(mirrored, new LayerSketch("this is no tar"u8.ToArray())),
            "no data" => () => Push(mirrored, LayerSketch.Of(("etc/os-release", "a base image"))),
            "no channels" => () => Push(mirrored, Layer(("version", "1.1.0\n"))),
            "a broken file" => () => Push(mirrored, Layer(("version", "1.1.0\n"), ("channels/stable-4.18.yaml", "name: stable-4.18\nversions: none\n"))),
            "a newer schema" => () => Push(mirrored, Layer(("version", "2.0.0\n"), ("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1")))),
            "a lost layer" => () =>
            {
                Push(mirrored, lost);
                mirrored.Registry.Corrupt(UpdateService.Registry.Digest.Of(lost.Content.Span).ToString(), LayerSketch.Of(("other", "bytes")).Content.ToArray());
            }
            ,
            _ => () => mirrored.Registry.Remove(Images, "latest"),
        };
        breaking();
    }

    private static LayerSketch Good(params string[] versions) => Layer(("version", "1.1.0\n"), ("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", versions)));

    private static LayerSketch Layer(params (string Name, string Text)[] files) =>
        LayerSketch.Of([.. files.Append(("blocked-edges/a.yaml", GraphDataDirectory.RiskOf("4.17.9", ".*", "Nothing", "No release here has it."))).Select(file => ($"{Folder}{file.Item1}", file.Item2))]);

    private static void Push(MirroredService mirrored, LayerSketch layer) =>
        mirrored.Push(Images, "latest", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, layer));
}
