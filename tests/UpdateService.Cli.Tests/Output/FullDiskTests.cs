using UpdateService.Cli.Output;

namespace UpdateService.Cli.Tests.Output;

/// <summary>Standard output or standard error cannot be written.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("channels")]
    [InlineData("path 4.18.1 -o name")]
    [InlineData("diff stable-4.18 stable-4.18")]
    [InlineData("completion bash")]
    public async Task An_answer_that_cannot_be_written_is_told_in_a_sentence(string line)
    {
        await using var full = new BrokenStream();
        var ran = await Ran.WithAsync(around => around with { Output = full, ShippedData = data.Path }, line.Split(' '));
        Assert.Equal("The output cannot be written: No space left on device.", ran.Fails(ExitStatus.Trouble));
    }

    [Fact]
    public async Task An_error_that_cannot_be_written_leaves_the_exit_status()
    {
        await using var full = new BrokenStream();
        await using var writer = new StreamWriter(full) { AutoFlush = true };
        await using var errors = new ErrorWriter(writer);
        Assert.Equal(ExitStatus.BadInput, (await Ran.WithAsync(around => around with { Errors = errors }, "plan")).Status);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var error = (await Ran.OnAsync(data, "build", "--output", "/proc/site")).Fails(ExitStatus.Trouble);
        Assert.StartsWith("'/proc/site' cannot be written, and is as it was before. ", error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();
}
