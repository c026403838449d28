using System.Collections.Immutable;
using System.Text;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Cli.Graphs;
using UpdateService.GraphData.Files;

namespace UpdateService.Cli.StaticSites;

/// <summary>What a built graph has to say, as files.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="Files">All files by their paths, without a configuration.</param>
/// <param name="Problems">How much is wrong in the data.</param>
internal sealed record SiteContent(AnswerSet Answers, ImmutableArray<(string Path, byte[] Bytes)> Files, int Problems)
{
    private const string Prefix = "api/upgrades_info";

    /// <summary>Compresses all answers well, on all cores.</summary>
    /// <exception cref="OperationCanceledException">It was ended before.</exception>
    public static SiteContent Of(BuiltGraph built, CancellationToken cancellationToken)
    {
        var answers = new AnswerFactory().Make(built.Build.Graph);
        var distinct = answers.All.Select(entry => entry.Answer).Distinct();
        _ = Parallel.ForEach(distinct, new ParallelOptions { CancellationToken = cancellationToken }, answer => answer.ImproveGzip(cancellationToken));
        var files = ImmutableArray.CreateBuilder<(string Path, byte[] Bytes)>();
        Add("empty", AnswerSet.Empty);
        foreach (var (channel, architecture, answer) in answers.All.Where(entry => CanBeFile(entry.Channel)))
        {
            Add($"{Prefix}/v1/graph/{channel}/{architecture}", answer);
        }

        files.Add(($"{Prefix}/graph-data.tar.gz", GraphDataArchive.Of(built.Inputs.GraphData.FilesInUse, built.Build.Selected).Bytes));
        foreach (var (path, content) in built.Inputs.GraphData.FilesInUse.Contents)
        {
            if (path.Split('/') is [GraphDataFiles.Signatures, "sha256", var hex, var name] && hex.All(char.IsAsciiHexDigitLower))
            {
                files.Add(($"{Prefix}/signatures/sha256={hex}/{name}", content.ToArray()));
            }
        }

        files.Add((SitePlace.Mark, Encoding.UTF8.GetBytes($"{{\"contentHash\":\"{answers.ContentHash}\",\"answers\":{answers.Count}}}\n")));
        return new SiteContent(answers, files.ToImmutable(), built.Inputs.Problems.Length + built.Build.Problems.Length);

        void Add(string path, Answer answer)
        {
            files.Add(($"{path}.json", answer.Body));
            files.Add(($"{path}.json.gz", answer.Gzip));
        }
    }

    /// <summary>Nobody can ask for other channels; and a row of dots is a way out of the folder.</summary>
    private static bool CanBeFile(string channel) => ChannelName.CanBeRequested(channel) && channel.AsSpan().ContainsAnyExcept('.');
}
