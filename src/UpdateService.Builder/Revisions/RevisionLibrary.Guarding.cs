using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <content>What the loss guard asks of it.</content>
public sealed partial class RevisionLibrary
{
    /// <summary>The folder that outlives the process; null: revisions end with it.</summary>
    internal StateFolder? State => state;

    /// <summary>The number of the last revision that was kept when the folder was opened, also one that cannot be read any more; 0 where none was.</summary>
    internal int LastKept { get; private set; }
}
