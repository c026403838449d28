using UpdateService.Registry;

namespace UpdateService.Testing.Registries;

/// <summary>
/// The folder in which Debian's <c>docker-registry</c> keeps everything, to be filled faster than over HTTP, and to be
/// damaged: <see href="https://github.com/distribution/distribution/blob/v2.8.2/registry/storage/paths.go"/>.
/// </summary>
/// <param name="Root">The folder.</param>
public sealed record RegistryStorage(string Root)
{
    private string Top => Path.Combine(Root, "docker", "registry", "v2");

    /// <summary>The file with a blob's or manifest's bytes.</summary>
    public string BlobFile(Digest digest) => Path.Combine(Top, "blobs", "sha256", digest.Hex[..2], digest.Hex, "data");

    /// <summary>Keeps a blob in a repository.</summary>
    public Digest AddBlob(string repository, ReadOnlySpan<byte> content)
    {
        var digest = Keep(content);
        Link(Path.Combine(Repository(repository), "_layers", "sha256", digest.Hex), digest);
        return digest;
    }

    /// <summary>Keeps a manifest in a repository.</summary>
    public Digest AddManifest(string repository, ReadOnlySpan<byte> content)
    {
        var digest = Keep(content);
        Link(Path.Combine(Repository(repository), "_manifests", "revisions", "sha256", digest.Hex), digest);
        return digest;
    }

    /// <summary>Lets a tag name a manifest.</summary>
    public void AddTag(string repository, string tag, Digest digest)
    {
        Link(Path.Combine(TagFolder(repository, tag), "current"), digest);
        Link(Path.Combine(TagFolder(repository, tag), "index", "sha256", digest.Hex), digest);
    }

    /// <summary>Takes a tag away and leaves its manifest, which this registry cannot do over HTTP.</summary>
    public void RemoveTag(string repository, string tag) => Directory.Delete(TagFolder(repository, tag), recursive: true);

    private string Repository(string name) => Path.Combine(Top, "repositories", name);

    private string TagFolder(string repository, string tag) => Path.Combine(Repository(repository), "_manifests", "tags", tag);

    private Digest Keep(ReadOnlySpan<byte> content)
    {
        var digest = Digest.Of(content);
        var file = BlobFile(digest);
        if (!File.Exists(file))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        return digest;
    }

    private static void Link(string folder, Digest digest)
    {
        _ = Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "link"), digest.ToString());
    }
}
