using UpdateService.Builder.Sources;
using UpdateService.GraphData.Archives;
using UpdateService.Testing.Fuzzing;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sources;

/// <summary>Whatever stands where a source is named, and whatever a registry gives for the manifest of graph-data.</summary>
public sealed class SourceFuzzTests
{
    private static readonly Corpus Places = Corpus.Of(
        [.. Tokens.Any, .. Tokens.Of("oci://", "https://", "http://", "ftp://", ".tar.gz", ".tgz", ".jsonl", ".jsonl.gz", "user:s3cret@", "[::1]:80", "?token=s3cret", "@sha256:")],
        "./graph-data", "data.tar.gz", "https://user:s3cret@example.com:8443/data.tar.gz?token=s3cret", "oci://quay.io/a/b:latest", "releases.jsonl.gz", "oci://[::1]:5000/a/b");

    private static readonly Corpus Manifests = new(
        [
            ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, ReleaseSketch.OperatorLayer).Manifest.Content.ToArray(),
            ImageSketch.List(ImageFlavour.Docker, ("linux/s390x", new ReleaseSketch("4.1.0").ToImage()), ("unknown/unknown", new ReleaseSketch("4.1.0").ToImage())).Manifest.Content.ToArray(),
        ],
        [.. Tokens.Json, .. Tokens.Of("\"manifests\":[{}]", "\"layers\":[]", "\"platform\":{\"os\":1}", "+zstd", "\"digest\":null")]);

    [Fact]
    public void A_place_is_a_source_or_refused_without_its_secrets() => Fuzz.Texts(Places, text =>
    {
        var isGraphData = SourceLocation.TryParseGraphData(text, out var location, out var reason);
        AssertEither(isGraphData, location, reason);
        AssertEither(SourceLocation.TryParseReleases(text, out var releases, out reason), releases, reason);
    });

    [Fact]
    public void A_manifest_names_layers_or_an_image_or_is_refused() => Fuzz.Bytes(Manifests, bytes =>
    {
        try
        {
            var manifest = GraphDataManifest.Read(bytes);
            Assert.True(manifest.Listed is null || manifest.Layers.IsEmpty);
        }
        catch (ArchiveException exception)
        {
            Fuzz.AssertTold(exception.Message);
        }
    });

    private static void AssertEither(bool isRead, SourceLocation? location, string? reason)
    {
        Assert.Equal(isRead, location is not null);
        Assert.Equal(isRead, reason is null);
        if (location is null)
        {
            Fuzz.AssertTold(reason);
            return;
        }

        _ = location.Host;
        Assert.NotNull(location.ToString());
        if (location.Kind == SourceKind.Address)
        {
            Assert.Equal(("", ""), (new Uri(location.ToString()).UserInfo, new Uri(location.ToString()).Query));
        }
    }
}
