namespace UpdateService.Builder.Sharing;

/// <summary>
/// The names in the artifact in which a builder publishes its revisions. Records and inputs are the files of the state folder, byte
/// for byte. A new format of one of them gets a new media type; a new arrangement gets a new artifact type.
/// </summary>
internal static class SharedFormat
{
    /// <summary>The type of the artifact.</summary>
    public const string Artifact = $"{ArtifactBeginning}2";

    /// <summary>The type with all answers in one pack, from earlier builders. It is followed but no longer published.</summary>
    public const string ArtifactInOne = $"{ArtifactBeginning}1";

    /// <summary>The prefix of the types of all versions.</summary>
    public const string ArtifactBeginning = "application/vnd.update-service.revisions.v";

    /// <summary>The record of a revision: <c>revision.json</c>.</summary>
    public const string Record = "application/vnd.update-service.revision.v1+json";

    /// <summary>The graph-data and releases of a revision: <c>inputs.tar.gz</c>.</summary>
    public const string Inputs = "application/vnd.update-service.inputs.v1.tar+gzip";

    /// <summary>Answers of the served revision: one <see cref="Answers.AnswerPart"/>.</summary>
    public const string Answers = "application/vnd.update-service.answers.v1";

    /// <summary>The empty configuration of an artifact: <see href="https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidance-for-an-empty-descriptor"/>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    /// <summary>The annotation of the artifact that names its builder.</summary>
    public const string BuilderAnnotation = "io.update-service.builder";

    /// <summary>The annotation of a layer that names its revision, and of the artifact that names the served one.</summary>
    public const string RevisionAnnotation = "io.update-service.revision";

    /// <summary>The configuration of an image, for registries that do not accept artifacts.</summary>
    public const string ImageConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>A layer of an image, for registries that do not accept artifacts.</summary>
    public const string ImageLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The annotation of a manifest or layer that is published as an image. It names the type as an artifact.</summary>
    public const string TypeAnnotation = "io.update-service.type";

    /// <summary>The types that a registry must allow to accept the artifact.</summary>
    public const string AllTypes = $"{Artifact}, {Empty}, {Record}, {Inputs}, {Answers}";

    /// <summary>The bytes of <see cref="Empty"/>.</summary>
    public static ReadOnlyMemory<byte> EmptyContent { get; } = "{}"u8.ToArray();
}
