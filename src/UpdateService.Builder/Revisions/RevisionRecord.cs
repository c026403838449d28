using System.Collections.Immutable;
using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>The record of a revision: everything but its graph and its bytes.</summary>
/// <param name="Number">From 1, ascending; never used twice if revisions are kept on disk.</param>
/// <param name="ContentHash">SHA-256 over the bodies of all answers, in hexadecimal: two revisions with the same hash serve the same bytes.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="BuildSeconds">From the first byte read to the last byte made.</param>
/// <param name="Inputs">What it was built from, graph-data first.</param>
/// <param name="Lenient">Whether a safe substitute was used for what could not be understood.</param>
/// <param name="DataDate">The date of the graph-data, if they have one.</param>
/// <param name="Channels">The names of all channels.</param>
/// <param name="Counts">The counts of its content.</param>
/// <param name="Problems">The problems of the inputs and of the build, in the order of their places.</param>
/// <param name="Quarantine">Releases that were left out.</param>
public sealed record RevisionRecord(
    int Number,
    string ContentHash,
    DateTimeOffset BuiltAt,
    double BuildSeconds,
    ImmutableArray<RevisionInput> Inputs,
    bool Lenient,
    string? DataDate,
    ImmutableArray<string> Channels,
    RevisionCounts Counts,
    ImmutableArray<Problem> Problems,
    ImmutableArray<RecordedQuarantine> Quarantine)
{
    /// <summary>Creates the record of a build.</summary>
    /// <param name="material">Inputs and graph.</param>
    /// <param name="answers">The answers that it serves.</param>
    /// <param name="builtAt">The current time.</param>
    /// <param name="duration">From the first byte read to the last byte made.</param>
    /// <returns>A record without a number.</returns>
    public static RevisionRecord Of(RevisionMaterial material, AnswerSet answers, DateTimeOffset builtAt, TimeSpan duration)
    {
        ImmutableArray<Problem> problems = [.. material.Inputs.Problems.Concat(material.Build.Problems).Distinct().Order()];
        return new RevisionRecord(
            0,
            answers.ContentHash,
            builtAt,
            duration.TotalSeconds,
            material.Inputs.Digests,
            material.Inputs.Inputs.Lenient,
            material.Inputs.GraphData.Date,
            material.Build.Graph.Channels,
            RevisionCounts.Of(material, answers, problems),
            problems,
            [.. material.Build.Quarantine.Select(RecordedQuarantine.Of)]);
    }

    /// <summary>
    /// Finds a revision by its number, or else by at least the first four digits of its hash. If several match, returns the newest;
    /// null if there is none.
    /// </summary>
    public static RevisionRecord? Find(ImmutableArray<RevisionRecord> records, string name)
    {
        const int shortestHash = 4;
        return records.LastOrDefault(record => record.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == name)
            ?? (name.Length < shortestHash ? null : records.LastOrDefault(record => record.ContentHash.StartsWith(name, StringComparison.Ordinal)));
    }

    /// <summary>Whether both are of the same revision, with the same number, content and build.</summary>
    public bool IsSameAs(RevisionRecord other) => Number == other.Number && ContentHash == other.ContentHash && BuiltAt == other.BuiltAt;

    /// <summary>
    /// Whether both have the same input bytes, answer bytes and left-out items. Other problems may differ: an unstable registry must not
    /// displace the revisions that an operator may want to restore.
    /// </summary>
    public bool IsSameBuildAs(RevisionRecord other) =>
        ContentHash == other.ContentHash
        && Lenient == other.Lenient
        && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan())
        && Quarantine.AsSpan().SequenceEqual(other.Quarantine.AsSpan())
        && LeftOut.SequenceEqual(other.LeftOut);

    /// <summary>Whether no list or item is missing: when a record is read from disk, only the properties are checked, not the items.</summary>
    internal bool IsWhole => IsWholeList(Inputs) && IsWholeList(Channels) && IsWholeList(Problems) && IsWholeList(Quarantine);

    private static bool IsWholeList<T>(ImmutableArray<T> list)
        where T : class
        => !list.IsDefault && list.All(static item => item is not null);

    private IEnumerable<(ProblemRule Rule, Place Place)> LeftOut => Problems
        .Where(problem => problem.Severity == ProblemSeverity.Error && problem.Rule != ProblemRule.UnreadableSource)
        .Select(problem => (problem.Rule, problem.Place));
}

/// <summary>One input of a revision.</summary>
/// <param name="Source">Where it came from, without secrets.</param>
/// <param name="Digest">SHA-256 of its content, <c>sha256:…</c>.</param>
public sealed record RevisionInput(string Source, string Digest);

/// <summary>A release that was left out of a revision.</summary>
/// <param name="Version">Without build metadata.</param>
/// <param name="Architecture">The payload's architecture.</param>
/// <param name="Payload">The pull spec.</param>
/// <param name="Place">Where the source names it.</param>
/// <param name="Reason">A sentence.</param>
public sealed record RecordedQuarantine(string Version, string Architecture, string Payload, Place Place, string Reason)
{
    internal static RecordedQuarantine Of(Graph.Building.QuarantinedRelease left) => new(
        left.Release.Version.Text,
        left.Release.Architecture.Name,
        left.Release.Payload,
        left.Release.Place,
        left.Reason);
}
