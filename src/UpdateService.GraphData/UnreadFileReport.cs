using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>
/// Reports what stands beside the files of graph-data. In <c>channels/</c> and <c>blocked-edges/</c> a file that may hold a block refuses
/// the set, because nothing would read it; lenient mode reads it. Elsewhere it is a warning.
/// </summary>
internal sealed class UnreadFileReport(List<Problem> problems)
{
    private const int MostReported = 100;

    private int reported;
    private int untold;

    /// <summary>How many files were left out because they certainly mean nothing.</summary>
    public int Leftovers { get; private set; }

    /// <summary>Files of <c>blocked-edges/</c> and <c>channels/</c> that may hold something and that lenient mode must read.</summary>
    public List<KeyValuePair<string, ReadOnlyMemory<byte>>> Suspects { get; } = [];

    /// <summary>Judges a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="lenient">Whether a suspect is read rather than refused.</param>
    public void Add(UnreadFile file, bool lenient)
    {
        var counts = IsIn(file.Path, GraphDataFiles.BlockedEdges) || IsIn(file.Path, GraphDataFiles.Channels);
        if (file.Content is not { } content)
        {
            AddUnreadable(file, counts);
            return;
        }

        switch (UnreadFileJudge.MeaningOf(file.Path, content))
        {
            case UnreadMeaning.Leftover:
                Leftovers++;
                break;
            case UnreadMeaning.Suspect when counts && lenient:
                Suspects.Add(KeyValuePair.Create(file.Path, content));
                break;
            case UnreadMeaning.Suspect when counts:
                Tell(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, file.Path, $"The file may hold a block or a channel, but only files directly in {Top(file.Path)}/ whose names end in .yaml or .yml are read. Rename it, move it there, or remove it.");
                break;
            case UnreadMeaning.Suspect:
                Tell(ProblemRule.UnknownFile, ProblemSeverity.Warning, file.Path, "The file looks like a block or a channel and is not read here. Move it to blocked-edges/ or channels/, or remove it.");
                break;
            case UnreadMeaning.Quoting:
                Tell(ProblemRule.UnknownFile, ProblemSeverity.Warning, file.Path, "The file is not read, and it quotes something like a block. If a block was meant, put it into a .yaml file of its own.");
                break;
            case UnreadMeaning.Other when counts:
                Tell(ProblemRule.UnknownFile, ProblemSeverity.Warning, file.Path, "The file is not read: its name does not end in .yaml or .yml, and it holds no block and no channel.");
                break;
            default:
                Leftovers++;
                break;
        }
    }

    /// <summary>Says how many files were not named, if there were too many.</summary>
    public void End()
    {
        if (untold > 0)
        {
            problems.Add(new Problem(ProblemRule.UnknownFile, ProblemSeverity.Warning, new Place(GraphDataFiles.BlockedEdges, 0), $"{untold} more files beside the graph-data are not read and not named here; remove them."));
        }
    }

    private void AddUnreadable(UnreadFile file, bool counts)
    {
        var isDocument = Files.Leftovers.IsName(file.Path[(file.Path.LastIndexOf('/') + 1)..]);
        var severity = counts && !isDocument ? ProblemSeverity.Rejecting : ProblemSeverity.Warning;
        Tell(ProblemRule.UnreadableFile, severity, file.Path, $"{file.Reason} Remove it.");
    }

    private void Tell(ProblemRule rule, ProblemSeverity severity, string path, string message)
    {
        if (severity == ProblemSeverity.Rejecting || reported++ < MostReported)
        {
            problems.Add(new Problem(rule, severity, new Place(path, 0), message));
        }
        else
        {
            untold++;
        }
    }

    private static bool IsIn(string path, string folder) => path.StartsWith($"{folder}/", StringComparison.Ordinal);

    private static string Top(string path) => path[..path.IndexOf('/', StringComparison.Ordinal)];
}
