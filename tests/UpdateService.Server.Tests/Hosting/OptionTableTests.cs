using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What <c>--help</c> says.</summary>
public sealed class OptionTableTests
{
    [Fact]
    public void Help_tells_every_option_with_its_default()
    {
        var lines = OptionTable.Help().Split('\n', StringSplitOptions.TrimEntries);

        foreach (var option in OptionTable.All)
        {
            var line = Assert.Single(lines, line => line.Split(' ')[0] == $"--{option.Name}");
            var meaning = lines[Array.IndexOf(lines, line) + 1];
            Assert.StartsWith(option.Meaning, meaning, StringComparison.Ordinal);
            Assert.Equal(option.Default is not null, meaning.EndsWith($" Default: {option.Default}.", StringComparison.Ordinal));
            Assert.EndsWith(".", option.Meaning, StringComparison.Ordinal);
        }

        foreach (var name in (string[])["--check", "--version", "--help"])
        {
            Assert.Single(lines, name);
        }
    }
}
