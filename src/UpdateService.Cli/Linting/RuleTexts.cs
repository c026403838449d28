namespace UpdateService.Cli.Linting;

/// <summary>What each rule is about, for the catalogue of rules that a log begins with.</summary>
internal static class RuleTexts
{
    /// <summary>A sentence or two.</summary>
    public static string Of(ProblemRule rule) => rule switch
    {
        ProblemRule.MissingFile => "A file or folder that is needed does not exist or is empty.",
        ProblemRule.UnreadableFile => "A file exists and cannot be read, or is over a limit.",
        ProblemRule.UnwritableFile => "What was read from a registry cannot be kept on disk; it is read again after a restart.",
        ProblemRule.InvalidEncoding => "The text is not UTF-8.",
        ProblemRule.InvalidYaml => "The text is not YAML, or uses YAML beyond its limits.",
        ProblemRule.InvalidJson => "The text is not JSON.",
        ProblemRule.InvalidValue => "A value is missing, or of another type than it must be.",
        ProblemRule.InvalidVersion => "A version is not SemVer 2.0.0.",
        ProblemRule.InvalidPattern => "A regular expression is wrong, or means different things in Rust and .NET.",
        ProblemRule.UnsupportedSchema => "The graph-data's schema version cannot be served.",
        ProblemRule.NewerSchema => "The schema is newer than what this service knows.",
        ProblemRule.UnstableInput => "The inputs kept changing while they were read.",
        ProblemRule.UntrustedInput => "An input is not signed as it must be.",
        ProblemRule.YmlExtension => "A file name ends in .yml, which the reference implementation ignores.",
        ProblemRule.DuplicateChannel => "Two files define the same channel.",
        ProblemRule.UnrequestableChannel => "A channel's name that no client can ask for.",
        ProblemRule.HardBlockWithReason => "A hard block whose form suggests that a risk was meant.",
        ProblemRule.UnknownMatchingRule => "A matching rule of a type that clients do not know.",
        ProblemRule.UnusableRisk => "A risk that a Cluster Version Operator would not accept, served as a hard block.",
        ProblemRule.ConflictingRisk => "One risk name with different contents on one pair: hard-blocked.",
        ProblemRule.RiskRulesDiffer => "One risk name with different matching rules in one revision.",
        ProblemRule.RiskTextsDiffer => "One risk name with different messages or addresses in one revision.",
        ProblemRule.InputLimit => "More patterns, risks, text or updates than a revision may have.",
        ProblemRule.ClientLimit => "A pair over a limit of the clients: too many risks, or texts too long.",
        ProblemRule.DuplicateRelease => "The same version and architecture with two payloads.",
        ProblemRule.SharedPayload => "The same payload under two versions.",
        ProblemRule.InvalidMetadata => "A release's metadata holds something that clients would refuse; the entry is left out.",
        ProblemRule.SelfEdge => "A release names itself as its own source.",
        ProblemRule.Cycle => "An edge that closes a cycle.",
        ProblemRule.UnreadableSource => "A registry could not be read this time, or not to its end; what it gave before stays.",
        ProblemRule.UnreadableRelease => "A line of a catalogue, or a tag of a registry, cannot be read.",
        ProblemRule.LenientReplacement => "Lenient mode used something else in place of a broken file.",
        ProblemRule.Loss => "The revision lost more than the loss guard lets pass.",
        ProblemRule.UnknownKey => "A key that means nothing here, such as a misspelt one.",
        ProblemRule.UnknownFile => "A file or folder that is not read, such as a misspelt one.",
        ProblemRule.MisnamedFile => "A file whose name tells another channel, or another version, than its content.",
        ProblemRule.RepeatedVersion => "A channel lists a version twice.",
        ProblemRule.UnknownVersion => "A version that no release has.",
        ProblemRule.IdlePattern => "A blocked edge whose pattern matches no release below its target.",
        _ => rule.ToString(),
    };
}
