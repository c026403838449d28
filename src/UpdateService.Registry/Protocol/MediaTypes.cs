namespace UpdateService.Registry.Protocol;

/// <summary>The media types of manifests.</summary>
public static class MediaTypes
{
    /// <summary>Docker's image manifest, version 2, schema 2.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Docker's list of manifests, one a platform.</summary>
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The OCI image manifest.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>The OCI image index.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>Any type.</summary>
    internal const string Any = "*/*";

    internal const string AcceptedManifests = DockerManifest + ", " + DockerManifestList + ", " + OciManifest + ", " + OciIndex;
}
