using System.Text;
using UpdateService.Snapshot.Risks;

namespace UpdateService.Snapshot.Tests.Risks;

public sealed class RiskTextsTests
{
    [Fact]
    public void The_shipped_table_can_be_read_and_every_message_is_one_line() =>
        Assert.All(RiskTexts.Shipped().Names, name => Assert.DoesNotContain('\n', RiskTexts.Shipped().Find(name)!.Message));

    [Fact]
    public void The_shipped_table_is_in_ordinal_order()
    {
        var names = File.ReadLines(Path.Combine(Repository.Root, "src/UpdateService.Snapshot/risks.yaml"))
            .Where(line => line.EndsWith(':') && char.IsAsciiLetter(line[0])).ToList();
        Assert.Equal(RiskTexts.Shipped().Names.Length, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("A: text\n", "risks.yaml:1: InvalidValue: Each name must have a mapping with its 'message'.")]
    [InlineData("A:\n  promql: up\n", "risks.yaml:2: InvalidValue: The key 'message' is missing.")]
    [InlineData(
        "A:\n  message: m\n  promql: up\n",
        "risks.yaml:2: InvalidValue: A 'promql' needs a list 'checkedAgainst' of published rules' fingerprints.")]
    public void A_wrong_table_is_refused_with_its_line(string table, string expected)
    {
        Assert.False(RiskTexts.TryRead("risks.yaml", Encoding.UTF8.GetBytes(table), out _, out var problems));
        Assert.Equal(expected, Assert.Single(problems).ToString());
    }
}
