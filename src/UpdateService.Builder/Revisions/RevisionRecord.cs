using System.Collections.Immutable;
using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>What is written down about a revision: all of it but its graph and its bytes.</summary>
/// <param name="Number">From 1, ascending; never used twice where revisions are kept on disk.</param>
/// <param name="ContentHash">SHA-256 over the bodies of all answers, in hexadecimal: two revisions with the same hash serve the same bytes.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="BuildSeconds">From the first byte read to the last byte made.</param>
/// <param name="Inputs">What it was built from, graph-data first.</param>
/// <param name="Lenient">Whether something safe stood in for what could not be understood.</param>
/// <param name="DataDate">The day that the graph-data speak of, where they tell it.</param>
/// <param name="Channels">The names of all channels.</param>
/// <param name="Counts">How much is in it.</param>
/// <param name="Problems">Of the inputs and of the build, in the order of their places.</param>
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
    /// <summary>Writes down a build.</summary>
    /// <param name="material">Inputs and graph.</param>
    /// <param name="answers">What is served of it.</param>
    /// <param name="builtAt">Now.</param>
    /// <param name="duration">From the first byte read to the last byte made.</param>
    /// <returns>A record whose number is still to be given.</returns>
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
    /// The revision that a person means: by its number, or else by at least four digits of its hash from the start; the newest
    /// of several; null where there is none.
    /// </summary>
    public static RevisionRecord? Find(ImmutableArray<RevisionRecord> records, string name)
    {
        const int shortestHash = 4;
        return records.LastOrDefault(record => record.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == name)
            ?? (name.Length < shortestHash ? null : records.LastOrDefault(record => record.ContentHash.StartsWith(name, StringComparison.Ordinal)));
    }

    /// <summary>Whether both are of one revision: its number, content and build.</summary>
    public bool IsSameAs(RevisionRecord other) => Number == other.Number && ContentHash == other.ContentHash && BuiltAt == other.BuiltAt;

    /// <summary>
    /// Whether both were built from the same bytes to the same bytes, and left the same things out. Other problems may differ: a
    /// registry that comes and goes must not push out the revisions that an operator may want to go back to.
    /// </summary>
    public bool IsSameBuildAs(RevisionRecord other) =>
        ContentHash == other.ContentHash
        && Lenient == other.Lenient
        && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan())
        && Quarantine.AsSpan().SequenceEqual(other.Quarantine.AsSpan())
        && LeftOut.SequenceEqual(other.LeftOut);

    /// <summary>Whether nothing is missing in the lists: of what is read from disk only the properties are checked, not the items.</summary>
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
