using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// One build that is served: numbered, hashed over its content, never changed. One that was kept on disk has its answers at
/// once; its graph is built again when it is first asked for.
/// </summary>
public sealed class Revision
{
    private readonly Lazy<AnswerSet>? later;
    private readonly AnswerSet? answers;
    private readonly Lazy<RevisionMaterial> material;
    private readonly Lazy<IReadOnlyDictionary<ReleaseKey, string>> payloads;
    private readonly Lazy<GraphDataArchive> archive;

    /// <summary>A revision that was built just now.</summary>
    /// <param name="record">What is written down about it.</param>
    /// <param name="answers">Its answers.</param>
    /// <param name="material">What they were made of.</param>
    /// <param name="packer">Packs its inputs, and knows those of the revision before.</param>
    public Revision(RevisionRecord record, AnswerSet answers, RevisionMaterial material, ArchivePacker packer)
        : this(record, answers, new Lazy<RevisionMaterial>(material), ArchiveOf(material, packer))
    {
    }

    /// <summary>A revision that was kept.</summary>
    /// <param name="record">What was written down about it.</param>
    /// <param name="answers">Its answers.</param>
    /// <param name="material">Builds its graph again.</param>
    /// <param name="archive">Reads its inputs.</param>
    public Revision(RevisionRecord record, AnswerSet answers, Lazy<RevisionMaterial> material, Lazy<GraphDataArchive> archive)
    {
        Record = record;
        this.answers = answers;
        this.material = material;
        this.archive = archive;
        payloads = new Lazy<IReadOnlyDictionary<ReleaseKey, string>>(() => Graph.Architectures
            .SelectMany(graph => graph.Nodes)
            .ToDictionary(node => new ReleaseKey(node.Version.Text, node.Release.Architecture), node => node.Release.Payload));
    }

    /// <summary>A revision that is only asked about: its answers are made when somebody needs them.</summary>
    /// <param name="record">What was written down about it.</param>
    /// <param name="later">Makes its answers.</param>
    /// <param name="material">What they are made of.</param>
    /// <param name="archive">Its inputs.</param>
    internal Revision(RevisionRecord record, Lazy<AnswerSet> later, RevisionMaterial material, Lazy<GraphDataArchive> archive)
        : this(record, null!, new Lazy<RevisionMaterial>(material), archive) => this.later = later;

    /// <summary>What is written down about it.</summary>
    public RevisionRecord Record { get; }

    /// <summary>From 1, ascending.</summary>
    public int Number => Record.Number;

    /// <summary>What it was built from.</summary>
    public CollectedInputs Inputs => material.Value.Inputs;

    /// <summary>The graph, its problems and the releases in quarantine.</summary>
    public GraphBuild Build => material.Value.Build;

    /// <summary>The graph.</summary>
    public UpdateGraph Graph => Build.Graph;

    /// <summary>The ready bytes.</summary>
    public AnswerSet Answers => answers ?? later!.Value;

    /// <summary>Of the inputs and of the build, in the order of their places.</summary>
    public ImmutableArray<Problem> Problems => Record.Problems;

    /// <summary>How much is in it.</summary>
    public RevisionCounts Counts => Record.Counts;

    /// <summary>The graph-data and releases as a gzip tar that another instance can serve from; made when first asked for.</summary>
    public GraphDataArchive Archive => archive.Value;

    /// <summary>
    /// Why its graph cannot be built again of what was kept: a sentence; null where it can. Such a revision serves its answers
    /// and nothing else. Builds the graph.
    /// </summary>
    public string? Damage
    {
        get
        {
            try
            {
                _ = material.Value;
                return null;
            }
            catch (InvalidDataException exception)
            {
                return exception.Message;
            }
        }
    }

    /// <summary>The payload that it serves for a release; null where it has none, or where that cannot be told any more.</summary>
    public string? PayloadOf(ReleaseKey key) => Damage is null ? payloads.Value.GetValueOrDefault(key) : null;

    /// <summary>The same content under another number.</summary>
    internal Revision Renumbered(int number) => new(Record with { Number = number }, Answers, material, archive);

    /// <summary>The same revision with a graph at hand.</summary>
    public Revision With(RevisionMaterial live, ArchivePacker packer) => new(Record, Answers, new Lazy<RevisionMaterial>(live), ArchiveOf(live, packer));

    /// <summary>The same revision with other bytes of the same answers.</summary>
    internal Revision With(AnswerSet other) => new(Record, other, material, archive);

    private static Lazy<GraphDataArchive> ArchiveOf(RevisionMaterial material, ArchivePacker packer) =>
        new(() => packer.Pack(material.Inputs.GraphData.FilesInUse, material.Build.Selected));
}
