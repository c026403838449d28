using System.Text;
using UpdateService.GraphData.Folders;

namespace UpdateService.GraphData.Tests.Folders;

public sealed class FolderLaws
{
    internal const string Secret = "a secret of the administrator";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_block_in_any_file_counts_or_a_problem_names_the_file(bool lenient) => Law.Holds(
        FolderGenerator.Items(),
        async items =>
        {
            using var folder = new TemporaryFolder();
            using var outside = new TemporaryFolder();
            GraphDataSketch.Good.WriteTo(folder.Path);
            var written = items.Where(item => FolderGenerator.TryWrite(folder.Path, outside.Path, item)).ToList();

            var files = await new GraphDataFolder(folder.Path, TimeProvider.System).ReadAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
            var set = new GraphDataReader().Read(files, lenient, new HashSet<string>());

            foreach (var item in written.Where(item => item.Target is not null))
            {
                Assert.True(
                    set.BlockedEdges.Any(block => block.To.Version.Text == item.Target && block.From.MatchesAll) || set.Problems.Any(problem => Names(problem, item.Path)),
                    $"{item.Path} ({item.Form}) tries to block {item.Target}, which is open, and no problem names it.");
            }

            Assert.DoesNotContain(files.Contents.Values.Concat(set.FilesInUse.Contents.Values), content => Encoding.UTF8.GetString(content.Span).Contains(Secret, StringComparison.Ordinal));
            Assert.DoesNotContain(files.Unread, file => file.Content is { } content && Encoding.UTF8.GetString(content.Span).Contains(Secret, StringComparison.Ordinal));
        },
        tests: 80);

    /// <summary>A link is named, or the file that it leads to.</summary>
    private static bool Names(Problem problem, string path) =>
        problem.Place.File == path || problem.Place.File.EndsWith($"/behind-{Path.GetFileName(path)}.yaml", StringComparison.Ordinal) || problem.Place.File == $"behind-{path}.yaml";
}
