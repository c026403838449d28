namespace UpdateService.Graph;

/// <summary>One entry of <c>raw/metadata.json</c>: metadata that is added to the releases of a version.</summary>
/// <param name="Version">The version of the releases.</param>
/// <param name="Key">The metadata key.</param>
/// <param name="Value">Joined with a comma to a value that exists.</param>
/// <param name="Place">Its location.</param>
public sealed record RawMetadata(VersionName Version, string Key, string Value, Place Place);
