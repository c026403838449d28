namespace UpdateService.Graph;

/// <summary>Every rule that an input can break. The names are label values of a metric, so the set is closed.</summary>
public enum ProblemRule
{
    /// <summary>A file or folder that is needed does not exist or is empty.</summary>
    MissingFile,

    /// <summary>A file exists and cannot be read, or is over a limit.</summary>
    UnreadableFile,

    /// <summary>What was read from a registry cannot be kept on disk; it is read again after a restart.</summary>
    UnwritableFile,

    /// <summary>The text is not UTF-8.</summary>
    InvalidEncoding,

    /// <summary>The text is not YAML, or uses YAML beyond its limits.</summary>
    InvalidYaml,

    /// <summary>The text is not JSON.</summary>
    InvalidJson,

    /// <summary>A value is missing, or of another type than it must be.</summary>
    InvalidValue,

    /// <summary>A version is not SemVer 2.0.0.</summary>
    InvalidVersion,

    /// <summary>A regular expression is wrong, or means different things in Rust and .NET.</summary>
    InvalidPattern,

    /// <summary>The graph-data's schema version cannot be served.</summary>
    UnsupportedSchema,

    /// <summary>The schema is newer than what this service knows.</summary>
    NewerSchema,

    /// <summary>The inputs kept changing while they were read.</summary>
    UnstableInput,

    /// <summary>An input is not signed as it must be.</summary>
    UntrustedInput,

    /// <summary>A file name ends in <c>.yml</c>, which the reference implementation ignores.</summary>
    YmlExtension,

    /// <summary>Two files define the same channel.</summary>
    DuplicateChannel,

    /// <summary>A channel's name that no client can ask for.</summary>
    UnrequestableChannel,

    /// <summary>A hard block whose form suggests that a risk was meant.</summary>
    HardBlockWithReason,

    /// <summary>A matching rule of a type that clients do not know.</summary>
    UnknownMatchingRule,

    /// <summary>A risk that a Cluster Version Operator would not accept, served as a hard block.</summary>
    UnusableRisk,

    /// <summary>One risk name with different contents on one pair: hard-blocked.</summary>
    ConflictingRisk,

    /// <summary>One risk name with different matching rules in one revision.</summary>
    RiskRulesDiffer,

    /// <summary>One risk name with different messages or addresses in one revision.</summary>
    RiskTextsDiffer,

    /// <summary>A pair over a limit of the clients: too many risks, or texts too long.</summary>
    ClientLimit,

    /// <summary>The same version and architecture with two payloads.</summary>
    DuplicateRelease,

    /// <summary>The same payload under two versions.</summary>
    SharedPayload,

    /// <summary>A release's metadata holds something that clients would refuse; the entry is left out.</summary>
    InvalidMetadata,

    /// <summary>A release names itself as its own source.</summary>
    SelfEdge,

    /// <summary>An edge that closes a cycle.</summary>
    Cycle,

    /// <summary>A registry could not be read this time, or not to its end; what it gave before stays.</summary>
    UnreadableSource,

    /// <summary>A line of a catalogue, or a tag of a registry, cannot be read.</summary>
    UnreadableRelease,

    /// <summary>Lenient mode used something else in place of a broken file.</summary>
    LenientReplacement,

    /// <summary>The revision lost more than the loss guard lets pass.</summary>
    Loss,

    /// <summary>The inputs exceed a limit of a revision, such as the number of patterns.</summary>
    InputLimit,

    /// <summary>A key that means nothing here, such as a misspelt one. Lint alone tells it.</summary>
    UnknownKey,

    /// <summary>A file or folder that is not read, such as a misspelt one.</summary>
    UnknownFile,

    /// <summary>A file whose name tells another channel, or another version, than its content. Lint alone tells it.</summary>
    MisnamedFile,

    /// <summary>A channel lists a version twice. Lint alone tells it.</summary>
    RepeatedVersion,

    /// <summary>A version that no release has. Lint alone tells it.</summary>
    UnknownVersion,

    /// <summary>A blocked edge whose pattern matches no release below its target. A build reports only patterns with a likely mistake; lint reports all.</summary>
    IdlePattern,
}
