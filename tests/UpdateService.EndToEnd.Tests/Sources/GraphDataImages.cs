using System.Formats.Tar;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Graph-data in images and archives, laid out as tools write them.</summary>
internal static class GraphDataImages
{
    private const string Folder = "var/lib/cincinnati-graph-data/";

    /// <summary>A base image: much that is no graph-data.</summary>
    private static readonly LayerSketch Base = LayerSketch.Of(("etc/", ""), ("etc/os-release", "NAME=base"), ("usr/bin/sh", new string('x', 300_000)), ("var/", ""), ("var/lib/", ""), ("var/lib/rpm/packages", "many"));

    /// <summary>
    /// A list of images by architecture, each a base image with one layer whose names are absolute and whose folders end in no
    /// slash: <see href="https://github.com/openshift/oc-mirror/blob/main/v2/internal/pkg/imagebuilder/builder.go"/>.
    /// </summary>
    public static ImageSketch AsOcMirror(GraphDataDirectory data)
    {
        var layer = new LayerSketch(LayerSketch.Pack(AbsoluteTar(data)));
        return ImageSketch.List(
            ImageFlavour.Docker,
            [.. ((string[])["arm64", "amd64", "ppc64le", "s390x"]).Select(architecture => ($"linux/{architecture}", ImageSketch.Of(ImageSketch.Config(architecture), ImageFlavour.Docker, Base, layer)))]);
    }

    /// <summary>
    /// A single image that was built from a Dockerfile: the archive as it was downloaded, and in the layer above it what was unpacked:
    /// <see href="https://docs.openshift.com/container-platform/4.16/disconnected/updating/disconnected-update-osus.html#update-service-graph-data_updating-disconnected-cluster-osus"/>.
    /// </summary>
    public static ImageSketch AsDockerfile(GraphDataDirectory data, params LayerSketch[] above)
    {
        var downloaded = new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(TarEntryFormat.Pax, ("cincinnati-graph-data.tar.gz", Archive(data, "./")))));
        var unpacked = new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(TarEntryFormat.Pax, [("var/", []), ("var/lib/", []), (Folder, []), .. Folders(data).Select(name => ($"{Folder}{name}/", Array.Empty<byte>())), .. Files(data, Folder)])));
        return ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, [Base, downloaded, unpacked, .. above]);
    }

    /// <summary>A layer of graph-data, or of whiteouts.</summary>
    public static LayerSketch Layer(params (string Name, string Text)[] files) => LayerSketch.Of([.. files.Select(file => ($"{Folder}{file.Name}", file.Text))]);

    /// <summary>A gzip tar.</summary>
    /// <param name="data">What is in it.</param>
    /// <param name="top">What stands before each name.</param>
    public static byte[] Archive(GraphDataDirectory data, string top) => LayerSketch.Pack(LayerSketch.Tar(TarEntryFormat.Pax, [(top, []), .. Files(data, top)]));

    private static IEnumerable<string> Folders(GraphDataDirectory data) =>
        Directory.EnumerateDirectories(data.Path, "*", SearchOption.AllDirectories).Select(folder => Path.GetRelativePath(data.Path, folder)).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Name, byte[] Content)> Files(GraphDataDirectory data, string top) => Directory
        .EnumerateFiles(data.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => ($"{top}{Path.GetRelativePath(data.Path, file)}", File.ReadAllBytes(file)));

    private static byte[] AbsoluteTar(GraphDataDirectory data)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var name in Folders(data).Prepend("").Select(folder => $"/{Folder}{folder}".TrimEnd('/')))
            {
                tar.WriteEntry(new GnuTarEntry(TarEntryType.Directory, name));
            }

            foreach (var (name, bytes) in Files(data, $"/{Folder}"))
            {
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
            }
        }

        return content.ToArray();
    }
}
