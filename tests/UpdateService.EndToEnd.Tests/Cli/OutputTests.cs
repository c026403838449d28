namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>The command where its output cannot be written: a sentence if anybody can read it, and the exit status in any case.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData(5, "The output cannot be written: No space left on device.\n", "updatectl channels > /dev/full")]
    [InlineData(5, "The output cannot be written: No space left on device.\n", "updatectl --help > /dev/full")]
    [InlineData(5, "The output cannot be written: Bad file descriptor.\n", "updatectl channels >&-")]
    [InlineData(5, "The output cannot be written: Bad file descriptor.\n", "updatectl --version >&-")]
    [InlineData(5, "", "updatectl channels > /dev/full 2> /dev/full")]
    [InlineData(5, "", "updatectl channels >&- 2>&-")]
    [InlineData(4, "", "updatectl nonsense 2> /dev/full")]
    [InlineData(4, "", "updatectl nonsense 2>&-")]
    public async Task An_output_that_cannot_be_written_is_told_in_a_sentence(int status, string errors, string line)
    {
        var ran = await CliProcess.BashAsync(line);

        Assert.Equal((status, errors, ""), (ran.Status, ran.Errors, ran.Output));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_command_without_a_word()
    {
        var ran = await CliProcess.BashAsync("updatectl releases -o json | head -c 1");

        Assert.Equal((0, "", "{"), (ran.Status, ran.Errors, ran.Output));
    }
}
