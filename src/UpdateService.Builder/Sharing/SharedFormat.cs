namespace UpdateService.Builder.Sharing;

/// <summary>
/// The names of the artifact in which a builder publishes its revisions. Records and inputs are the files of the state
/// folder, byte for byte; a change of one of these formats gets another media type, and of their arrangement another artifact type.
/// </summary>
internal static class SharedFormat
{
    /// <summary>What the artifact is.</summary>
    public const string Artifact = $"{ArtifactBeginning}2";

    /// <summary>The same with all answers in one pack, as earlier builders publish them: it is followed, and published no more.</summary>
    public const string ArtifactInOne = $"{ArtifactBeginning}1";

    /// <summary>What artifacts of all versions begin with.</summary>
    public const string ArtifactBeginning = "application/vnd.update-service.revisions.v";

    /// <summary>The record of a revision: <c>revision.json</c>.</summary>
    public const string Record = "application/vnd.update-service.revision.v1+json";

    /// <summary>The graph-data and releases of a revision: <c>inputs.tar.gz</c>.</summary>
    public const string Inputs = "application/vnd.update-service.inputs.v1.tar+gzip";

    /// <summary>Answers of the served revision: those of one <see cref="Answers.AnswerPart"/>.</summary>
    public const string Answers = "application/vnd.update-service.answers.v1";

    /// <summary>The empty configuration of an artifact: <see href="https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidance-for-an-empty-descriptor"/>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    /// <summary>The annotation of the artifact that tells who made it.</summary>
    public const string BuilderAnnotation = "io.update-service.builder";

    /// <summary>The annotation of a layer that tells its revision, and of the artifact that tells which one is served.</summary>
    public const string RevisionAnnotation = "io.update-service.revision";

    /// <summary>The configuration of an image: for registries that take no artifacts.</summary>
    public const string ImageConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>A layer of an image: for registries that take no artifacts.</summary>
    public const string ImageLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The annotation of a manifest, or of a layer, that is published as an image: the type that it has as an artifact.</summary>
    public const string TypeAnnotation = "io.update-service.type";

    /// <summary>The types that a registry must allow to take the artifact.</summary>
    public const string AllTypes = $"{Artifact}, {Empty}, {Record}, {Inputs}, {Answers}";

    /// <summary>The bytes of <see cref="Empty"/>.</summary>
    public static ReadOnlyMemory<byte> EmptyContent { get; } = "{}"u8.ToArray();
}
