namespace UpdateService.GraphData.Archives;

/// <summary>Bounds on an archive, or on all layers of an image together, far above real data: a packed bomb ends at them.</summary>
public sealed record ArchiveLimits
{
    /// <summary>For an archive; the public one has 1 MB packed and 8 MB unpacked.</summary>
    public static ArchiveLimits Archive { get; } = new();

    /// <summary>For an image: below the data stands a base image, which is read past.</summary>
    public static ArchiveLimits Image { get; } = new() { PackedBytes = 2L << 30, UnpackedBytes = 8L << 30, Entries = 1_000_000 };

    /// <summary>Bytes as they come.</summary>
    public long PackedBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of the tar, also of entries that have no meaning.</summary>
    public long UnpackedBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of the files that are kept.</summary>
    public long KeptBytes { get; init; } = 256 << 20;

    /// <summary>Entries of any kind.</summary>
    public int Entries { get; init; } = 200_000;
}
