namespace UpdateService.Snapshot.Tests.Selection;

public sealed class BlockSelectionTests : IDisposable
{
    private readonly SmallInputs inputs = new();

    public void Dispose() => inputs.Dispose();

    [Fact]
    public async Task A_risk_keeps_its_facts_and_gets_our_words()
    {
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known"));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            "to: 4.16.3\nfrom: '4[.]16[.]2[+].*'\nfixedIn: 4.16.9\nname: Known\nurl: 'https://example.com/Known'\n"
            + "message: Our words.\nmatchingRules:\n- type: Always\n",
            inputs.Written("blocked-edges/4.16.3-Known.yaml"));
    }

    [Fact]
    public async Task Hard_blocks_of_one_target_are_numbered()
    {
        inputs.Put("blocked-edges/a.yaml", "to: 4.16.3\nfrom: b\n");
        inputs.Put("blocked-edges/b.yaml", "to: 4.16.3\nfrom: a\n");
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal("to: 4.16.3\nfrom: a\n", inputs.Written("blocked-edges/4.16.3.yaml"));
        Assert.Equal("to: 4.16.3\nfrom: b\n", inputs.Written("blocked-edges/4.16.3_2.yaml"));
        Assert.Contains("hard blocks: 2", inputs.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_outside_the_shipped_channels_is_left_out()
    {
        inputs.Put("blocked-edges/a.yaml", "to: 4.11.1\nfrom: .*\n");
        inputs.Put("blocked-edges/b.yaml", "to: 4.16.4+arm64\nfrom: .*\n");
        inputs.Put("blocked-edges/c.yaml", "to: 4.16.4\nfrom: .*\n");
        inputs.Put("blocked-edges/d.yaml", "to: 4.16.3+s390x\nfrom: .*\n");
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            ["blocked-edges/4.16.3+s390x.yaml", "blocked-edges/4.16.4.yaml"],
            inputs.WrittenFiles().Where(file => file.StartsWith("blocked-edges/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_risk_that_clients_would_refuse_is_shipped_as_a_hard_block()
    {
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known", "[{type: Never}]"));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal("to: 4.16.3\nfrom: '4[.]16[.]2[+].*'\nfixedIn: 4.16.9\n", inputs.Written("blocked-edges/4.16.3.yaml"));
        Assert.Contains("note: blocked-edges/a.yaml:1 is shipped as a hard block", inputs.OutputText, StringComparison.Ordinal);
    }
}
