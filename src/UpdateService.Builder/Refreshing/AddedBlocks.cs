using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// What a build that is held back adds to blocks and risks, over the revision that stays: an update that a file tries to block must not be
/// recommended for as long as an operator thinks about a loss of something else. It takes away updates and releases none.
/// </summary>
internal static class AddedBlocks
{
    /// <summary>The name of the source of releases that stands in for those whose loss is held back.</summary>
    private const string ServedReleases = "the releases that were served";

    /// <summary>
    /// The inputs of the served revision with the files of blocks and risks that are new or changed; none is taken away. Null where there
    /// is none, or where the inputs of the served revision cannot be read any more.
    /// </summary>
    /// <param name="served">The revision that stays.</param>
    /// <param name="heldBack">The inputs that are held back, in which every file could be understood or has something safe in its place.</param>
    public static CollectedInputs? Over(Revision served, CollectedInputs heldBack)
    {
        if (served.Damage is not null)
        {
            return null;
        }

        var before = served.Inputs;
        var files = before.GraphData.FilesInUse;
        ImmutableArray<KeyValuePair<string, ReadOnlyMemory<byte>>> added = [.. heldBack.GraphData.FilesInUse.In(GraphDataFiles.BlockedEdges).Where(file => !Has(files, file))];
        return added.IsEmpty ? null : InputCollector.CollectAgain(
            files with { Contents = files.Contents.SetItems(added), Problems = [], Identity = null },
            new ReleaseReading(before.Inputs.Releases, [.. before.Parts.SelectMany(part => part.Problems).Where(problem => problem.Rule != ProblemRule.UnreadableSource)]),
            served.PayloadOf,
            before.Inputs.Lenient,
            [heldBack.Sources[0], ServedReleases]);
    }

    private static bool Has(GraphDataFiles files, KeyValuePair<string, ReadOnlyMemory<byte>> file) =>
        files.Contents.TryGetValue(file.Key, out var content) && content.Span.SequenceEqual(file.Value.Span);
}
