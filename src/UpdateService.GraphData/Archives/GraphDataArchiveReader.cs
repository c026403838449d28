using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>
/// Reads graph-data from a tar, plain or gzip, without writing anything: what another instance serves at
/// <c>/graph-data</c>, or what GitHub packs, where all stands in one folder at the top.
/// </summary>
public static class GraphDataArchiveReader
{
    private const int MostNames = 5;

    /// <summary>Reads to the stream's end. What cannot be read is among the result's problems; only what the stream itself throws passes.</summary>
    /// <param name="packed">The archive; stays open.</param>
    /// <param name="origin">Its origin in readable form.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<GraphDataFiles> ReadAsync(Stream packed, string origin, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var meter = new ArchiveMeter(limits);
        var tree = new ArchiveTree(ArchivePlaces.InArchive, meter);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await using var measured = new MeasuredStream(packed, meter);
        try
        {
            await PackedTar.ReadAsync(measured, meter, TakeAsync, cancellationToken);
            return Choose(origin, tree.Top, names) with { Identity = measured.Digest() };
        }
        catch (ArchiveException exception)
        {
            return Unreadable(origin, ProblemRule.UnreadableFile, exception.Message);
        }

        ValueTask TakeAsync(TarMember member, TarMembers tar)
        {
            var path = ArchivePath.Of(member.Name);
            if (names.Count < MostNames && path.Length > 0)
            {
                _ = names.Add(path.Split('/')[0]);
            }

            return tree.AddAsync(path, member, tar, cancellationToken);
        }
    }

    private static GraphDataFiles Choose(string origin, FolderNode top, SortedSet<string> names)
    {
        if (ArchiveContents.AreIn(top))
        {
            return ArchiveContents.Of(origin, top, "", isRooted: false);
        }

        string[] folders = [.. top.Children.Where(child => ArchiveContents.AreIn(child.Value)).Select(child => child.Key)];
        return folders switch
        {
            [var folder] => ArchiveContents.Of(origin, top, folder, isRooted: false),
            [] => Unreadable(origin, ProblemRule.MissingFile, $"The archive holds no graph-data: neither at its top nor in a folder there stand 'version' and 'channels/'. At its top it has {List(names)}."),
            _ => Unreadable(origin, ProblemRule.UnreadableFile, $"The archive holds more than one set of graph-data: in {List(folders)}. Pack one of them."),
        };
    }

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0
        ? "nothing"
        : string.Join(", ", names.Take(MostNames).Select(name => $"'{Excerpt.Of(name)}'")) + (names.Count >= MostNames ? " and perhaps more" : "");

    private static GraphDataFiles Unreadable(string origin, ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(origin, new Problem(rule, ProblemSeverity.Rejecting, new Place(origin, 0), message));
}
