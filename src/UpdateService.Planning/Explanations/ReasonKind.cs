namespace UpdateService.Planning.Explanations;

/// <summary>Why a pair of versions is or is not an update. The names are part of the answers, so the set is closed.</summary>
public enum ReasonKind
{
    /// <summary>Nothing that is served has the source, and nothing names it.</summary>
    FromUnknown,

    /// <summary>Nothing that is served has the target, and nothing names it; or no release is what the question means.</summary>
    ToUnknown,

    /// <summary>A channel or another release names the version, but no configured source has its image.</summary>
    NotMirrored,

    /// <summary>A version is not in the channel, but in others.</summary>
    NotInChannel,

    /// <summary>A version is so far only in a channel that feeds this one.</summary>
    NotYetPromoted,

    /// <summary>The update exists and is blocked for everybody.</summary>
    HardBlocked,

    /// <summary>Every way needs risks to be accepted.</summary>
    OnlyConditional,

    /// <summary>The source must first be updated to a later release.</summary>
    SourceTooOld,

    /// <summary>The source was built after the target, or after all targets of the channel.</summary>
    SourceTooNew,

    /// <summary>The version, or all of them, are not there for the architecture.</summary>
    ArchitectureMissing,

    /// <summary>The update would pass over a whole minor.</summary>
    CrossesMinors,

    /// <summary>The target is below the source.</summary>
    RollbackNotSupported,

    /// <summary>The source has no way out in the channel.</summary>
    DeadEnd,

    /// <summary>The source is the target.</summary>
    AlreadyThere,

    /// <summary>The source is the newest release that the question can mean.</summary>
    UpToDate,

    /// <summary>It is an update, without a risk that remains to be accepted.</summary>
    Recommended,

    /// <summary>It is an update with risks.</summary>
    Conditional,
}
