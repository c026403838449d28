namespace UpdateService.Graph;

/// <summary>The metadata keys that have a meaning to the builder or to clients.</summary>
public static class MetadataKeys
{
    /// <summary>The digest of the payload.</summary>
    public const string ManifestRef = "io.openshift.upgrades.graph.release.manifestref";

    /// <summary>The comma list of the release's channels.</summary>
    public const string Channels = "io.openshift.upgrades.graph.release.channels";

    /// <summary>The architecture inside upstream's builder; never served.</summary>
    public const string GraphArchitecture = "io.openshift.upgrades.graph.release.arch";

    /// <summary><c>true</c> removes the release from the graph.</summary>
    public const string Remove = "io.openshift.upgrades.graph.release.remove";

    /// <summary>Comma list of sources to add.</summary>
    public const string PreviousAdd = "io.openshift.upgrades.graph.previous.add";

    /// <summary>Comma list of targets to add.</summary>
    public const string NextAdd = "io.openshift.upgrades.graph.next.add";

    /// <summary>Comma list of sources to remove, or <c>*</c> for all.</summary>
    public const string PreviousRemove = "io.openshift.upgrades.graph.previous.remove";

    /// <summary>A pattern of sources to remove.</summary>
    public const string PreviousRemoveRegex = "io.openshift.upgrades.graph.previous.remove_regex";

    /// <summary>Comma list of targets to remove.</summary>
    public const string NextRemove = "io.openshift.upgrades.graph.next.remove";

    /// <summary>The architecture of a payload; a Cluster Version Operator accepts only <c>multi</c>.</summary>
    public const string PayloadArchitecture = "release.openshift.io/architecture";

    /// <summary>The address of the release's errata.</summary>
    public const string Url = "url";

    /// <summary>Whether the key is for the builder, so that it need not be served.</summary>
    public static bool IsConsumed(string key) => key is
        GraphArchitecture or Remove or PreviousAdd or NextAdd or PreviousRemove or PreviousRemoveRegex or NextRemove;
}
