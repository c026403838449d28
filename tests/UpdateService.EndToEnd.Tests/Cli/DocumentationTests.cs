using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>What the documents show of <c>updatectl</c> is what it says.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string, string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string, string>();
            foreach (var document in new[] { "README.md", "src/UpdateService.Cli/README.md" })
            {
                foreach (Match match in CommandWithAnswer().Matches(Text(document)))
                {
                    examples.Add(document, match.Groups["command"].Value, match.Groups["answer"].Value);
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_answer_stands_under_the_question(string document, string command, string answer)
    {
        var ran = await CliProcess.BashAsync(command);
        Assert.True(ran.Errors.Length == 0, $"{document}: {ran.Errors}");
        Assert.Equal(answer, ran.Output.TrimEnd('\n'));
    }

    [Fact]
    public void There_are_as_many_examples_as_a_reader_needs()
    {
        Assert.True(CommandWithAnswer().Count(Text("README.md")) >= 2);
        Assert.True(CommandWithAnswer().Count(Text("src/UpdateService.Cli/README.md")) >= 6);
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"```sh\n(?<command>updatectl[^`]*)\n```\n\n```text\n(?<answer>[^`]*)\n```", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex CommandWithAnswer();
}
