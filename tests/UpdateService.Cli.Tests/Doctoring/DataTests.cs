using UpdateService.Registry.Signatures;
using UpdateService.Testing.Registries;
using UpdateService.Testing.Signatures;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>What is told of graph-data, the graph and signatures.</summary>
public sealed class DataTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private readonly TemporaryFolder system = new();

    public void Dispose()
    {
        data.Dispose();
        system.Dispose();
    }

    [Fact]
    public async Task A_report_is_read_from_top_to_bottom()
    {
        var output = (await Ran.WithAsync(around => around with { SystemFolder = system.Path }, "doctor", "--graph-data", data.Path)).Gives();

        Assert.Equal(
            $"""
            graph-data {data.Path}
              ok  graph-data  1 channel, 1 blocked edge; nothing is wrong with them.
              ok  graph       7 releases in 1 channel, 5 edges, 1 conditional edge, 0 in quarantine.
              -   signatures  --graph-data-keys names no keys: graph-data need not be signed.

            this machine
              -   clock       No host was asked that tells the time.
              -   disk        --state names no folder: nothing is kept.
              -   memory      This system does not report a memory limit.

            Nothing is broken.

            """,
            output);
    }

    [Fact]
    public async Task A_person_sees_marks_in_colours()
    {
        var output = (await Ran.WithAsync(around => around with { IsOutputTerminal = true }, "doctor", "--graph-data", data.Path)).Gives();

        Assert.Matches("  \u001b\\[[0-9;]+mok\u001b\\[0m  graph-data  1 channel", output);
    }

    [Fact]
    public async Task The_first_problems_are_told_and_where_the_others_are()
    {
        data.Write("channels/more.yaml", "name: more\nversions:\n- 4.18.1\n- 4.18.6\n- 4.18.7\n- 4.18.8\n- 4.18.9\n");

        var visit = await Visit.WithAsync("--graph-data", data.Path);

        Assert.Equal((ExitStatus.Fine, "look"), (visit.Status, visit["graph-data"].Verdict));
        visit["graph-data"].Says("2 channels, 1 blocked edge, 4 problems: channels/more.yaml:4: UnknownVersion: No release has the version 4.18.6. | ", $"'updatectl lint {data.Path}' lists all of them.");
        visit["graph-data"].Says("| and 1 more");
    }

    [Fact]
    public async Task Graph_data_that_cannot_be_served_break_it()
    {
        data.Write("channels/more.yaml", "name: [\n");

        var visit = await Visit.WithAsync("--graph-data", data.Path);

        visit.Breaks("graph-data").Says("They cannot be served: channels/more.yaml", "updatectl lint");
        Assert.Equal("skipped", visit["graph"].Verdict);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told() =>
        (await Visit.WithAsync("--graph-data", data.Beside("nowhere"))).Breaks("graph-data").Says("nowhere", "There is no such folder: check --graph-data.");

    [Fact]
    public async Task A_catalogue_that_cannot_be_read_breaks_the_graph()
    {
        var visit = await Visit.WithAsync("--graph-data", data.Path, "--releases", data.Beside("none.jsonl"));

        visit.Breaks("graph").Says("The catalogue does not exist.", "Fix what is named");
    }

    [Fact]
    public async Task Releases_of_other_channels_are_to_be_looked_at()
    {
        await File.WriteAllTextAsync(data.Beside("other.jsonl"), GraphDataDirectory.ReleaseOf("4.12.1", "amd64"));

        var visit = await Visit.WithAsync("--graph-data", data.Path, "--releases", data.Beside("other.jsonl"));

        Assert.Equal((ExitStatus.Fine, "look"), (visit.Status, visit["graph"].Verdict));
        visit["graph"].Says("no channel has a release", "do not fit");
    }

    [Theory]
    [InlineData("--graph-data-keys {0}", "go together")]
    [InlineData("--graph-data-keys /nowhere --graph-data-signatures {0}", "the folder does not exist")]
    [InlineData("--graph-data-keys {0} --graph-data-signatures http://user:s3cret@host/", "name a folder or an https:// address")]
    [InlineData("--registry-auth /nowhere", "the file does not exist")]
    [InlineData("--insecure-registry a/b", "is no host")]
    [InlineData("--releases oci://host/repository:tag", "name the repository without a tag")]
    [InlineData("--server ftp://localhost:8080", "write an address such as http://localhost:8080")]
    [InlineData("--timeout soon", "write a time")]
    public async Task What_cannot_be_used_is_bad_input(string line, string told)
    {
        var ran = await Ran.WithAsync(["doctor", .. string.Format(null, line, system.Path).Split(' ')]);

        Assert.Contains(told, ran.Fails(ExitStatus.BadInput), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signed", "ok", "is signed by a key of", null)]
    [InlineData("unsigned", "broken", "has no signature in", "Sign the image")]
    [InlineData("no key", "broken", "holds no OpenPGP public key", "--graph-data-keys")]
    public async Task The_signature_of_an_image_is_told(string what, string verdict, string found, string? remedy)
    {
        await using var mirror = await Mirror.StartAsync();
        var image = ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, LayerSketch.Of([.. Files()]));
        mirror.Push("latest", image, "mirror/graph-data");
        var (key, keys, signatures) = (SigningKey.Make(), system.In("keys"), system.In("signatures"));
        _ = Directory.CreateDirectory(keys);
        _ = Directory.CreateDirectory(Path.Combine(signatures, $"sha256={image.Digest.Hex}"));
        if (what != "no key")
        {
            await File.WriteAllBytesAsync(Path.Combine(keys, "key"), SigningKey.Armored(key.Public()));
        }

        if (what == "signed")
        {
            await File.WriteAllBytesAsync(Path.Combine(signatures, SignatureName.Of(image.Digest, 1).ToString()), key.Sign(SigningKey.ClaimOf(image.Digest)));
        }

        var visit = await Visit.WithAsync("--graph-data", $"oci://{mirror.Registry.Host}/mirror/graph-data:latest", "--insecure-registry", mirror.Registry.Host, "--graph-data-keys", keys, "--graph-data-signatures", signatures);

        visit["image"].Says($"latest is {image.Digest}.");
        Assert.Equal((verdict, verdict), (visit["graph-data"].Verdict, visit["signatures"].Verdict));
        visit["signatures"].Says(found, remedy);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told()
    {
        await using var mirror = await Mirror.StartAsync();

        var visit = await Visit.WithAsync("--graph-data", $"oci://{mirror.Registry.Host}/{Mirror.Repository}:none", "--insecure-registry", mirror.Registry.Host);

        visit.Breaks("image").Says($"The registry has no {mirror.Registry.Host}/{Mirror.Repository} none.", "--graph-data");
    }

    private IEnumerable<(string Name, string Text)> Files() => Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => ($"var/lib/cincinnati-graph-data/{Path.GetRelativePath(data.Path, file)}", File.ReadAllText(file)));
}
