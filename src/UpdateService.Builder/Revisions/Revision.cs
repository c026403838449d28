using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// A build that is served. It is numbered, hashed over its content, and never changed. If it was kept on disk, its answers are
/// available at once, and its graph is built again when it is first needed.
/// </summary>
public sealed class Revision
{
    private readonly Lazy<AnswerSet>? later;
    private readonly AnswerSet? answers;
    private readonly Lazy<RevisionMaterial> material;
    private readonly Lazy<IReadOnlyDictionary<ReleaseKey, string>> payloads;
    private readonly Lazy<GraphDataArchive> archive;

    /// <summary>A revision that was built just now.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="answers">Its answers.</param>
    /// <param name="material">What the answers were made from.</param>
    /// <param name="packer">Packs its inputs, reusing those of the revision before.</param>
    public Revision(RevisionRecord record, AnswerSet answers, RevisionMaterial material, ArchivePacker packer)
        : this(record, answers, new Lazy<RevisionMaterial>(material), ArchiveOf(material, packer))
    {
    }

    /// <summary>A revision that was kept.</summary>
    /// <param name="record">Its record.</param>
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

    /// <summary>A revision for queries only. Its answers are made when they are first needed.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="later">Makes its answers.</param>
    /// <param name="material">What they are made from.</param>
    /// <param name="archive">Its inputs.</param>
    internal Revision(RevisionRecord record, Lazy<AnswerSet> later, RevisionMaterial material, Lazy<GraphDataArchive> archive)
        : this(record, null!, new Lazy<RevisionMaterial>(material), archive) => this.later = later;

    /// <summary>Its record.</summary>
    public RevisionRecord Record { get; }

    /// <summary>Its number, from 1, ascending.</summary>
    public int Number => Record.Number;

    /// <summary>What it was built from.</summary>
    public CollectedInputs Inputs => material.Value.Inputs;

    /// <summary>The graph, its problems and the releases in quarantine.</summary>
    public GraphBuild Build => material.Value.Build;

    /// <summary>The graph.</summary>
    public UpdateGraph Graph => Build.Graph;

    /// <summary>The answers, ready to send.</summary>
    public AnswerSet Answers => answers ?? later!.Value;

    /// <summary>The problems of the inputs and of the build, in the order of their places.</summary>
    public ImmutableArray<Problem> Problems => Record.Problems;

    /// <summary>The counts of its content.</summary>
    public RevisionCounts Counts => Record.Counts;

    /// <summary>The graph-data and releases as a gzip tar that another instance can serve from; made when first asked for.</summary>
    public GraphDataArchive Archive => archive.Value;

    /// <summary>
    /// Why its graph cannot be built again from what was kept, as a sentence; null if it can be. Such a revision serves its answers
    /// and nothing else. This builds the graph.
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

    /// <summary>The payload that it serves for a release; null if it has none, or if that is no longer known.</summary>
    public string? PayloadOf(ReleaseKey key) => Damage is null ? payloads.Value.GetValueOrDefault(key) : null;

    /// <summary>The same content under another number.</summary>
    internal Revision Renumbered(int number) => new(Record with { Number = number }, Answers, material, archive);

    /// <summary>The same revision with a built graph.</summary>
    public Revision With(RevisionMaterial live, ArchivePacker packer) => new(Record, Answers, new Lazy<RevisionMaterial>(live), ArchiveOf(live, packer));

    /// <summary>The same revision with other bytes for the same answers.</summary>
    internal Revision With(AnswerSet other) => new(Record, other, material, archive);

    private static Lazy<GraphDataArchive> ArchiveOf(RevisionMaterial material, ArchivePacker packer) =>
        new(() => packer.Pack(material.Inputs.GraphData.FilesInUse, material.Build.Selected));
}
