namespace UpdateService.GraphData.Archives;

/// <summary>What an entry of a tar is.</summary>
internal enum TarMemberKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link by name.</summary>
    SymbolicLink,

    /// <summary>Another name of an earlier entry.</summary>
    HardLink,

    /// <summary>A device or a pipe.</summary>
    Device,

    /// <summary>A sparse file, a part of several volumes, or a kind that is not known here.</summary>
    Unknown,
}

/// <summary>An entry of a tar, without its content.</summary>
/// <param name="Name">The name as written in the tar.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The bytes of its content.</param>
/// <param name="Target">Where a link leads.</param>
/// <param name="Modified">Seconds since 1970.</param>
internal sealed record TarMember(string Name, TarMemberKind Kind, long Length, string Target, long Modified);
