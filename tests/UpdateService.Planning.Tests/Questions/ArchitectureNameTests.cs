using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Tests.Questions;

public sealed class ArchitectureNameTests
{
    [Theory]
    [InlineData(null, "amd64")]
    [InlineData("amd64", "amd64")]
    [InlineData("x86_64", "amd64")]
    [InlineData("aarch64", "arm64")]
    [InlineData("multi", "multi")]
    [InlineData("riscv64", "riscv64")]
    [InlineData("AMD64", "amd64")]
    [InlineData("X86_64", "amd64")]
    [InlineData("x86-64", "amd64")]
    [InlineData(" ARM64 ", "arm64")]
    public void Other_names_of_an_architecture_are_understood(string? written, string name)
    {
        Assert.True(ArchitectureName.TryRead(written, out var architecture));
        Assert.Equal(name, architecture.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("amd 64")]
    [InlineData("<b>")]
    public void What_cannot_be_a_name_is_not_read(string written) => Assert.False(ArchitectureName.TryRead(written, out _));
}
