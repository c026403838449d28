using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <content>Queries of the loss guard.</content>
public sealed partial class RevisionLibrary
{
    /// <summary>The folder that keeps revisions after the process ends; null if none does.</summary>
    internal StateFolder? State => state;

    /// <summary>The number of the last revision kept when the folder was opened, even if it can no longer be read; 0 if there was none.</summary>
    internal int LastKept { get; private set; }
}
