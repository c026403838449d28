using System.Text;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Cli.Tests.Usage;

/// <summary>Whatever is typed behind <c>updatectl</c>. Nothing is asked over a network, and nothing is written.</summary>
public sealed class CommandLineFuzzTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_line_gives_an_answer_or_a_sentence_and_one_of_the_known_statuses()
    {
        int[] statuses = [ExitStatus.Fine, ExitStatus.RisksToAccept, ExitStatus.NoPath, ExitStatus.BadInput, ExitStatus.Trouble];
        Fuzz.Cases(
            Corpus.Of(
                [
                    .. Tokens.Any, .. Tokens.Numbers,
                    .. Tokens.Of(
                        " path ", " recommended ", " explain ", " channels ", " releases ", " release ", " matrix ", " lint ", " diff ", " completion ", " --help ", " --version ", " -- ", " --arch ", " --channel ", " --format=json ", " --format md ", " --accept ", " --avoid ", " --via ", " --alternatives ",
                        " --graph - ", " --graph nothing.json ", " --timeout 1s ", " --revision 1 ", " @file ", " bash ", "stable-4.18", "4.18.1", "4.18"),
                ],
                "path 4.18.1 4.18.3 --arch amd64 --accept SampleRisk --alternatives 3 --format json",
                "recommended 4.18.1 --channel stable-4.18",
                "explain 4.18.1 4.18.3 --format md",
                "release 4.18.2 --arch arm64",
                "matrix stable-4.18",
                "channels --format text",
                "lint",
                "completion zsh"),
            mutator => Words(mutator.NextText()),
            words => Encoding.UTF8.GetBytes(string.Join(' ', words)),
            async words =>
            {
                var ran = await Ran.OnAsync(data, words);
                Assert.Contains(ran.Status, statuses);
                Assert.True(ran.Output.Length > 0 || ran.Errors.Length > 0 || ran.Status is ExitStatus.Fine, $"It ended with {ran.Status} and said nothing.");
                Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
                Assert.False((ran.Output + ran.Errors).Any(character => char.IsControl(character) && character is not '\n' and not '\t'), ran.Output + ran.Errors);
            },
            inputs: 250);
    }

    /// <summary>A system passes no NUL; addresses would be asked, and a site be written.</summary>
    private static string[] Words(string line) =>
        [.. line.Replace("\0", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains("://", StringComparison.Ordinal) && !word.StartsWith("--server", StringComparison.Ordinal) && word != "build")];
}
