using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Recommendations;

/// <summary>What a cluster of a version should do next.</summary>
/// <param name="Version">The version that it runs.</param>
public sealed record RecommendationQuestion(ReleaseVersion Version)
{
    /// <summary>The architecture of its payload.</summary>
    public Architecture Architecture { get; init; } = Architecture.Default;

    /// <summary>The current channel, or a group of channels; null if it is not known: the preferred one of its release is used.</summary>
    public string? Channel { get; init; }

    /// <summary>Names of risks that count as none.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Reads a recommendation query; null if the reader has refusals.</summary>
    internal static RecommendationQuestion? Read(QuestionReader reader, KnownNames names)
    {
        var version = reader.Version(ParameterNames.Version);
        var architecture = names.Architecture();
        var channel = names.Channel();
        return reader.Refusals.IsEmpty
            ? new RecommendationQuestion(version!) { Architecture = architecture, Channel = channel, Accept = reader.Names(ParameterNames.Accept) }
            : null;
    }
}

/// <summary>The advice.</summary>
public sealed record RecommendationAnswer : Answer
{
    /// <summary>What was asked.</summary>
    public required RecommendationQuestion Question { get; init; }

    /// <summary>The release that the cluster runs; null if the graph does not have it.</summary>
    public GraphNode? Current { get; init; }

    /// <summary>The channel of the recommendation; null if there is none.</summary>
    public string? Channel { get; init; }

    /// <summary>The next update; null if there is none without a risk that remains to be accepted.</summary>
    public Update? Recommended { get; init; }

    /// <summary>What can be reached from the recommended release, or from the current one if none is recommended; null if neither exists.</summary>
    public Onward? Onward { get; init; }

    /// <summary>Why that one, or why none; at least one reason.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>Updates without risks, newest first.</summary>
    public ImmutableArray<Update> Updates { get; init; } = [];

    /// <summary>Updates with risks, newest first.</summary>
    public ImmutableArray<Update> ConditionalUpdates { get; init; } = [];

    /// <summary>The other channels of the current release, the preferred ones first.</summary>
    public ImmutableArray<string> OtherChannels { get; init; } = [];

    /// <summary>The same version for several architectures, if the cluster could move to it; null if there is none.</summary>
    public GraphNode? MultiArchitecture { get; init; }

    /// <summary>Names that were accepted and that no edge carries.</summary>
    public ImmutableArray<UnknownName> UnknownRisks { get; init; } = [];

    /// <inheritdoc/>
    public override ImmutableArray<AnswerFormat> Formats => QuestionKind.Recommended.Formats();

    internal override void WriteJson(Utf8JsonWriter json, int? revision) => AdviceJson.Write(json, this, revision);

    internal override void Tell(Page page) => AdviceText.Write(this, page);
}

/// <summary>One update of a release.</summary>
/// <param name="Release">The other end: the target of an update out, the source of an update in.</param>
/// <param name="Risks">In the order in which they are served.</param>
/// <param name="CrossesMinors">Whether it passes over a minor: clients are offered it, and no plan uses it.</param>
/// <param name="LeadsBack">Whether it leads to an earlier version, likewise.</param>
public sealed record Update(GraphNode Release, ImmutableArray<HopRisk> Risks, bool CrossesMinors, bool LeadsBack)
{
    /// <summary>Whether plans may use it.</summary>
    public bool IsLegal => !CrossesMinors && !LeadsBack;

    /// <summary>How many of the risks remain to be accepted.</summary>
    public int UnacceptedRisks { get; } = Risks.Count(risk => !risk.IsAccepted);
}
