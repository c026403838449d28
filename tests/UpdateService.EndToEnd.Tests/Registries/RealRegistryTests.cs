using System.Net;
using System.Text.Json;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>The registry that the tests stand on is the real one: another client reads from it what was pushed.</summary>
public sealed class RealRegistryTests
{
    private const string Repository = "openshift/release-images";

    public static TheoryData<string> Shapes => ["single", "oci single", "list", "oci index"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task An_image_that_was_pushed_is_read_by_another_client_over_tls(string shape)
    {
        using var authority = new PrivateAuthority("private");
        using var folder = new TemporaryFolder();
        await using var registry = await RealRegistry.StartAsync(new RegistrySetup { Authority = authority });
        var image = Image(shape);
        Assert.Equal(image.Digest, await new RegistryPush(registry, Repository).ImageAsync("4.16.1", image));

        var raw = await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1", account: null, "--raw");
        using var inspected = JsonDocument.Parse((await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1")).Expect());
        _ = (await Skopeo.PullAsync(registry, $"{Repository}:4.16.1", folder.In("image"))).Expect();

        Assert.Equal(System.Text.Encoding.UTF8.GetString(image.Manifest.Content.Span), raw.Expect());
        Assert.Equal(image.Digest.ToString(), inspected.RootElement.GetProperty("Digest").GetString());
        Assert.Equal("4.16.1", inspected.RootElement.GetProperty("Labels").GetProperty("io.openshift.release").GetString());
        Assert.All(image.Blobs, blob => Assert.Equal(blob.Value.ToArray(), File.ReadAllBytes(folder.In($"image/{blob.Key.Hex}"))));
    }

    [Fact]
    public async Task An_image_of_plain_http_is_read_too()
    {
        await using var registry = await RealRegistry.StartAsync();
        _ = await new RegistryPush(registry, Repository).ImageAsync("4.16.1", Image("single"));

        _ = (await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1")).Expect();
    }

    [Fact]
    public async Task A_client_that_does_not_know_the_authority_refuses_the_registry()
    {
        using var authority = new PrivateAuthority("private");
        await using var registry = await RealRegistry.StartAsync(new RegistrySetup { Authority = authority });

        var inspected = await Skopeo.RunAsync(registry, ["inspect", "--no-creds", $"docker://{registry.Host}/{Repository}:4.16.1"]);

        Assert.NotEqual(0, inspected.Status);
        Assert.Contains("certificate signed by unknown authority", inspected.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_by_a_client_that_knows_the_authority()
    {
        using var authority = new PrivateAuthority("private");
        await using var registry = await RealRegistry.StartAsync(new RegistrySetup { Authority = authority, HasExpiredCertificate = true });

        var inspected = await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1");

        Assert.NotEqual(0, inspected.Status);
        Assert.Contains("certificate has expired", inspected.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_password_of_its_file_nobody_gets_in()
    {
        var account = new RegistryAccount("mirror", "a secret");
        await using var registry = await RealRegistry.StartAsync(new RegistrySetup { Account = account });
        _ = await new RegistryPush(registry, Repository).ImageAsync("4.16.1", Image("single"));

        _ = (await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1", account)).Expect();
        Assert.Contains("unauthorized", (await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1", account with { Password = "another" })).Errors, StringComparison.Ordinal);
        Assert.Contains("unauthorized", (await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_kept_is_there_again_after_a_stop()
    {
        await using var registry = await RealRegistry.StartAsync();
        var image = Image("single");
        _ = await new RegistryPush(registry, Repository).ImageAsync("4.16.1", image);
        var manifest = new Uri(registry.Address, $"/v2/{Repository}/manifests/{image.Digest}");

        await registry.StopAsync();
        _ = await Assert.ThrowsAsync<HttpRequestException>(() => registry.Client.GetAsync(manifest));

        await registry.StartAgainAsync();
        _ = (await Skopeo.InspectAsync(registry, $"{Repository}:4.16.1")).Expect();
    }

    [Fact]
    public async Task A_tag_goes_without_its_manifest_and_a_manifest_with_its_tags()
    {
        await using var registry = await RealRegistry.StartAsync();
        var push = new RegistryPush(registry, Repository);
        var image = Image("single");
        _ = await push.ImageAsync("4.16.1", image);
        _ = await push.ImageAsync("latest", image);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(registry, "4.16.1"), await StatusAsync(registry, "latest")));

        registry.Storage.RemoveTag(Repository, "latest");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(registry, "4.16.1"), await StatusAsync(registry, "latest")));

        await push.DeleteAsync(image.Digest);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await StatusAsync(registry, "4.16.1"), await StatusAsync(registry, $"{image.Digest}")));
    }

    [Fact]
    public async Task A_blob_that_is_changed_on_the_disk_is_served_changed()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var folder = new TemporaryFolder();
        var image = Image("single");
        _ = await new RegistryPush(registry, Repository).ImageAsync("4.16.1", image);
        var file = registry.Storage.BlobFile(UpdateService.Registry.Digest.Of(Release.TopLayer.Content.Span));
        var content = await File.ReadAllBytesAsync(file);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(file, content);

        var pulled = await Skopeo.PullAsync(registry, $"{Repository}:4.16.1", folder.In("image"));

        Assert.NotEqual(0, pulled.Status);
        Assert.Contains("Digest did not match", pulled.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_into_its_folder_is_served_as_what_was_pushed()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var folder = new TemporaryFolder();
        var image = Image("list");
        foreach (var content in image.Blobs.Values)
        {
            _ = registry.Storage.AddBlob(Repository, content.Span);
        }

        foreach (var manifest in image.Shards.Add(image.Manifest))
        {
            _ = registry.Storage.AddManifest(Repository, manifest.Content.Span);
        }

        registry.Storage.AddTag(Repository, "4.16.1", image.Digest);

        _ = (await Skopeo.PullAsync(registry, $"{Repository}:4.16.1", folder.In("image"))).Expect();
        Assert.All(image.Blobs.Keys, digest => Assert.True(File.Exists(folder.In($"image/{digest.Hex}"))));
    }

    [Fact]
    public async Task Its_log_tells_the_requests_in_their_order()
    {
        await using var registry = await RealRegistry.StartAsync();
        Assert.Empty(await registry.RequestsAsync());

        _ = await StatusAsync(registry, "4.16.1");
        _ = await StatusAsync(registry, "4.16.2");

        Assert.Equal(
            [new("HEAD", $"/v2/{Repository}/manifests/4.16.1", HttpStatusCode.NotFound), new("HEAD", $"/v2/{Repository}/manifests/4.16.2", HttpStatusCode.NotFound)],
            await registry.RequestsAsync());
    }

    [Fact]
    public async Task A_command_that_is_missing_fails_and_names_its_package()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => InstalledCommand.RunAsync("some-package", ["no-such-command"]));
        Assert.StartsWith("no-such-command cannot be run (", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("; install the package some-package, as tests/run.sh does.", exception.Message, StringComparison.Ordinal);
    }

    private static ReleaseSketch Release { get; } = new("4.16.1");

    private static ImageSketch Image(string shape) => shape switch
    {
        "single" => Release.ToImage(),
        "oci single" => (Release with { Flavour = ImageFlavour.Oci }).ToImage(),
        "list" => List(ImageFlavour.Docker),
        "oci index" => List(ImageFlavour.Oci),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "This is no shape of an image."),
    };

    private static ImageSketch List(ImageFlavour flavour) => ImageSketch.List(
        flavour,
        ("linux/amd64", (Release with { Flavour = flavour }).ToImage()),
        ("linux/arm64", (Release with { Flavour = flavour, Architecture = "arm64" }).ToImage()));

    private static async Task<HttpStatusCode> StatusAsync(RealRegistry registry, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(registry.Address, $"/v2/{Repository}/manifests/{reference}"));
        request.Headers.Add("Accept", "application/vnd.docker.distribution.manifest.v2+json");
        using var answer = await registry.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
